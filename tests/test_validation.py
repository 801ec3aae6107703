"""Every rule at the door, with the words that the owner of the file reads."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lagesbild_data.model.cells import parse
from lagesbild_data.model.checked import TextTable
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.validation import validate
from lagesbild_data.store import csv_folder
from lagesbild_data.words import swedish

LITET = Path(__file__).parent / "litet"
MOST = "0–1\u00a0000\u00a0000\u00a0000\u00a0000"
REFERENCES = [
    (table.name, column.name, column.references)
    for table in TABLES
    for column in table.columns
    if column.references
]


def test_the_tiny_store_has_no_faults_and_rows_in_every_table(faults, store):
    assert faults() == []
    assert {path.stem for path in csv_folder.csv_files(LITET)} == set(BY_NAME)
    assert all(table.rows for table in csv_folder.read_folder(LITET)[0])


THIS_YEAR = dt.date.today().year


def test_people_are_counted_only_in_years_that_have_ended(faults, put):
    put("folkmangd", 2, "ar", str(THIS_YEAR - 1))
    assert faults() == []
    put("folkmangd", 2, "ar", str(THIS_YEAR))
    [told] = faults()
    assert (
        told
        == f'folkmangd.csv rad 2, kolumn ar: "{THIS_YEAR}" är inte slut än; folkmängden räknas den'
        " 31 december, och en prognos är ingen folkmängd"
    )


@pytest.mark.parametrize(
    "table", ["indikatorvarden", "storningar", "anmalda_brott", "brott_per_manad"]
)
def test_nothing_is_measured_in_a_year_that_has_not_been(faults, put, table):
    put(table, 2, "ar", str(THIS_YEAR))
    assert not any("har inte varit" in told for told in faults())
    put(table, 2, "ar", str(THIS_YEAR + 1))
    assert (
        f'{table}.csv rad 2, kolumn ar: "{THIS_YEAR + 1}" har inte varit än; här står bara det som'
        " har räknats eller mätts, inga prognoser" in faults()
    )


@pytest.mark.parametrize(
    "text", ["12 15", "1 900 2 000", "15 00", "25\n30", "1\t900", "1\u2028900", "1 90"]
)
@pytest.mark.parametrize(("table", "column"), [("folkmangd", "antal"), ("utfall", "varde")])
def test_two_numbers_in_a_cell_are_not_one(table, column, text):
    with pytest.raises(ValueError, match=r"är inte ett (hel)?tal"):
        parse(BY_NAME[table].column(column), text)


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("folkmangd", "antal", "9800", 9800),
        ("folkmangd", "antal", "9 800", 9800),
        ("folkmangd", "antal", "9\u00a0800", 9800),
        ("folkmangd", "antal", "9\u202f800", 9800),
        ("folkmangd", "antal", "9\u2003800", 9800),
        ("utfall", "varde", "1 009\u00a0800,25", 1009800.25),
        ("folkmangd", "antal", "9800,0", 9800),
        ("folkmangd", "antal", "0", 0),
        ("handelser", "deltagare", "9007199254740993", 2**53 + 1),
        ("handelser", "deltagare", "9 223 372 036 854 775 807", 2**63 - 1),
        ("folkmangd", "ar", "2023.0", 2023),
        ("folkmangd", "ar", "2023,0", 2023),
        ("mal", "varde", "0,00001", 1e-05),
        ("folkmangd", "ar", "1950", 1950),
        ("folkmangd", "ar", "2100", 2100),
        ("indikatorer", "minimum", "-1,5", -1.5),
        ("indikatorer", "minimum", "\u22121.5", -1.5),
        ("indikatorer", "minimum", "+2", 2.0),
        ("kallor", "publicerad", "2024-02-29", dt.date(2024, 2, 29)),
        ("kallor", "publicerad", "  ", None),
        ("kallor", "titel", "  Årsanalys ", "Årsanalys"),
        ("handelser", "genomford", "ja", True),
        ("handelser", "genomford", "NEJ", False),
        ("handelser", "genomford", "1", True),
        ("handelser", "genomford", "false", False),
        ("handelser", "deltagare", "", None),
    ],
)
def test_cell_becomes_a_typed_value(table, column, text, value):
    assert parse(BY_NAME[table].column(column), text) == value


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "fault"),
    [
        ("omraden", 3, "namn", "", "omraden.csv rad 3, kolumn namn: får inte vara tom"),
        (
            "folkmangd",
            2,
            "kalla_id",
            " ",
            "folkmangd.csv rad 2, kolumn kalla_id: uppgiften saknar källa",
        ),
        (
            "anmalda_brott",
            4,
            "ar",
            "20x3",
            'anmalda_brott.csv rad 4, kolumn ar: "20x3" är inte ett årtal',
        ),
        (
            "anmalda_brott",
            4,
            "ar",
            "2023,5",
            'anmalda_brott.csv rad 4, kolumn ar: "2023,5" är inte ett årtal',
        ),
        (
            "folkmangd",
            2,
            "antal",
            "många",
            'folkmangd.csv rad 2, kolumn antal: "många" är inte ett heltal',
        ),
        (
            "folkmangd",
            2,
            "antal",
            "1,5",
            'folkmangd.csv rad 2, kolumn antal: "1,5" är inte ett heltal',
        ),
        (
            "folkmangd",
            2,
            "antal",
            "1.000",
            (
                'folkmangd.csv rad 2, kolumn antal: "1.000" är inte ett heltal; skriv tusental med'
                " mellanslag"
            ),
        ),
        (
            "folkmangd",
            2,
            "antal",
            "12,715,000",
            (
                'folkmangd.csv rad 2, kolumn antal: "12,715,000" är inte ett heltal; skriv tusental'
                " med mellanslag"
            ),
        ),
        (
            "folkmangd",
            2,
            "antal",
            "9223372036854775808",
            'folkmangd.csv rad 2, kolumn antal: "9223372036854775808" är ett för stort tal',
        ),
        *(
            (
                table,
                2,
                column,
                "1000000000001",
                (
                    f'{table}.csv rad 2, kolumn {column}: "1000000000001" är utanför det tillåtna:'
                    f" {MOST}"
                ),
            )
            for table, column in (
                ("folkmangd", "antal"),
                ("anmalda_brott", "antal"),
                ("brott_per_manad", "antal"),
                ("anmalda_brott", "per_100k"),
            )
        ),
        (
            "folkmangd",
            2,
            "antal",
            "9" * 5000,
            f'folkmangd.csv rad 2, kolumn antal: "{"9" * 299} … {"9" * 278}" är ett för stort tal',
        ),
        (
            "utfall",
            2,
            "varde",
            "9" * 400,
            f'utfall.csv rad 2, kolumn varde: "{"9" * 400}" är ett för stort tal',
        ),
        (
            "undersokningar",
            3,
            "svarsfrekvens",
            "hälften",
            'undersokningar.csv rad 3, kolumn svarsfrekvens: "hälften" är inte ett tal',
        ),
        (
            "undersokningar",
            3,
            "svarsfrekvens",
            "nan",
            'undersokningar.csv rad 3, kolumn svarsfrekvens: "nan" är inte ett tal',
        ),
        (
            "kallor",
            2,
            "publicerad",
            "2023-02-29",
            (
                'kallor.csv rad 2, kolumn publicerad: "2023-02-29" är inte ett datum i formen'
                " ÅÅÅÅ-MM-DD"
            ),
        ),
        (
            "kallor",
            2,
            "publicerad",
            "20240301",
            'kallor.csv rad 2, kolumn publicerad: "20240301" är inte ett datum i formen ÅÅÅÅ-MM-DD',
        ),
        (
            "handelser",
            4,
            "genomford",
            "kanske",
            'handelser.csv rad 4, kolumn genomford: "kanske" är inte ja eller nej',
        ),
        (
            "folkmangd",
            2,
            "ar",
            "1949",
            'folkmangd.csv rad 2, kolumn ar: "1949" är utanför det tillåtna: 1950–2100',
        ),
        (
            "folkmangd",
            2,
            "ar",
            "2101",
            'folkmangd.csv rad 2, kolumn ar: "2101" är utanför det tillåtna: 1950–2100',
        ),
        (
            "undersokningar",
            2,
            "utskick",
            "-1",
            'undersokningar.csv rad 2, kolumn utskick: "-1" är utanför det tillåtna: lägst 0',
        ),
        (
            "undersokningar",
            3,
            "svarsfrekvens",
            "100,5",
            (
                'undersokningar.csv rad 3, kolumn svarsfrekvens: "100,5" är utanför det tillåtna:'
                " 0–100"
            ),
        ),
        (
            "uppfoljningar",
            2,
            "tertial",
            "0",
            'uppfoljningar.csv rad 2, kolumn tertial: "0" är utanför det tillåtna: 1–3',
        ),
        (
            "omradesroller",
            5,
            "roll",
            "Prioriterat",
            (
                'omradesroller.csv rad 5, kolumn roll: "Prioriterat" är inte tillåtet; välj'
                " prioriterat eller jämförelse"
            ),
        ),
        (
            "mal",
            2,
            "jamforelse",
            "ungefär",
            (
                'mal.csv rad 2, kolumn jamforelse: "ungefär" är inte tillåtet; välj exakt, minst,'
                " cirka, över eller högst"
            ),
        ),
        (
            "folkmangd",
            3,
            "ar",
            "2021",
            'folkmangd.csv rad 3, kolumn omrade_id, ar: "exempelstad, 2021" finns redan på rad 2',
        ),
        (
            "anmalda_brott",
            3,
            "ar",
            "2022",
            (
                "anmalda_brott.csv rad 3, kolumn omrade_id, ar, kvartal, brottstyp_id: "
                '"exempelstad, 2022, (tom), samtliga" finns redan på rad 2'
            ),
        ),
        (
            "utfall",
            2,
            "omrade_id",
            "",
            (
                "utfall.csv rad 3, kolumn aktivitet_id, ar, tertial, matt, omrade_id: "
                '"a-patrull, 2023, 1, Fotpatruller, (tom)" finns redan på rad 2'
            ),
        ),
        (
            "uppfoljningar",
            2,
            "aktivitet_id",
            "a-patrul",
            'uppfoljningar.csv rad 2, kolumn aktivitet_id: "a-patrul" finns inte i aktiviteter',
        ),
        (
            "indikatorvarden",
            4,
            "varde",
            "6.5",
            'indikatorvarden.csv rad 4, kolumn varde: "6,5" är utanför skalan 0–6 för Problemindex',
        ),
        (
            "indikatorvarden",
            9,
            "varde",
            "-1",
            (
                'indikatorvarden.csv rad 9, kolumn varde: "-1" är utanför skalan 0–100 för Känner'
                " sig trygg ute"
            ),
        ),
        (
            "indikatorvarden",
            3,
            "riktning",
            "höjt",
            (
                'indikatorvarden.csv rad 3, kolumn riktning: "höjt" men värdet gick från 2,5 (2022)'
                " till 2,25"
            ),
        ),
        (
            "indikatorvarden",
            3,
            "varde",
            "2.5",
            (
                'indikatorvarden.csv rad 3, kolumn riktning: "sänkt" men värdet gick från 2,5'
                " (2022) till 2,5"
            ),
        ),
        (
            "indikatorvarden",
            9,
            "riktning",
            "oförändrat",
            (
                'indikatorvarden.csv rad 9, kolumn riktning: "oförändrat" men värdet gick från 70'
                " (2022) till 73"
            ),
        ),
        (
            "indikatorvarden",
            7,
            "riktning",
            "",
            "indikatorvarden.csv rad 7, kolumn varde: raden har varken värde eller riktning",
        ),
        (
            "handelser",
            3,
            "datum_till",
            "2023-04-29",
            'handelser.csv rad 3, kolumn datum_till: "2023-04-29" är före datum_fran "2023-04-30"',
        ),
        (
            "loften",
            2,
            "ar_till",
            "2019",
            'loften.csv rad 2, kolumn ar_till: "2019" är före ar_fran "2020"',
        ),
        (
            "uppfoljningar",
            2,
            "ar",
            "2024",
            'uppfoljningar.csv rad 2, kolumn ar: "2024" är utanför löftets tid 2022–2023',
        ),
        (
            "utfall",
            2,
            "ar",
            "2021",
            'utfall.csv rad 2, kolumn ar: "2021" är utanför löftets tid 2022–2023',
        ),
        (
            "aktiviteter",
            3,
            "namn",
            "Fotpatruller",
            'aktiviteter.csv rad 3, kolumn namn: "Fotpatruller" heter redan a-patrull',
        ),
        (
            "loften",
            3,
            "namn",
            "Medborgarlöfte 2020",
            'loften.csv rad 3, kolumn namn: "Medborgarlöfte 2020" heter redan lofte-2020',
        ),
        (
            "utfall",
            2,
            "varde",
            "1" + 15 * "0",
            'utfall.csv rad 2, kolumn varde: "1000000000000000" är ett för stort tal',
        ),
        (
            "omraden",
            5,
            "namn",
            "Norrby",
            'omraden.csv rad 5, kolumn namn: "Norrby" heter redan norrby',
        ),
        (
            "omraden",
            5,
            "typ",
            "kommun",
            'omraden.csv rad 5, kolumn kommunkod: "9999" har redan exempelstad',
        ),
        ("kallor", 1, "licens", "licenz", "kallor.csv rad 1, kolumn licenz: kolumnen är okänd"),
        ("kallor", 1, "licens", "", "kallor.csv rad 1, kolumn (utan rubrik): kolumnen är okänd"),
    ],
)
def test_one_wrong_cell_gives_one_fault_with_its_place(
    put, faults, table, row, column, text, fault
):
    put(table, row, column, text)
    assert faults() == [fault]


@pytest.mark.parametrize("maximum", ["3", "2,5"])
def test_scale_goes_from_its_minimum_upwards(put, faults, maximum):
    put("indikatorer", 4, "minimum", "3")
    put("indikatorer", 4, "maximum", maximum)
    assert faults() == [
        f'indikatorer.csv rad 4, kolumn maximum: "{maximum}" är inte större än minimum "3"'
    ]


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "fault"),
    [
        (
            "anmalda_brott",
            5,
            "kvartal",
            "5",
            'anmalda_brott.csv rad 5, kolumn kvartal: "5" är utanför det tillåtna: 1–4',
        ),
        (
            "indikatorvarden",
            4,
            "varde",
            "tre",
            'indikatorvarden.csv rad 4, kolumn varde: "tre" är inte ett tal',
        ),
        (
            "indikatorvarden",
            7,
            "riktning",
            "upp",
            (
                'indikatorvarden.csv rad 7, kolumn riktning: "upp" är inte tillåtet; välj höjt,'
                " sänkt eller oförändrat"
            ),
        ),
    ],
)
def test_mistyped_cell_is_not_taken_for_an_empty_one(put, faults, table, row, column, text, fault):
    put(table, row, column, text)
    assert faults() == [fault]


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_every_reference_must_lead_somewhere(put, faults, table, column, target):
    put(table, 2, column, "okänd")
    assert faults() == [f'{table}.csv rad 2, kolumn {column}: "okänd" finns inte i {target}']


def test_the_same_id_may_not_stand_twice(add, faults):
    add("parter", "polisen,Poliserna\n")
    assert faults() == ['parter.csv rad 4, kolumn part_id: "polisen" finns redan på rad 2']


def test_same_fault_on_several_rows_is_told_for_each(put, faults):
    for row in (2, 4):
        put("folkmangd", row, "antal", "många")
        put("folkmangd", row, "omrade_id", "xx")
    assert faults() == [
        f"folkmangd.csv rad {row}, kolumn {fault}"
        for row in (2, 4)
        for fault in ('antal: "många" är inte ett heltal', 'omrade_id: "xx" finns inte i omraden')
    ]


def test_types_of_crime_may_not_go_in_a_circle(put, faults):
    put("brottstyper", 3, "over_id", "cykelstold")
    assert faults() == [
        'brottstyper.csv rad 3, kolumn over_id: "cykelstold" leder tillbaka till stold',
        'brottstyper.csv rad 4, kolumn over_id: "stold" leder tillbaka till cykelstold',
    ]


def test_type_of_crime_under_a_circle_is_not_said_to_be_part_of_it(put, faults):
    put("brottstyper", 2, "over_id", "stold")
    assert faults() == [
        'brottstyper.csv rad 2, kolumn over_id: "stold" leder tillbaka till samtliga',
        'brottstyper.csv rad 3, kolumn over_id: "samtliga" leder tillbaka till stold',
    ]


def test_missing_required_column_is_said_once(put, faults):
    put("parter", 1, "namn", "name")
    assert faults() == [
        "parter.csv rad 1, kolumn name: kolumnen är okänd",
        "parter.csv rad 1, kolumn namn: kolumnen saknas",
    ]


def test_column_given_twice_is_said(put, faults):
    put("kallor", 1, "licens", "titel")
    assert faults() == ["kallor.csv rad 1, kolumn titel: kolumnen finns flera gånger"]


def test_missing_part_of_the_key_gives_no_repeated_rows(put, faults):
    put("folkmangd", 1, "ar", "år")
    assert faults() == [
        "folkmangd.csv rad 1, kolumn år: kolumnen är okänd",
        "folkmangd.csv rad 1, kolumn ar: kolumnen saknas",
    ]


@pytest.mark.parametrize(
    ("low", "high", "value", "bounds"),
    [("0", "", "-1", "lägst 0"), ("", "6", "6,5", "högst 6"), ("", "", "6,5", "")],
)
def test_scale_may_have_one_end(put, faults, low, high, value, bounds):
    put("indikatorer", 2, "minimum", low)
    put("indikatorer", 2, "maximum", high)
    put("indikatorvarden", 4, "varde", value)
    put("indikatorvarden", 5, "riktning", "")
    fault = (
        f'indikatorvarden.csv rad 4, kolumn varde: "{value}" är utanför skalan {bounds} för'
        " Problemindex"
    )
    assert faults() == ([fault] if bounds else [])


def test_nul_in_text_is_a_fault():
    with pytest.raises(ValueError, match="innehåller NUL-tecken"):
        parse(BY_NAME["parter"].column("namn"), "a\0b")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda folder: (folder / "kallor.csv").write_bytes(b"\x81"),
            'kallor.csv rad 1: "\ufffd" är inte',
        ),
        (
            lambda folder: (folder / "kallor.csv").rename(folder / "kalor.csv"),
            "kalor.csv: tabellen är okänd; menas",
        ),
        (
            lambda folder: (folder / "kallor.csv").open("a").write("ny\n"),
            "kallor.csv rad 5: 1 fält",
        ),
    ],
)
def test_references_to_what_could_not_be_read_are_not_said_to_be_missing(
    litet, put, faults, change, fault
):
    put("folkmangd", 2, "kalla_id", "ny")
    change(litet)
    put("folkmangd", 3, "omrade_id", "okänd")
    first, second = faults()
    assert first.startswith(fault)
    assert second == 'folkmangd.csv rad 3, kolumn omrade_id: "okänd" finns inte i omraden'


@pytest.mark.parametrize(("row", "text"), [(2, ""), (1, "id")])
def test_references_to_rows_without_a_key_are_not_said_to_be_missing(put, faults, row, text):
    put("parter", row, "part_id", text)
    assert {fault.split(" ")[0] for fault in faults()} == {"parter.csv"}


def test_optional_column_and_order_of_columns_are_free(litet, faults):
    (litet / "parter.csv").write_text(
        "namn,part_id\nPolisen,polisen\nKommunen,kommunen\n", encoding="utf-8"
    )
    (litet / "omradesroller.csv").write_text(
        "omrade_id,roll,ar,kalla_id\nnorrby,prioriterat,2023,lofte\n"
    )
    assert faults() == []


def test_missing_tables_are_empty_tables(litet, faults):
    (litet / "handelser.csv").unlink()
    assert faults() == []


@pytest.mark.parametrize(("row", "value"), [(4, "6"), (4, "6.0"), (9, "100"), (8, "0")])
def test_ends_of_the_scale_are_within_it(put, faults, row, value):
    put("indikatorvarden", row, "varde", value)
    assert faults() == []


def test_direction_without_the_year_before_is_believed(put, faults):
    put("indikatorvarden", 2, "ar", "2021")
    put("indikatorvarden", 3, "riktning", "höjt")
    assert faults() == []


def test_all_faults_come_at_once_in_the_order_of_tables_and_lines(put, add, faults):
    put("handelser", 4, "genomford", "kanske")
    put("folkmangd", 6, "antal", "-1")
    put("folkmangd", 2, "kalla_id", "okänd")
    put("folkmangd", 2, "antal", "x")
    put("omraden", 1, "kommunkod", "kod")
    add("parter", "ensam\n")
    assert faults() == [
        "parter.csv rad 4: 1 fält men rubriken har 2",
        "omraden.csv rad 1, kolumn kod: kolumnen är okänd",
        'folkmangd.csv rad 2, kolumn antal: "x" är inte ett heltal',
        'folkmangd.csv rad 2, kolumn kalla_id: "okänd" finns inte i kallor',
        (
            'folkmangd.csv rad 6, kolumn antal: "-1" är utanför det tillåtna:'
            " 0–1\u00a0000\u00a0000\u00a0000\u00a0000"
        ),
        'handelser.csv rad 4, kolumn genomford: "kanske" är inte ja eller nej',
    ]


def test_fault_after_a_cell_of_two_lines_has_the_right_line(put, faults):
    put("uppfoljningar", 4, "tertial", "4")
    assert faults() == ['uppfoljningar.csv rad 5, kolumn tertial: "4" är utanför det tillåtna: 1–3']


TINY = csv_folder.read_folder(LITET)[0]
CELLS = [(table.name, column) for table in TINY for column in range(len(table.header))]
TEXTS = st.one_of(
    st.text(),
    st.integers().map(str),
    st.floats().map(str),
    st.decimals().map(str),
    st.dates().map(str),
    st.from_regex(r"[+-]?[0-9]{1,400}([.,][0-9]+)?", fullmatch=True),
    st.sampled_from(
        [
            "ja",
            "nej",
            "totalt",
            "norrby",
            "exempelstad",
            "samtliga",
            "cykelstold",
            "analys",
            "a-ljus",
        ]
    ),
)


def changed(table: TextTable, column: int, row: int, text: str) -> TextTable:
    rows = [(line, list(fields)) for line, fields in table.rows]
    rows[row % len(rows)][1][column] = text
    return TextTable(table.name, table.place, table.header, rows)


@example(("folkmangd", 2), 0, "9" * 400)
@example(("utfall", 5), 0, "9" * 400)
@given(st.sampled_from(CELLS), st.integers(0, 9), TEXTS)
def test_any_text_in_any_cell_gives_rows_or_faults(cell, row, text):
    name, column = cell
    rows, problems = validate(
        [changed(table, column, row, text) if table.name == name else table for table in TINY]
    )
    assert {name: len(table) for name, table in rows.items()} == {
        table.name: len(table.rows) for table in TINY
    }
    assert all(str(problem).startswith(problem.place) and problem.row for problem in problems)


@given(st.lists(st.text(), max_size=12))
def test_any_heading_gives_rows_or_faults(header):
    _, problems = validate([TextTable("parter", "parter.csv", header, [(2, ["x"] * len(header))])])
    assert problems or {"part_id", "namn"} == set(header)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_or_a_fault(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "parter.csv"
    path.write_bytes(data)
    table, problems = csv_folder.read_table(path)
    assert table or problems
    validate([table] if table else [])


@pytest.mark.parametrize("sign", ["\ud800", "\uffff"])
def test_sign_that_no_document_can_hold_is_refused(sign):
    with pytest.raises(ValueError, match="innehåller styrtecken eller halva tecken"):
        parse(BY_NAME["kallor"].column("titel"), f"a{sign}b")
    assert (
        parse(BY_NAME["uppfoljningar"].column("text"), "rad 1\n\trad 2\r\n🚓")
        == "rad 1\n\trad 2\n🚓"
    )


@pytest.mark.parametrize(
    ("table", "column", "longest"),
    [
        ("uppfoljningar", "text", 10_000),
        ("handelser", "anmarkning", 2_000),
        ("kallor", "url", 2_000),
        ("omraden", "namn", 300),
        ("aktiviteter", "aktivitet_id", 300),
        ("andringslogg", "efter", 100_000),
    ],
)
def test_text_has_a_longest(table, column, longest):
    declared = BY_NAME[table].column(column)
    assert parse(declared, "å" * longest) == "å" * longest
    count, most = swedish.number(longest + 1), swedish.number(longest)
    with pytest.raises(ValueError, match=f'^"å{{40}}…" är {count} tecken; högst {most} får plats$'):
        parse(declared, "å" * (longest + 1))


def test_text_that_is_too_long_is_told_with_its_place(put, faults):
    put("aktiviteter", 3, "beskrivning", "a" * 12_345)
    assert faults() == [
        f'aktiviteter.csv rad 3, kolumn beskrivning: "{"a" * 40}…" är 12\u00a0345 tecken; högst'
        " 10\u00a0000 får plats"
    ]
