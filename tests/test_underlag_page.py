"""The page Mötesunderlag: choices become files, a changed choice puts them away, and what can't be
made is told."""

import io
import json
import re
import zipfile

import openpyxl
import pytest
import streamlit as st
from pptx import Presentation
from pypdf import PdfReader

from briefing.occasions import OCCASIONS
from briefing.parts import PARTS


@pytest.fixture
def underlag(open_page, litet):
    """The page on the tiny store."""

    def open_(**parameters):
        return open_page("pages/underlag.py", store=litet, **parameters)

    return open_


@pytest.fixture
def saved(monkeypatch):
    """The documents that the page offers, by name, and the choice as a file each time it is
    offered."""
    files: dict[str, bytes] = {}
    choices: list[bytes] = []

    def offer(label, content, name, *_, **__):
        if name == "underlag.json":
            choices.append(content())
        else:
            files[name] = content()

    monkeypatch.setattr(st, "download_button", offer)
    return files, choices


def press(app, label: str, number: int = 0):
    return [button for button in app.button if button.label == label][number].click().run()


def make(app):
    return press(app, "Gör underlaget")


def html(app) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def only(files, ending):
    return next(content for name, content in files.items() if name.endswith(ending))


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_every_occasion_becomes_slides_a_pdf_and_a_workbook(underlag, saved, occasion):
    files, _ = saved
    app = underlag(tillfalle=[OCCASIONS[occasion].name])
    assert files == {}
    make(app)
    assert not app.error
    assert [name.split(".")[-1] for name in files] == ["pptx", "pdf", "xlsx"]
    assert all(
        name.startswith(f"underlag-{occasion}-20") and "-pahittade-data." in name for name in files
    )
    assert len(Presentation(io.BytesIO(only(files, "pptx"))).slides) > 2
    assert OCCASIONS[occasion].name in text(only(files, "pdf"))
    assert openpyxl.load_workbook(io.BytesIO(only(files, "xlsx"))).sheetnames[0] == "Om"
    assert len(app.get("image")) == len(PdfReader(io.BytesIO(only(files, "pdf"))).pages)


def test_parts_come_in_the_order_chosen_with_the_readers_own_words(underlag, saved):
    files, _ = saved
    app = underlag(delar=["Dialoger", "Lägesbild"], rubrik=["Inför rådet"])
    app.text_area(key="kommentar_dialoger").input("Fler bör bjudas in.")
    make(app)
    reader = PdfReader(io.BytesIO(only(files, "pdf")))
    bookmarks = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert bookmarks == ["Dialoger", "Lägesbild", "Källor och metod"]
    written = text(only(files, "pdf"))
    assert "Inför rådet" in written
    assert "Fler bör bjudas in." in written


def test_progress_names_each_part_as_it_is_made(underlag, monkeypatch):
    told = []

    class Bar:
        def progress(self, done, text):
            told.append((round(done, 2), text))

        def empty(self):
            told.append("borta")

    monkeypatch.setattr(st, "progress", lambda *_: Bar())
    make(underlag(delar=["Dialoger", "Lägesbild"]))
    assert told == [
        (0, "Dialoger"),
        (0.25, "Lägesbild"),
        (0.5, "Källor och metod"),
        (0.75, "Filerna skrivs"),
        (1, "Filerna skrivs"),
        "borta",
    ]


def test_new_occasion_brings_its_own_parts(underlag):
    app = underlag()
    app.multiselect(key="delar").set_value(["brott"]).run()
    app.text_input(key="rubrik").input("SSG i maj").run()
    app.selectbox(key="tillfalle").select("tertial").run()
    assert app.multiselect(key="delar").value == ["aktiviteter", "lofte", "resultat", "dialoger"]
    assert app.text_input(key="rubrik").value == ""


def test_parts_are_moved_with_buttons(underlag):
    app = underlag(delar=["Dialoger", "Lägesbild", "Karta"])
    press(app, "Flytta ner", 0)
    assert app.multiselect(key="delar").value == ["lagesbild", "dialoger", "karta"]
    press(app, "Flytta upp", 2)
    assert app.multiselect(key="delar").value == ["lagesbild", "karta", "dialoger"]
    disabled = [button.disabled for button in app.button if button.label.startswith("Flytta")]
    assert disabled == [True, False, False, False, False, True]


def upload(app, **changed):
    content = {
        "tillfälle": "SSG",
        "delar": [],
        "rubrik": "",
        "kommentarer": {},
        "områden": [],
        "år": [],
    } | changed
    return upload_bytes(app, json.dumps(content).encode())


def upload_bytes(app, content: bytes):
    return app.file_uploader(key="underlagsfil").upload("<u>.json", content).run()


