"""The page Mötesunderlag: choices become files, a changed choice puts them away, and what can't be made is told."""

import io

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


def make(app):
    return app.button[0].click().run()


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
    assert all(name.startswith(f"underlag-{occasion}-20") and "-pahittade-data." in name for name in files)
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
    assert told == [(0, "Dialoger"), (0.25, "Lägesbild"), (0.5, "Källor och metod"), (0.75, "Filerna skrivs"),
                    (1, "Filerna skrivs"), "borta"]  # fmt: skip


def test_new_occasion_brings_its_own_parts(underlag):
    app = underlag()
    app.multiselect(key="delar").set_value(["brott"]).run()
    app.selectbox(key="tillfalle").select("tertial").run()
    assert app.multiselect(key="delar").value == ["aktiviteter", "lofte", "resultat", "dialoger"]


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
    assert "Mallen &lt;b&gt;mall&lt;/b&gt;.pptx går inte att läsa som en PowerPoint-fil (.pptx)." in html(app)
    assert files == {}


def test_sign_that_the_pdf_can_not_show_leaves_slides_and_workbook(underlag, saved):
    files, _ = saved
    app = underlag()
    app.text_area(key="kommentar_karta").input("Patrull 🚓")
    make(app)
    assert "PDF-filen kan inte visa tecknet 🚓" in html(app)
    assert [name.split(".")[-1] for name in files] == ["pptx", "xlsx"]
    assert not app.get("image")
