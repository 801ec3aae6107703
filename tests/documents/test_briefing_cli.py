"""The command line of documents: what it writes, and one Swedish line when it can't."""

import errno
import os
import re
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from briefing import files
from briefing.__main__ import main
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS

LITET = str(Path(__file__).parents[1] / "litet")


def run(*arguments: str) -> int:
    return main(["--data", LITET, *arguments])


def test_slides_for_an_area_and_a_year(tmp_path, capsys):
    target = tmp_path / "ut.pptx"
    assert run("--for", "ssg", "--omrade", "Norrby", "--ar", "2023", "--to", str(target)) == 0
    assert (
        "Norrby · 2023" in [shape.text for shape in Presentation(target).slides[0].placeholders][1]
    )
    assert capsys.readouterr() == ("", "")


def test_paper_with_chosen_parts(tmp_path):
    target = tmp_path / "ut.pdf"
    assert (
        run(
            "--for",
            "tertial",
            "--del",
            "brott",
            "--del",
            "karta",
            "--rubrik",
            "Inför",
            "--to",
            str(target),
        )
        == 0
    )
    assert [mark.title for mark in PdfReader(target).outline if not isinstance(mark, list)] == [
        "Anmälda brott",
        "Karta",
        "Källor och metod",
    ]


def test_workbook_and_area_by_its_id(tmp_path):
    target = tmp_path / "UT.XLSX"
    assert run("--for", "polisbriefing", "--omrade", "akern", "--to", str(target)) == 0
    assert "Urval: Åkern · alla år" in [
        row[0] for row in openpyxl.load_workbook(target)["Om"].values
    ]


def test_list_shows_occasions_and_their_parts(capsys):
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines if not line.startswith(" ")][
        : len(OCCASIONS)
    ] == list(OCCASIONS)
    assert {line.strip().partition(":")[0] for line in lines} == {*OCCASIONS, *PARTS}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--for", "ssg", "--omrade", "Soderby"],
            "Området Soderby finns inte. Välj bland Norrby, Åkern och Ängen.",
        ),
        (
            ["--for", "ssg", "--ar", "1999"],
            "Året 1999 finns inte. Välj bland 2021, 2022, 2023 och 2024.",
        ),
        (
            ["--for", "ssg", "--ar", "i år"],
            "Året i år finns inte. Välj bland 2021, 2022, 2023 och 2024.",
        ),
        (
            ["--for", "fika"],
            (
                f"Tillfället fika finns inte. Välj bland {', '.join(list(OCCASIONS)[:-1])} och"
                " tertial."
            ),
        ),
        (
            ["--for", "ssg", "--del", "vits"],
            f"Delen vits finns inte. Välj bland {next(iter(PARTS))}, ",
        ),
        ([], "Ange tillfälle med --for och fil med --to. Tillfällena visas med --list."),
    ],
)
def test_what_does_not_exist_is_said_in_one_line(tmp_path, capsys, arguments, message):
    assert run(*arguments, "--to", str(tmp_path / "ut.pptx")) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith(message)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("ut.doc", "{0}/ut.doc: filen ska sluta på .pptx, .pdf eller .xlsx.\n"),
        ("ut", "{0}/ut: filen ska sluta på .pptx, .pdf eller .xlsx.\n"),
        ("saknas/ut.pdf", "{0}/saknas/ut.pdf: mappen där filen ska ligga finns inte.\n"),
    ],
)
def test_target_that_can_not_be_is_said(tmp_path, capsys, target, message):
    assert run("--for", "ssg", "--to", str(tmp_path / target)) == 2
    assert capsys.readouterr() == ("", message.format(tmp_path))


def test_target_that_is_a_folder_stays_as_it_was(tmp_path, capsys):
    (tmp_path / "ut.pdf").mkdir()
    assert run("--for", "ssg", "--del", "brott", "--to", str(tmp_path / "ut.pdf")) == 2
    assert capsys.readouterr().err == f"{tmp_path}/ut.pdf: är en mapp.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["ut.pdf"]


