"""Reading CSV as Swedish Excel and other programs write it."""

import pytest

from lagesbild_data.model.checked import TextTable
from lagesbild_data.store import csv_folder

_SAVE = "spara om filen som UTF-8"
_NOT_UTF8 = "inte text i UTF-8, som resten av filen"
_ENCODINGS = "UTF-8, Windows-1252, DOS (kodsida 850), Mac Roman"
HEADER = ["part_id", "namn"]
ROWS = [(2, ["polisen", "Polisen"]), (3, ["akern", "Åkerns vänner"])]
TEXT = "part_id,namn\npolisen,Polisen\nakern,Åkerns vänner\n"


def read(folder, data: bytes) -> tuple[TextTable | None, list[str]]:
    path = folder / "parter.csv"
    path.write_bytes(data)
    table, problems = csv_folder.read_table(path)
    return table, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="BOM"),
        pytest.param(TEXT.encode("cp1252"), id="Windows-1252"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16 with BOM"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(TEXT.replace(",", ";").encode(), id="semicolon"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.rstrip("\n").encode(), id="no last newline"),
        pytest.param(
            TEXT.replace("part_id,namn", ' part_id ,"namn"').encode(),
            id="spaces and quotes in heading",
        ),
    ],
)
def test_every_usual_form_reads_the_same(tmp_path, data):
    assert read(tmp_path, data) == (TextTable("parter", "parter.csv", HEADER, ROWS), [])


LONG = "x" * ((1 << 20) - len("part_id,namn\na,"))
"""Fills a file up to where its second piece is read."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("shift", range(-3, 4))
def test_letters_where_one_piece_of_a_large_file_meets_the_next(tmp_path, encoding, shift):
    name = (LONG[shift:] if shift > 0 else LONG + "x" * -shift) + "åäö–"
    table, problems = read(tmp_path, f"part_id,namn\na,{name}\n".encode(encoding))
    assert (table.rows, problems) == ([(2, ["a", name])], [])


@pytest.mark.parametrize("shift", range(3))
def test_byte_that_is_no_text_is_told_where_one_piece_of_a_large_file_meets_the_next(
    tmp_path, shift
):
    data = f"part_id,namn\na,{LONG[shift:-4]}\nÅst".encode()
    told = f'parter.csv rad 3: "Åst\ufffd" är inte text i UTF-8, som resten av filen; {_SAVE}'
    assert read(tmp_path, data + b"\xe5\n") == (None, [told])


def test_semicolon_leaves_decimal_comma_alone(tmp_path):
    table, _ = read(tmp_path, b"part_id;namn\nx;1,5\n")
    assert table.rows == [(2, ["x", "1,5"])]


def test_row_after_quoted_newlines_keeps_its_line_number(tmp_path):
    table, _ = read(tmp_path, b'part_id,namn\na,"one\ntwo\r\nthree"\nb,B\n')
    assert table.rows == [(2, ["a", "one\ntwo\nthree"]), (5, ["b", "B"])]


def test_doubled_quote_is_one_quote(tmp_path):
    table, _ = read(tmp_path, b'part_id,namn\na,"say ""hi"""\n')
    assert table.rows == [(2, ["a", 'say "hi"'])]


