"""Workbooks: what is hidden is told, and the same table is read alike whatever form it is
saved in."""

import datetime as dt
import io
import re
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations

import openpyxl
import pytest
from books import book_of, saved
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from otherbooks import (
    Error,
    Formula,
    Percent,
    Shared,
    Sheet,
    biff,
    container,
    ods,
    ods_of,
    record,
    texts_of,
    xls,
    xlsb,
    zipped,
)

from lagesbild_data.bring.formats import calamine_alone, ole, otherbooks, recognise, workbook
from lagesbild_data.bring.formats.otherbooks import sheet as othersheet
from lagesbild_data.bring.formats.otherbooks import xlsb as scan
from lagesbild_data.words.problems import InvalidStore

HEADINGS = [
    "Från och med",
    "Datumets precision",
    "Typ",
    "Tema",
    "Område",
    "Genomförd",
    "Deltagare",
    "Källa",
]


def event(theme: str, people: int | None = None) -> list:
    """A row of a dialogue in Norrby."""
    return [dt.date(2024, 4, 25), "dag", "medborgardialog", theme, "Norrby", "ja", people, "analys"]


def events(planned) -> list[tuple]:
    return [
        (row["tema"], row["datum_fran"], row["deltagare"])
        for row in planned.changes["handelser"].new
    ]


# What is hidden


@pytest.fixture
def book() -> openpyxl.Workbook:
    return book_of(
        {
            "Dialoger": [HEADINGS, *(event(f"Tema {at}") for at in range(2, 25))],
            "Övrigt": [["a"], ["b"]],
        }
    )


def test_hidden_rows_are_read_and_told(file, bring, book):
    for row in (3, 5, 6, 7, 9, 11, 13, 20, 40):
        book["Dialoger"].row_dimensions[row].hidden = True
    planned = bring(file("d.xlsx", saved(book)))
    assert len(planned.changes["handelser"].new) == 23
    told = "Dolda rader i bladet Dialoger läses som de andra: rad 3, 5–7, 9, 11, 13 och 1 till."
    assert planned.reading.notes[0] == told


def test_hidden_columns_are_read_and_told_where_they_hold_anything(file, bring, book):
    for letter in ("D", "J"):  # J is outside the table
        book["Dialoger"].column_dimensions[letter].hidden = True
    planned = bring(file("d.xlsx", saved(book)))
    assert (
        planned.reading.notes[0] == "Dolda kolumner i bladet Dialoger läses som de andra: kolumn D."
    )


def test_hidden_sheets_are_told_and_not_read(file, bring, book):
    book.create_sheet("Gömd").append(HEADINGS)
    book["Gömd"].append(event("Gömt tema"))
    book["Gömd"].sheet_state, book["Övrigt"].sheet_state = "veryHidden", "hidden"
    planned = bring(file("d.xlsx", saved(book)))
    assert planned.reading.notes[0] == "Dolda blad läses inte: Övrigt och Gömd."
    assert "Gömt tema" not in [theme for theme, *_ in events(planned)]


def test_nothing_is_told_where_nothing_is_hidden(file, bring, book):
    assert not any("old" in note for note in bring(file("d.xlsx", saved(book))).reading.notes)


def test_merged_cells_of_one_column_are_spread(file, bring, book):
    sheet = book["Dialoger"]
    sheet["E4"], sheet["E5"], sheet["E10"] = None, None, None
    for cells in ("E3:E5", "H8:H8", "I10:J11"):
        sheet.merge_cells(cells)
    planned = bring(file("d.xlsx", saved(book)))
    areas = [row["omrade_id"] for row in planned.changes["handelser"].new]
    assert areas == ["norrby"] * 8 + [None] + ["norrby"] * 14


# What is raised or struck through


def shared(content: bytes) -> bytes:
    """The workbook with the texts that stand in cells among those that cells share, as Excel saves
    it."""
    book = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: book.read(name).decode() for name in book.namelist()}
    sheet, types = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
    texts = re.findall(r"<is>(.*?)</is>", parts[sheet])
    numbers = iter(range(len(texts)))
    parts[sheet] = re.sub(
        r't="inlineStr"><is>.*?</is>', lambda _: f't="s"><v>{next(numbers)}</v>', parts[sheet]
    )
    own = "".join(f"<si>{text}</si>" for text in texts)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{own}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts[types] = parts[types].replace("</Types>", override)
    return zipped(parts)


@pytest.mark.parametrize("save", [lambda content: content, shared])
@pytest.mark.parametrize("look", [{"vertAlign": "superscript"}, {"strike": True}])
def test_number_with_something_raised_or_struck_through_is_refused(file, bring, book, save, look):
    block = TextBlock(InlineFont(**look), "1")
    book["Dialoger"]["G3"] = CellRichText("34", block)
    book["Dialoger"]["D4"] = CellRichText("Tema ", block)
    planned = bring(file("d.xlsx", save(saved(book))))
    assert [str(problem) for problem in planned.problems] == [
        'd.xlsx Dialoger rad 3, kolumn G: "341" har upphöjda, nedsänkta eller överstrukna tecken;'
        " skriv bara talet i cellen"
    ]