def test_full_disk_leaves_the_old_file(tmp_path, capsys, monkeypatch):
    target = tmp_path / "ut.xlsx"
    target.write_text("gammal")

    def refuse(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", refuse)
    assert run("--for", "ssg", "--del", "brott", "--to", str(target)) == 2
    assert capsys.readouterr().err == f"{target}: disken är full.\n"
    assert (target.read_text(), [path.name for path in tmp_path.iterdir()]) == (
        "gammal",
        ["ut.xlsx"],
    )


def test_name_that_is_too_long_is_said_in_one_line(tmp_path, capsys):
    name = "a" * 300
    for more in (
        ["--to", f"{tmp_path}/{name}.pdf"],
        ["--to", f"{tmp_path}/{name}/ut.pdf"],
        ["--to", f"{tmp_path}/ut.pptx", "--template", f"{name}.pptx"],
        ["--to", f"{tmp_path}/ut.pdf", "--data", name],
    ):
        assert run("--for", "ssg", "--del", "brott", *more) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert err.endswith(": namnet är för långt.\n")
    assert list(tmp_path.iterdir()) == []


def test_file_that_a_link_points_at_is_written(tmp_path):
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp" / "gammal.pdf").write_text("gammal")
    (tmp_path / "ut.pdf").symlink_to(tmp_path / "mapp" / "gammal.pdf")
    assert run("--for", "ssg", "--del", "brott", "--to", str(tmp_path / "ut.pdf")) == 0
    assert (tmp_path / "ut.pdf").is_symlink()
    assert (tmp_path / "mapp" / "gammal.pdf").read_bytes().startswith(b"%PDF")


def test_breaking_off_is_quiet(tmp_path, capsys, monkeypatch):
    def broken_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "make", broken_off)
    assert run("--for", "ssg", "--to", str(tmp_path / "ut.pdf")) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--for"], "--for: ett värde behövs"),
        (["--fel"], "okända argument: --fel"),
        (["--help"], "visa den här hjälpen"),
    ],
)
def test_argparse_speaks_swedish(capsys, arguments, message):
    with pytest.raises(SystemExit):
        main(arguments)
    told = "".join(capsys.readouterr())
    assert message in told
    assert told.startswith("användning: ")
    assert not re.search("usage|error|options|argument --", told)


def test_template_for_anything_but_slides_is_refused(tmp_path, capsys):
    target = tmp_path / "ut.pdf"
    assert run("--for", "ssg", "--template", "finnsinte.pptx", "--to", str(target)) == 2
    assert (
        capsys.readouterr().err
        == f"--template gäller bara PowerPoint; {target} ska då sluta på .pptx.\n"
    )


def test_template_that_is_missing_is_said(tmp_path, capsys):
    mall = str(tmp_path / "mall.pptx")
    assert run("--for", "ssg", "--template", mall, "--to", str(tmp_path / "ut.pptx")) == 2
    assert capsys.readouterr().err == f"{mall}: finns inte.\n"


def test_template_of_the_organisation_is_used(tmp_path):
    mall, target = tmp_path / "mall.pptx", tmp_path / "ut.pptx"
    deck = Presentation()
    deck.slide_layouts[5].name = "Kommunens rubrik"
    deck.save(mall)
    assert run("--for", "ssg", "--del", "brott", "--template", str(mall), "--to", str(target)) == 0
    assert "Kommunens rubrik" in {slide.slide_layout.name for slide in Presentation(target).slides}


def test_faults_in_the_data_are_listed(litet, put, tmp_path, capsys):
    put("parter", 2, "namn", "")
    assert main(["--data", str(litet), "--for", "ssg", "--to", str(tmp_path / "ut.pdf")]) == 1
    assert capsys.readouterr() == ("", "parter.csv rad 2, kolumn namn: får inte vara tom\n")
    assert not (tmp_path / "ut.pdf").exists()