@pytest.mark.parametrize("blank", ["", "   ", ",,", ",", "  ,  ", ",,,,,", '"",""'])
def test_blank_line_is_no_row_but_counts_as_a_line(tmp_path, blank):
    table, problems = read(tmp_path, f"part_id,namn\n{blank}\na,A\n".encode())
    assert (table.rows, problems) == ([(3, ["a", "A"])], [])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "parter.csv: filen är tom; rubrikraden saknas"),
        (b"\n\n", "parter.csv: filen är tom; rubrikraden saknas"),
        (
            b"part_id,namn\na,A\nb,\0B\n",
            "parter.csv rad 3: innehåller NUL-tecken; filen är inte en CSV-fil",
        ),
        (
            b"part_id,namn\na,\x81\n",
            f'parter.csv rad 2: "\ufffd" är inte svensk text i {_ENCODINGS}; {_SAVE}',
        ),
        (
            "part_id,namn\na,Å".encode() + b"\xe5\n",
            f'parter.csv rad 2: "Å\ufffd" är {_NOT_UTF8}; {_SAVE}',
        ),
        (
            b"\xef\xbb\xbfpart_id\xe5,namn\n",
            f'parter.csv rad 1: "id\ufffd" är {_NOT_UTF8}; {_SAVE}',
        ),
        (
            "part_id,namn\na,Á–".encode() + b"\xe5\n",
            f'parter.csv rad 2: "Á–\ufffd" är {_NOT_UTF8}; {_SAVE}',
        ),
        (b"\xff\xfea", f"parter.csv: byte 3 är inte text i UTF-16; {_SAVE}"),
    ],
)
def test_what_is_not_a_csv_file_is_said_and_not_read(tmp_path, data, problem):
    assert read(tmp_path, data) == (None, [problem])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('b,"B', "ett citattecken som inleder ett fält avslutas aldrig"),
        (
            'b,"B"x',
            (
                "efter ett citattecken som avslutar ett fält står mer text; skriv citattecken i en"
                ' text som ""'
            ),
        ),
    ],
)
def test_broken_quotes_are_said(tmp_path, row, why):
    table, problems = read(tmp_path, f"part_id,namn\na,A\n{row}\n".encode())
    assert (table, problems) == (None, [f"parter.csv rad 3: går inte att läsa som CSV: {why}"])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf16_is_known_by_its_bom_or_by_its_letters(tmp_path, encoding):
    table, problems = read(tmp_path, "part_id,namn\na,Åkern\n".encode(encoding))
    assert (table.rows, problems) == ([(2, ["a", "Åkern"])], [])


@pytest.mark.parametrize(
    ("stated", "sign"), [("sep=;", ";"), ('"sep=,"', ","), ("\ufeffsep=\t", "\t")]
)
def test_line_that_states_the_delimiter_is_no_heading(tmp_path, stated, sign):
    table, problems = read(
        tmp_path,
        f"{stated}\r\npart_id{sign}namn\r\na{sign}A, B; C\r\n".replace(
            "A, B; C", '"A, B; C"'
        ).encode(),
    )
    assert (table.header, table.rows, problems) == (
        ["part_id", "namn"],
        [(3, ["a", "A, B; C"])],
        [],
    )


def test_rows_with_wrong_number_of_fields_are_said_and_the_others_read(tmp_path):
    table, problems = read(tmp_path, b"part_id,namn\na\nb,B\nc,C,more\n")
    assert table.rows == [(3, ["b", "B"])]
    assert problems == [
        "parter.csv rad 2: 1 fält men rubriken har 2",
        "parter.csv rad 4: 3 fält men rubriken har 2",
    ]


def test_unreadable_file_is_said(tmp_path):
    (tmp_path / "parter.csv").mkdir()
    table, problems = csv_folder.read_table(tmp_path / "parter.csv")
    assert table is None
    assert str(problems[0]) == "parter.csv: filen kan inte läsas (är en mapp)"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("handelse.csv", "handelse.csv: tabellen är okänd; menas handelser.csv?"),
        ("Omraden.csv", "Omraden.csv: tabellen är okänd; menas omraden.csv?"),
        ("xyz.csv", "xyz.csv: tabellen är okänd"),
    ],
)
def test_unknown_file_is_said_with_the_nearest_name(tmp_path, name, problem):
    (tmp_path / name).write_text("a,b\n")
    tables, problems = csv_folder.read_folder(tmp_path)
    assert (tables, [str(found) for found in problems]) == ([], [problem])


def test_folder_without_tables_is_said_and_other_files_are_left_alone(tmp_path):
    (tmp_path / "README.md").write_text("#")
    assert [str(problem) for problem in csv_folder.read_folder(tmp_path)[1]] == [
        f"{tmp_path}: mappen innehåller ingen av tabellerna, till exempel omraden.csv"
    ]


@pytest.mark.parametrize("text", ["one\r\ntwo", "one\rtwo"])
def test_break_of_a_line_is_one_sign(tmp_path, text):
    csv_folder.write_table(tmp_path / "parter.csv", HEADER, [["a", text], ["b", "B"]])
    table, _ = csv_folder.read_table(tmp_path / "parter.csv")
    assert table.rows == [(2, ["a", "one\ntwo"]), (4, ["b", "B"])]


@pytest.mark.parametrize("text", ["a,b", 'say "hi"', "one\ntwo", " space ", "åäö;", "'", ""])
def test_what_is_written_is_read_back(tmp_path, text):
    csv_folder.write_table(tmp_path / "parter.csv", HEADER, [["a", text], ["b", "B"]])
    table, problems = csv_folder.read_table(tmp_path / "parter.csv")
    assert ([fields for _, fields in table.rows], problems) == ([["a", text], ["b", "B"]], [])