@pytest.mark.parametrize("save", [lambda content: content, shared])
def test_rows_that_are_struck_through_are_read_and_told(file, bring, book, save):
    for at in (3, 4, 6, 40):  # nothing stands in the last
        for cell in book["Dialoger"][at]:
            cell.font = Font(strike=True)
    book["Övrigt"]["C1"].font = Font(strike=True)  # as nothing in this cell
    book["Dialoger"]["D9"] = CellRichText("Tema", TextBlock(InlineFont(strike=True), " 9"))
    book["Dialoger"]["D10"] = CellRichText(
        "Tema", TextBlock(InlineFont(strike=False, b=True), " 10")
    )
    planned = bring(file("d.xlsx", save(saved(book))))
    assert planned.problems == []
    assert len(planned.changes["handelser"].new) == 23
    assert (
        planned.reading.notes[0]
        == "Överstruken text i bladet Dialoger läses som den andra: rad 3–4, 6 och 9."
    )
    assert not any("Överstruken" in note for note in planned.reading.notes[1:])


LOOKS = b"""
<style:style style:name="upp"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="vanlig"><style:text-properties style:text-position="0% 100%"/></style:style>
<style:style style:name="bort"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="kvar"><style:text-properties style:text-line-through-style="none"/></style:style>
"""  # noqa: E501


@pytest.mark.parametrize("look", ["upp", "bort", "vanlig", "kvar"])
def test_raised_and_struck_text_of_opendocument_is_that_of_excel(file, look):
    tags = f'<text:span text:style-name="{look}">1</text:span></text:p>'.encode()
    book = ods({"A": Sheet([["x", "34_"], ["m_", "x"], ["y", 5.0]])})
    package = zipfile.ZipFile(io.BytesIO(book))
    parts = {name: package.read(name) for name in package.namelist()}
    content = parts["content.xml"].replace(b"_</text:p>", tags)
    content = content.replace(b"<office:automatic-styles>", b"<office:automatic-styles>" + LOOKS)
    last = content.rindex(b"<table:table-cell office:value-type") + len(b"<table:table-cell")
    content = content[:last] + f' table:style-name="{look}"'.encode() + content[last:]
    upload = file("d.ods", zipped(parts | {"content.xml": content}))
    if look in ("upp", "bort"):
        with pytest.raises(InvalidStore) as raised:
            upload.check()
        assert (
            str(raised.value.problems[0])
            == 'd.ods A rad 1, kolumn B: "341" har upphöjda, nedsänkta eller överstrukna tecken;'
            " skriv bara talet i cellen"
        )
    else:
        assert upload.sheets["A"][0][1] == ["x", "341"]
    plain = file("e.ods", zipped(parts | {"content.xml": content.replace(b">34<", b">m<")}))
    told = "Överstruken text i bladet A läses som den andra: rad 1–3."
    assert plain.remarks("A") == ([told] if look == "bort" else [])


RUNS = {"plain": [(0, 0)], "upp": [(2, 5)], "bort": [(2, 6)], "fet": [(2, 1)], "efter": [(3, 5)]}
"""Where fonts begin in the text 341: a raised 1, one that is struck through, a bold one, and none
after the last."""