def test_choice_and_comments_come_back_from_a_file(underlag, saved):
    _, choices = saved
    app = underlag(
        delar=["Dialoger", "Lägesbild"], rubrik=["Inför rådet"], omrade=["Norrby"], ar=["2023"]
    )
    app.text_area(key="kommentar_dialoger").input("Fler bör\nbjudas in 🚓.").run()
    kept = choices[-1]
    assert json.loads(kept) == {
        "tillfälle": "SSG",
        "delar": ["Dialoger", "Lägesbild"],
        "rubrik": "Inför rådet",
        "kommentarer": {"Dialoger": "Fler bör\nbjudas in 🚓."},
        "områden": ["Norrby"],
        "år": [2023],
    }
    other = underlag(tillfalle=["Tertialuppföljning"])
    other.text_area(key="kommentar_lofte").input("Gammalt").run()
    upload_bytes(other, kept)
    assert not other.exception
    assert choices[-1] == kept
    assert other.text_area(key="kommentar_dialoger").value == "Fler bör\nbjudas in 🚓."
    assert other.multiselect(key="omrade").value == ["norrby"]
    assert "Underlaget &lt;u&gt;.json är öppnat." in html(other)
    other.selectbox(key="tillfalle").select("ssg").run()
    assert other.session_state["kommentar_lofte"] == ""


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"delar": "Karta"}, "är inte ett underlag som har sparats härifrån"),
        ({"kommentarer": []}, "är inte ett underlag som har sparats härifrån"),
        ({"tillfälle": "Fika"}, "kolumn tillfälle: &#34;Fika&#34; finns inte här"),
        ({"tillfälle": {}}, "kolumn tillfälle: &#34;{}&#34; finns inte här"),
        (
            {"delar": ["Källor och metod"]},
            "kolumn delar: &#34;Källor och metod&#34; finns inte här",
        ),
        ({"delar": [["Karta"]]}, "finns inte här"),
        (
            {"områden": ["a\ud800"]},
            "kolumn områden: &#34;a\N{REPLACEMENT CHARACTER}&#34; finns inte här",
        ),
        ({"år": [1999]}, "kolumn år: &#34;1999&#34; finns inte här"),
        ({"år": ["2023"]}, "kolumn år: &#34;2023&#34; finns inte här"),
        ({"rubrik": "a" * 121}, "kolumn rubrik: ska vara högst 120 tecken"),
        ({"rubrik": "\ud800"}, "kolumn rubrik: ska vara högst 120 tecken"),
        ({"kommentarer": {"Karta": "a" * 4001}}, "kolumn kommentarer: ska vara högst 4000 tecken"),
        ({"kommentarer": {"Karta": 1}}, "kolumn kommentarer: ska vara högst 4000 tecken"),
        ({"kommentarer": {"Vits": ""}}, "kolumn kommentarer: &#34;Vits&#34; finns inte här"),
    ],
)
def test_file_that_can_not_be_opened_leaves_the_choice(underlag, changed, fault):
    app = upload(underlag(delar=["Dialoger"], rubrik=["Min"]), **{"rubrik": "Ny", **changed})
    assert not app.exception
    assert fault in html(app)
    assert app.multiselect(key="delar").value == ["dialoger"]
    assert app.text_input(key="rubrik").value == "Min"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"9" * 5000, b"[" * 100_000])
def test_file_that_is_no_choice_is_told(underlag, content):
    app = upload_bytes(underlag(), content)
    assert not app.exception
    assert "är inte ett underlag som har sparats härifrån" in html(app)


def test_comment_has_a_longest_length(underlag):
    assert {area.proto.max_chars for area in underlag().text_area} == {4000}


@pytest.mark.parametrize(
    ("part", "content"), [("ppt/presentation.xml", b"<a"), ("ppt/vbaProject.bin", b"")]
)
def test_template_that_is_damaged_or_has_macros_is_told(underlag, part, content):
    file, damaged = io.BytesIO(), io.BytesIO()
    Presentation().save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in {*old.namelist(), part}:
            new.writestr(name, content if name == part else old.read(name))
    app = underlag()
    app.file_uploader(key="mall").upload("mall.pptx", damaged.getvalue())
    make(app.run())
    assert not app.exception
    assert re.search("Mallen mall.pptx (går inte att läsa|har makron)", html(app))


def test_without_chosen_parts_the_document_has_those_of_the_occasion(underlag, saved):
    files, _ = saved
    app = underlag()
    make(app.multiselect(key="delar").set_value([]).run())
    names = [PARTS[part].name for part in OCCASIONS["ssg"].parts]
    assert all(name in text(only(files, "pdf")) for name in names)


def test_files_are_put_away_when_the_choice_changes_and_come_back_with_it(underlag, saved):
    files, _ = saved
    app = make(underlag())
    files.clear()
    app.multiselect(key="ar").set_value([2023]).run()
    assert files == {}
    assert "Valet har ändrats" in html(app)
    app.multiselect(key="ar").set_value([]).run()
    assert len(files) == 3


def test_document_of_what_has_no_data_can_be_made(underlag, saved):
    files, _ = saved
    app = make(underlag(ar=["2019"]))
    assert not app.error
    assert len(files) == 3


def test_template_that_is_no_presentation_is_told(underlag, saved):
    files, _ = saved
    app = underlag()
    app.file_uploader(key="mall").upload("<b>mall</b>.pptx", b"inte en pptx")
    make(app.run())
    assert (
        "Mallen &lt;b&gt;mall&lt;/b&gt;.pptx går inte att läsa som en PowerPoint-fil (.pptx)."
        in html(app)
    )
    assert files == {}