def with_fonts(form: str, runs: list[tuple[int, int]], text: str) -> bytes:
    """A workbook of this form with a text of several fonts in its cell B1, of which the number 5 is
    raised and 6 struck through; in the binary forms of Excel before 2007 none has the number 4."""
    sheet = {"A": Sheet([["x", Shared(0)], ["y", 5.0]])}
    looks = [(8 * (at == 6), at == 5) for at in range(7)]
    pairs = b"".join(struct.pack("<HH", *run) for run in runs)
    if form == "xlsb":
        fonts = b"".join(
            record(43, struct.pack("<HHHH", 220, struck, 400, up) + bytes(16))
            for struck, up in looks
        )
        book = zipfile.ZipFile(io.BytesIO(xlsb(sheet)))
        encoded = struct.pack("<BI", 1, len(text)) + text.encode("utf-16-le")
        shared = (
            record(159, struct.pack("<II", 1, 1))
            + record(19, encoded + struct.pack("<I", len(runs)) + pairs)
            + record(160)
        )
        more = {"xl/styles.bin": fonts + book.read("xl/styles.bin"), "xl/sharedStrings.bin": shared}
        return zipped({name: book.read(name) for name in book.namelist()} | more)
    fonts = b"".join(
        biff(0x31, struct.pack("<5H", 220, struck, 0, 400, up) + bytes(6))
        for at, (struck, up) in enumerate(looks)
        if at != 4
    )
    if form == "xls":
        head = struct.pack("<IIHBH", 1, 1, len(text), 8, len(runs)) + text.encode("latin-1")
        # the next record goes on where this is full
        shared = biff(0xFC, head + pairs[:2]) + biff(0x3C, pairs[2:])
        return xls(sheet, more=fonts + shared)
    own = struct.pack("<4H", 0, 1, 0, len(text)) + text.encode("latin-1")
    own = biff(0xD6, own + bytes([len(runs)]) + b"".join(bytes(run) for run in runs))
    first = biff(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + fonts
    bounds = struct.pack("<IBBB", len(first) + 16, 0, 0, 1) + b"A"
    content = biff(0x809, struct.pack("<HHHH", 0x500, 16, 0, 0)) + own + biff(0x0A)
    return container({"Book": first + biff(0x85, bounds) + biff(0x0A) + content})


@pytest.mark.parametrize("form", ["xlsb", "xls", "xls 95"])
@pytest.mark.parametrize("runs", RUNS)
def test_raised_and_struck_text_of_binary_workbooks_is_that_of_excel(file, form, runs):
    upload = file("d.xls", with_fonts(form, RUNS[runs], "341"))
    if runs in ("upp", "bort"):
        with pytest.raises(InvalidStore) as raised:
            upload.check()
        assert (
            str(raised.value.problems[0])
            == 'd.xls A rad 1, kolumn B: "341" har upphöjda, nedsänkta eller överstrukna tecken;'
            " skriv bara talet i cellen"
        )
    else:
        assert upload.sheets["A"][0][1][1] == "341"
    told = "Överstruken text i bladet A läses som den andra: rad 1."
    assert file("e.xls", with_fonts(form, RUNS[runs], "mmm")).remarks("A") == (
        [told] if runs == "bort" else []
    )


@pytest.mark.parametrize("form", ["xlsb", "xls"])
def test_rows_that_are_struck_through_are_told_of_binary_workbooks(file, form):
    content = with_fonts(form, [(0, 6)], "Tema")
    if form == "xlsb":
        book = zipfile.ZipFile(io.BytesIO(content))
        parts = {name: book.read(name) for name in book.namelist()}
        plain, struck = (record(47, struct.pack("<HHH", 0, 0, font) + bytes(10)) for font in (0, 6))
        parts["xl/styles.bin"] = parts["xl/styles.bin"].replace(plain, struck, 1)
        content = zipped(parts)
    else:
        content = content.replace(
            biff(0xE0, bytes(20)), biff(0xE0, struct.pack("<H", 6) + bytes(18)), 1
        )
    told = "Överstruken text i bladet A läses som den andra: rad 1–2."
    assert file("e.xls", content).remarks("A") == [told]


# Strict Open XML

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def strict(content: bytes) -> bytes:
    """The workbook as Excel saves it as Strict Open XML, with dates as texts."""
    answer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            for ours, theirs in STRICT.items():
                part = part.replace(ours, theirs)
            part = part.replace(b' t="n"><v>45407</v>', b' t="d"><v>2024-04-25T00:00:00</v>')
            new.writestr(name, part)
    return answer.getvalue()


def test_strict_workbook_is_read_as_another(file, bring, book):
    book["Dialoger"].append(event("Sist", 7))
    book["Dialoger"].row_dimensions[3].hidden = True
    content = strict(saved(book))
    planned = bring(file("d.xlsx", content))
    assert events(planned)[-1] == ("Sist", dt.date(2024, 4, 25), 7)
    assert len(events(planned)) == 24
    assert planned.reading.notes[0].endswith("rad 3.")


def test_no_part_of_a_strict_workbook_keeps_the_names_that_are_not_known(book):
    with workbook._Counted(io.BytesIO(strict(saved(book)))) as content:
        parts = [content.uncounted(name).read() for name in content.namelist()]
    assert not any(theirs in part for part in parts for theirs in STRICT.values())


def test_formula_of_a_strict_workbook_is_refused(file, bring, book):
    book["Dialoger"]["G2"] = "=1+1"
    [problem] = bring(file("d.xlsx", strict(saved(book)))).problems
    assert (
        str(problem)
        == 'd.xlsx Dialoger rad 2, kolumn G: "=1+1" är en formel; klistra in den som värde'
    )


# Other forms


def xlsx(sheets: dict[str, Sheet]) -> bytes:
    """The same workbook as .xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, sheet in sheets.items():
        written = book.create_sheet(name)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                plain = value.text if isinstance(value, Error) else getattr(value, "value", value)
                cell = written.cell(number, column, "=1+1" if isinstance(value, Formula) else plain)
                cell.data_type = "e" if isinstance(value, Error) else cell.data_type
                if isinstance(value, Percent):
                    cell.number_format = "0.0%"
        written.sheet_state = "hidden" if sheet.is_hidden else "visible"
        for row in sheet.hidden_rows:
            written.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            written.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True
        if sheet.merged:
            column, first, last = sheet.merged
            written.merge_cells(
                start_row=first, end_row=last, start_column=column + 1, end_column=column + 1
            )
    return saved(book)


FORMS = {"xlsx": xlsx, "ods": ods, "xlsb": xlsb, "xls": xls}
BINARY = {name: FORMS[name] for name in ("xlsb", "xls")}
form = pytest.mark.parametrize("form", FORMS)


@form
def test_cells_give_the_same_texts_in_every_form(file, form):
    day, moment = dt.date(2024, 4, 25), dt.datetime(2024, 4, 25, 13, 15)
    rows = [
        ["Å  ä\nö", 1.5, 2, -0.1, day, moment, dt.time(10, 30), True, False],
        [None, Percent(0.27), Percent(1.05), Percent(0.005), Error(), Error(7, "#DIV/0!")],
        [],
        [None, None, "sist", 1234567],
    ]
    read = file(f"b.{form}", FORMS[form]({"Blad å": Sheet(rows)}))
    assert read.sheets == {
        "Blad å": [
            (
                1,
                [
                    "Å  ä\nö",
                    "1.5",
                    "2",
                    "-0.1",
                    "2024-04-25",
                    "2024-04-25T13:15:00",
                    "10:30:00",
                    "ja",
                    "nej",
                ],
            ),
            (2, ["", "27 %", "105 %", "0.5 %", "#N/A", "#DIV/0!"]),
            (4, ["", "", "sist", "1234567"]),
        ]
    }
    assert read.remarks(["Blad å"]) == []


@form
def test_table_is_brought_in_from_every_form(file, bring, form):
    sheets = {"Dialoger": Sheet([HEADINGS, event("Ett", 12), event("Två")])}
    planned = bring(file(f"b.{form}", FORMS[form](sheets)))
    assert events(planned) == [
        ("Ett", dt.date(2024, 4, 25), 12),
        ("Två", dt.date(2024, 4, 25), None),
    ]


@form
def test_what_is_hidden_and_merged_is_known_in_every_form(file, form):
    rows = [["a", "b", "c"], ["x", 1, 2], [None, 3, 4], [None, 5, 6]]
    shown = Sheet(rows, hidden_rows=[3], hidden_columns=[2], merged=(0, 2, 4))
    read = file(f"b.{form}", FORMS[form]({"Ett": shown, "Två": Sheet([["gömd"]], is_hidden=True)}))
    assert [texts for _, texts in read.sheets["Ett"]] == [
        ["a", "b", "c"],
        ["x", "1", "2"],
        ["x", "3", "4"],
        ["x", "5", "6"],
    ]
    assert list(read.sheets) == ["Ett"]
    assert read.workbook.has_merged
    assert read.remarks(["Ett"]) == [
        "Dolda rader i bladet Ett läses som de andra: rad 3.",
        "Dolda kolumner i bladet Ett läses som de andra: kolumn B.",
        "Dolda blad läses inte: Två.",
    ]


@form
def test_formulas_are_refused_in_every_form(file, form):
    read = file(f"b.{form}", FORMS[form]({"Ett": Sheet([["a", "b"], [1, Formula(2.0)]])}))
    with pytest.raises(InvalidStore) as told:
        _ = read.sheets
    [problem] = told.value.problems
    assert str(problem).startswith(f"b.{form} Ett rad 2, kolumn B: ")
    assert str(problem).endswith("är en formel; klistra in den som värde")


@pytest.mark.parametrize("form", BINARY)
def test_days_are_counted_from_1904_where_the_workbook_says_so(file, form):
    shifted = dt.date(2024, 4, 25) - dt.timedelta(days=1462)
    read = file(f"b.{form}", BINARY[form]({"Ett": Sheet([[shifted]])}, is_1904=True))
    assert read.sheets["Ett"] == [(1, ["2024-04-25"])]


TEXTS = ["kort", "å" * 9_000, "Ω" * 9_000, "sist"]


@pytest.mark.parametrize("cut", [8_000, 301, 50])
def test_texts_that_cells_share_are_read(file, cut):
    sheets = {"Ett": Sheet([[Shared(at)] for at in (3, 1, 2, 0, 3)])}
    wanted = [(row, [TEXTS[at]]) for row, at in enumerate((3, 1, 2, 0, 3), 1)]
    assert file("b.xls", xls(sheets, more=texts_of(*TEXTS, cut=cut))).sheets["Ett"] == wanted
    assert file("b.xlsb", xlsb(sheets, texts=TEXTS)).sheets["Ett"] == wanted


def refusal(upload) -> str:
    with pytest.raises(InvalidStore) as told:
        recognise(upload)
    [problem] = told.value.problems
    return str(problem).removeprefix(f"{upload.name}: ")


ONE = {"Ett": Sheet([["a"]])}
LOCKED = b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "b.ods",
            lambda: ods_of("<a/>", {"META-INF/manifest.xml": LOCKED}),
            "har lösenord; spara den utan",
        ),
        (
            "b.ods",
            lambda: ods_of("<a/>", {"Basic/Standard/m.xml": b"<a/>"}),
            "innehåller makron; spara den som",
        ),
        ("b.xls", lambda: xls(ONE, more=biff(0x2F, bytes(54))), "har lösenord; spara den utan"),
        (
            "b.xls",
            lambda: xls(ONE, streams=["_VBA_PROJECT_CUR"]),
            "innehåller makron; spara den som",
        ),
        (
            "b.xlsx",
            lambda: container({"EncryptionInfo": b"", "EncryptedPackage": b""}),
            "har lösenord; öppna den",
        ),
        (
            "b.doc",
            lambda: container({"WordDocument": b""}),
            "är ett äldre Word-dokument; kopiera tabellen",
        ),
        (
            "b.msg",
            lambda: container({"__properties_version1.0": b""}),
            "är ett brev; spara bilagan",
        ),
        (
            "b.eml",
            lambda: b"From: a@b.se\r\nTo: c@d.se\r\nSubject: Tabell\r\n\r\nHej",
            "är ett brev; spara bilagan",
        ),
        ("b.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3", "är en PDF-fil; be om tabellen"),
        (
            "b.docx",
            lambda: zipped({"[Content_Types].xml": "", "word/document.xml": ""}),
            "är ett Word-dokument;",
        ),
        (
            "b.potx",
            lambda: zipped(
                {"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<p:a xmlns:p='p'/>"}
            ),
            "är en PowerPoint-fil;",
        ),
        ("b.numbers", lambda: zipped({"Index/Document.iwa": ""}), "är ett dokument från Apple,"),
        (
            "b.gsheet",
            lambda: b'{"url": "https://docs.google.com/open?id=1"}',
            "är bara en länk till ett",
        ),
        (
            "b.wk1",
            lambda: b"\0\0\x02\0\x06\x04\x06\0" + bytes(99),
            "är ett kalkylark från Lotus 1-2-3;",
        ),
        ("b.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "är en bild;"),
        ("b.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(99), "är en bild;"),
        ("b.rtf", lambda: b"{\\rtf1 a}", "är ett textdokument (RTF);"),
        ("b.gz", lambda: b"\x1f\x8b" + bytes(99), "är packad på ett sätt som inte"),
        ("b.xls", lambda: b"<html><table><tr><td>1</table>", "är en webbsida (HTML),"),
        (
            "b.xls",
            lambda: b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
            "är en arbetsbok i XML",
        ),
        (
            "b.odt",
            lambda: zipped(
                {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
            ),
            "är ett dokument från LibreOffice men inget kalkylblad;",
        ),
        (
            "b.xls",
            lambda: container({"Annat": b""}),
            "är skadad, större än 60 MB eller något annat än en arbetsbok;",
        ),
    ],
)
def test_what_is_not_read_is_named_for_what_it_is(file, name, content, told):
    assert refusal(file(name, content())).startswith(told)


@pytest.mark.parametrize("form", ["ods", "xlsb"])
def test_text_that_no_cell_has_room_for_is_told_with_its_place(file, bring, form):
    sheets = {"Dialoger": Sheet([HEADINGS, event("Ett"), event("a" * 32_768)])}
    [problem] = bring(file(f"b.{form}", FORMS[form](sheets))).problems
    assert (
        str(problem)
        == f"b.{form} Dialoger rad 3, kolumn D: har en text som är längre än 32\u00a0767 tecken,"
        " som är vad en cell i Excel rymmer"
    )


@pytest.mark.parametrize("form", ["ods", "xlsb", "xls"])
@pytest.mark.parametrize("name", ["b.bin", "b.xlsx", "b.xls", "b"])
def test_workbook_is_read_whatever_its_name_ends_with(file, form, name):
    assert file(name, FORMS[form](ONE)).sheets == {"Ett": [(1, ["a"])]}


def test_xls_that_another_workbook_follows_is_read_and_looked_at_as_what_it_begins_as(file):
    follows = ods({"Ett": Sheet([[2.0]])})
    assert file("b.xls", xls({"Ett": Sheet([[1.0]])}) + follows).sheets == {"Ett": [(1, ["1"])]}
    with pytest.raises(InvalidStore, match="är en formel"):
        _ = file("b.xls", xls({"Ett": Sheet([[Formula(1.0)]])}) + follows).sheets


def test_zip_file_that_only_speaks_of_a_workbook_is_none(file):
    assert file("b.zip", zipped({"axl/a.txt": "xl/"})).kind == "zip"


def test_sheet_of_an_xlsb_whose_part_is_empty_has_no_cells():
    with zipfile.ZipFile(io.BytesIO(packed_again("xl/worksheets/sheet1.bin", b""))) as content:
        assert [sheet.max_row for sheet in scan.sheets_in(content)] == [0]


# The process that reads


@pytest.fixture
def script(monkeypatch, tmp_path):
    """Run another script in place of the one that reads."""

    def write(text: str) -> None:
        path = tmp_path / "script.py"
        path.write_text(text)
        monkeypatch.setattr(calamine_alone, "__file__", str(path))

    return write


def test_reader_that_does_not_start_is_told_apart_from_a_damaged_file(file, script, caplog):
    script("import no_such_module_as_this")
    assert refusal(file("b.ods", ods(ONE))).startswith(
        "går inte att läsa nu, för det program som läser .ods,"
    )
    assert "No module named 'no_such_module_as_this'" in caplog.text


def test_reader_that_cannot_be_run_is_told_apart_from_a_damaged_file(file, monkeypatch, tmp_path):
    monkeypatch.setattr(otherbooks.sys, "executable", str(tmp_path / "none"))
    assert refusal(file("b.ods", ods(ONE))).startswith("går inte att läsa nu")


def test_reader_is_ended_when_it_takes_too_long(file, script, monkeypatch):
    script("import time\nprint('started', flush=True)\ntime.sleep(30)")
    monkeypatch.setattr(calamine_alone, "MOST_SECONDS", 1)
    began = time.monotonic()
    assert refusal(file("b.ods", ods(ONE))) == "tar för lång tid att läsa; dela upp den"
    assert time.monotonic() - began < 15


def test_reader_finds_what_is_installed_where_the_environment_says(
    file, script, monkeypatch, tmp_path
):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "installed_elsewhere.py").write_text("NAME = 'Annat'")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    script(
        'import installed_elsewhere as it\nprint(1)\nprint(f\'[["{it.NAME}", true]]\\n[0, 0,'
        ' 1]\\n["a"]\')'
    )
    assert file("b.ods", ods(ONE)).sheets == {"Annat": [(1, ["a"])]}


def test_reader_is_limited_where_less_is_allowed_already():
    pytest.importorskip("resource")
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_AS, (2**31, 2**31))\n"
        "from lagesbild_data.bring.formats import calamine_alone\ncalamine_alone._limit()\n"
        "print(r.getrlimit(r.RLIMIT_AS), r.getrlimit(r.RLIMIT_CPU))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"({2**31}, {2**31}) (300, 300)"


# Costly


def row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def cell(
    repeated: int = 1, more: str = 'office:value-type="float" office:value="1"', inside: str = ""
) -> str:
    text = f"<text:p>{inside}</text:p>"
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}"'
        f" {more}>{text}</table:table-cell>"
    )


def table(rows: str) -> bytes:
    return ods_of(f'<table:table table:name="A">{rows}</table:table>')


def far(column: int, at: int) -> dict[str, bytes]:
    """A sheet of an .xlsb with a cell in the first place and one far away."""
    content = zipfile.ZipFile(io.BytesIO(xlsb(ONE)))
    parts = {name: content.read(name) for name in content.namelist()}
    one = record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0)) + record(
        5, struct.pack("<IId", column, 0, 1.0)
    )
    sheet = parts["xl/worksheets/sheet1.bin"]
    return parts | {"xl/worksheets/sheet1.bin": sheet.replace(record(146), one + record(146))}


_HIDDEN = '<table:table-row table:number-rows-repeated="99999999999" table:visibility="filter"/>'
COSTLY = {
    "repeated cells": (lambda: table(row(cell(16_384), 1_000)), "celler eller rader"),
    "repeated far too often": (lambda: table(row(cell(10**15), 10**15)), "celler"),
    "repeated per cent": (
        lambda: table(row(cell(16_000, 'office:value-type="percentage"'), 10**9)),
        "celler",
    ),
    "a cell far away": (
        lambda: table(row(cell()) + row(cell(more=""), 1_000_000) + row(cell(16_000, "") + cell())),
        "celler",
    ),
    "hidden far down": (lambda: table(_HIDDEN + row(cell())), "celler"),
    "merged far down": (
        lambda: table(row(cell(more='table:number-rows-spanned="99999999"') + cell())),
        "för många sammanfogade",
    ),
    "spaces": (lambda: table(row(cell(inside='<text:s text:c="9999999999"/>'))), "mer text"),
    "a text in many cells": (lambda: table(row(cell(16_000, inside="a" * 9_000))), "mer text"),
    "a text that many cells share": (
        lambda: xls({"A": Sheet([[Shared(0)] * 200] * 40)}, more=texts_of("a" * 9_000)),
        "mer text",
    ),
    "a text that many cells share in .xlsb": (
        lambda: xlsb({"A": Sheet([[Shared(0)] * 200] * 40)}, texts=["a" * 9_000]),
        "mer text",
    ),
    "a cell far away in .xlsb": (lambda: zipped(far(16_000, 1_000_000)), "celler"),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_workbook_is_refused_before_it_is_read(file, monkeypatch, name):
    monkeypatch.setattr(otherbooks, "_calamine", lambda *_: pytest.fail("read"))
    make, told = COSTLY[name]
    with pytest.raises(InvalidStore, match=told):
        _ = file("b.ods", make()).sheets


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """No more memory is taken."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 2**20
    finally:
        tracemalloc.stop()


def binary(records: bytes) -> bytes:
    """An .xlsb with these records in its sheet."""
    return packed_again("xl/worksheets/sheet1.bin", record(145) + records + record(146))


def packed_again(name: str, part: bytes) -> bytes:
    """An .xlsb with another part."""
    content = zipfile.ZipFile(io.BytesIO(xlsb(ONE)))
    return zipped({known: content.read(known) for known in content.namelist()} | {name: part})


def in_container(records: bytes) -> bytes:
    """An .xls with a sheet that has these records."""
    start = biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    at = len(start) + 4 + 8 + 4
    sheet = biff(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + records + biff(0x0A)
    return container(
        {"Workbook": start + biff(0x85, struct.pack("<IBBBB", at, 0, 0, 0, 0)) + biff(0x0A) + sheet}
    )


_BOTH = 'office:value-type="percentage" table:formula="of:=1"'
_BLANKS = biff(0xBD, struct.pack("<2H", 1, 1) + bytes(6 * 1_300) + b"\1\0")
_LOOK = record(47, struct.pack("<HHHHBBBBHH", 0, 9, 0, 0, 0, 0, 0, 0, 0, 0))
HOARDED = {
    "formulas in many sheets": (
        lambda: ods_of(
            f'<table:table table:name="A">{row(cell(more=_BOTH), 4_000)}</table:table>' * 60
        ),
        "celler eller",
    ),
    "sheets": (lambda: ods_of('<table:table table:name="A"/>' * 60_000), "200 blad"),
    "sheets in .xls": (
        lambda: container(
            {
                "Workbook": b"".join(
                    biff(0x85, struct.pack("<IBB", at, 0, 0)) for at in range(50_000)
                )
            }
        ),
        "200 blad",
    ),
    "cells in one place in .xls": (lambda: in_container(_BLANKS * 150), "celler eller"),
    "hidden rows in .xls": (
        lambda: in_container(
            b"".join(biff(0x208, struct.pack("<H10xH", at, 32)) for at in range(65_000))
        ),
        "celler eller",
    ),
    "merged in .xls": (
        lambda: in_container(
            biff(0xE5, struct.pack("<H", 1_000) + struct.pack("<4H", 1, 2, 0, 0) * 1_000) * 250
        ),
        "för många sammanfogade",
    ),
    "merged in .xlsb": (
        lambda: binary(record(176, struct.pack("<4I", 1, 2, 0, 0)) * 250_000),
        "för många sammanfogade",
    ),
    "texts in .xlsb": (
        lambda: packed_again(
            "xl/sharedStrings.bin", record(19, b"\0" + struct.pack("<I", 999)) * 300_000
        ),
        "celler eller",
    ),
    "formats in .xlsb": (
        lambda: packed_again("xl/styles.bin", record(617) + _LOOK * 300_000 + record(618)),
        "andra delar",
    ),
}


@pytest.mark.parametrize("name", HOARDED)
def test_little_is_kept_of_a_costly_workbook_before_it_is_refused(file, monkeypatch, name):
    monkeypatch.setattr(otherbooks, "_calamine", lambda *_: pytest.fail("read"))
    for module in (othersheet, workbook):
        monkeypatch.setattr(module, "MOST_CELLS", 10_000)
    monkeypatch.setattr(workbook, "_MOST_PARTS", 1_000)
    make, told = HOARDED[name]
    upload = file("b.ods", make())
    with at_most(12), pytest.raises(InvalidStore, match=told):
        _ = upload.sheets


def test_container_keeps_no_more_tables_than_it_has_sectors():
    count = 4096
    head = ole_head(more=0, count=count // 128)
    lists = [
        struct.pack("<128I", *((at * 127 + more) % count for more in range(127)), at + 1)
        for at in range(32)
    ]
    content = head + b"".join(lists) + bytes(512 * (count - 32))
    with at_most(2):
        ole.Container(content)


def ole_head(more: int, count: int) -> bytes:
    """The beginning of a container that lists its tables in so many sectors from this."""
    head = container({})[:76]
    return head[:68] + struct.pack("<II", more, count) + b"\xff" * 436


def test_rows_that_are_hidden_to_the_last_are_told_where_they_hold_anything(file):
    hidden = '<table:table-row table:number-rows-repeated="1048000" table:visibility="filter"/>'
    shown = row(cell()).replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    tables = "".join(
        f'<table:table table:name="{name}">{row(cell())}{shown}{hidden}</table:table>'
        for name in "ABCD"
    )
    upload = file("b.ods", ods_of(tables))
    with at_most(12):
        assert upload.remarks("ABCD") == [
            f"Dolda rader i bladet {name} läses som de andra: rad 2." for name in "ABCD"
        ]


def test_empty_rows_and_columns_that_are_repeated_to_the_end_cost_nothing(file):
    rest = row(cell(16_384, ""), 1_048_000)
    assert file("b.ods", table(row(cell(2) + cell(16_000, "")) + rest)).sheets == {
        "A": [(1, ["1", "1"])]
    }


@pytest.mark.parametrize("form", ["ods", "xlsb", "xls"])
def test_damaged_workbook_is_told_in_one_line(file, form, capfd):
    whole = FORMS[form]({"Dialoger": Sheet([HEADINGS, event("Ett", 12)])})
    for at in range(0, len(whole), max(1, len(whole) // 25)):
        for damaged in (whole[:at], whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :]):
            try:
                recognise(file("b.bin", damaged))
            except InvalidStore as told:
                assert told.problems
    assert capfd.readouterr() == ("", "")


# Texts that were misread before they were saved


def _misread(text: str, wrong: str, right: str) -> str:
    """A text in the right encoding, read in the wrong one."""
    return "".join(
        bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode(right)
    )


MISREAD = [
    *((wrong, "utf-8") for wrong in ("cp1252", "latin-1", "macintosh", "cp850", "cp437")),
    *permutations(("cp1252", "cp850", "macintosh"), 2),
]


@pytest.mark.parametrize(("wrong", "right"), MISREAD)
def test_text_that_was_misread_is_read_as_it_was(file, wrong, right):
    lines = [["Område", "Källa"], ["Råslätt", "Skräp på Ängen"], ["Österängen", "Söder Ärla"]]
    sheets = {
        _misread("Årsblad", wrong, right): [
            [_misread(text, wrong, right) for text in row] for row in lines
        ]
    }
    upload = file("b.xlsx", saved(book_of(sheets)))
    assert upload.sheets == {"Årsblad": [*enumerate(lines, 1)]}
    [remark] = upload.remarks(["Årsblad"])
    assert 'läses som "Område" där det står "' in remark


def test_text_that_was_misread_is_read_as_it_was_among_text_that_is_right(file):
    upload = file("b.xlsx", saved(book_of({"Blad1": [["RÃ¥slÃ¤tt", "Österängen"]]})))
    assert upload.sheets == {"Blad1": [(1, ["Råslätt", "Österängen"])]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("R†sl„tt", '"R†sl„tt" kan vara "Råslätt"'),
        ("RŒslŠtt", '"RŒslŠtt" kan vara "Råslätt"'),
        ("R\ufffdsl\ufffdtt", "har tecken som har gått förlorade"),
    ],
)
def test_text_that_may_have_been_misread_is_told_and_not_read(file, text, told):
    upload = file("b.xlsx", saved(book_of({"Blad1": [["Österängen", "x"], ["y", text]]})))
    with pytest.raises(InvalidStore, match=told) as fault:
        upload.sheets  # noqa: B018 - reading it tells
    [problem] = fault.value.problems
    assert (problem.place, problem.row, problem.column) == ("b.xlsx Blad1", 2, "B")


@pytest.mark.parametrize(
    "text",
    ["Lund†", "Škoda", "„hej” och „då”", "Łódź", "5‰ → 4‰", "São Paulo", "Müller, Dušan", "½ «x»"],
)
def test_signs_from_elsewhere_are_not_taken_for_misread_ones(file, text):
    upload = file("b.xlsx", saved(book_of({"Blad1": [["Österängen", text]]})))
    assert upload.sheets == {"Blad1": [(1, ["Österängen", text])]}


def test_text_that_was_misread_before_a_csv_file_was_saved_is_read_as_it_was(file, bring):
    text = "Område;År;Folkmängd;Källa\nÃ„ngen;2019;7;statistik\n"
    planned = bring(file("folk.csv", text))
    assert [row["omrade_id"] for row in planned.changes["folkmangd"].new] == ["angen"]
    assert any("har sparats i fel teckenkodning" in note for note in planned.reading.notes)


def test_text_with_lost_letters_is_refused(file, bring):
    [problem] = bring(file("o.csv", "Namn;Typ;Kommunkod\nNorr\ufffdker;ort;9999\n")).problems
    assert problem.row == 2 and "har gått förlorade" in problem.message
