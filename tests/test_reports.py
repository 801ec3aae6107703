"""Single reports become crimes per month as the folder is read: the sum, the zeros, the gaps and
every fault."""

import datetime as dt
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.public.reader import STEWARD, Reader, opened_for
from lagesbild_data.store import reports
from lagesbild_data.store.building import build
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words.problems import InvalidStore

NAME = "brottsanmalningar.csv"
HEADER = "omrade_id,datum,brottstyp_id,antal,preliminar,kalla_id\n"
ROLLED_UP = """\
akern,2023-11-30,cykelstold,,,statistik
akern,2023-11-01,stold,2,,statistik
norrby,2024-01-31,samtliga,1,ja,statistik
exempelstad,2024-01-01,stold,3,nej,statistik
riket,2024-01-01,stold,4,nej,statistik
"""


@pytest.fixture
def give(litet):
    """Put reports in the tiny store, in place of its crimes per month, and give the file."""

    def give(lines: str, header: str = HEADER) -> Path:
        (litet / "brott_per_manad.csv").unlink(missing_ok=True)
        (litet / NAME).write_text(header + lines, encoding="utf-8")
        return litet / NAME

    return give


@pytest.fixture
def cells(litet):
    """What the reports are counted into: (area, month, type) → number, whether preliminary,
    source."""

    def cells() -> dict[tuple, tuple]:
        rows = rows_of(Location.parse(litet))["brott_per_manad"]
        return {
            (row["omrade_id"], f"{row['ar']}-{row['manad']}", row["brottstyp_id"]): (
                row["antal"],
                row["preliminar"],
                row["kalla_id"],
            )
            for row in rows
        }

    return cells


def numbers(cells: dict[tuple, tuple], omrade_id: str, crime: str) -> dict[str, int]:
    return {
        month: antal
        for (area, month, kind), (antal, *_) in cells.items()
        if (area, kind) == (omrade_id, crime)
    }


def test_reports_count_in_broader_types_and_in_the_kommun(give, cells):
    give(ROLLED_UP)
    found = cells()
    assert numbers(found, "akern", "cykelstold") == {"2023-11": 1, "2023-12": 0, "2024-1": 0}
    assert numbers(found, "akern", "stold") == {"2023-11": 3, "2023-12": 0, "2024-1": 0}
    assert numbers(found, "akern", "samtliga") == {"2023-11": 3, "2023-12": 0, "2024-1": 0}
    assert numbers(found, "norrby", "samtliga") == {"2023-11": 0, "2023-12": 0, "2024-1": 1}
    assert numbers(found, "exempelstad", "stold") == {"2023-11": 3, "2023-12": 0, "2024-1": 3}
    assert numbers(found, "exempelstad", "samtliga") == {"2023-11": 3, "2023-12": 0, "2024-1": 4}
    assert numbers(found, "riket", "samtliga") == {"2023-11": 0, "2023-12": 0, "2024-1": 4}


def test_area_without_reports_is_a_gap_and_so_is_a_type_that_none_has(give, cells):
    give("akern,2023-11-30,stold,,,statistik\n")
    assert {area for area, *_ in cells()} == {"akern", "exempelstad"}
    assert {crime for *_, crime in cells()} == {"stold", "samtliga"}


def test_reports_of_an_area_in_no_known_kommun_are_refused(give, put, faults):
    put("omraden", 6, "kommunkod", "9998")
    give("akern,2023-11-30,stold,,,statistik\n")
    message = '"akern" har en kommunkod som ingen kommun i omraden har'
    assert faults() == [f"brottsanmalningar.csv, kolumn omrade_id: {message}"]


def test_riket_lies_in_no_kommun_also_when_a_kommun_has_no_code(give, put, cells):
    put("omraden", 3, "kommunkod", "")
    give("riket,2023-11-30,stold,,,statistik\n")
    assert {area for area, *_ in cells()} == {"riket"}


def test_month_is_preliminary_when_a_report_in_the_area_is(give, cells):
    give(
        "akern,2024-01-05,stold,,nej,statistik\n"
        "norrby,2024-01-05,stold,,nej,statistik\n"
        "norrby,2024-01-06,samtliga,,ja,statistik\n"
        "akern,2024-02-05,stold,,nej,statistik\n"
    )
    preliminary = {
        (area, month): is_so
        for (area, month, crime), (_, is_so, _) in cells().items()
        if crime == "stold"
    }
    assert preliminary == {
        ("akern", "2024-1"): False,
        ("norrby", "2024-1"): True,
        ("exempelstad", "2024-1"): True,
        ("akern", "2024-2"): False,
        ("norrby", "2024-2"): False,
        ("exempelstad", "2024-2"): False,
    }


def test_zero_rests_on_the_kommuns_reports_of_the_month_or_else_of_the_nearest_month_before(
    give, cells
):
    give(
        "akern,2024-01-05,stold,,,analys\n"
        "norrby,2024-02-05,stold,,ja,statistik\n"
        "akern,2024-04-05,stold,,,analys\n"
        "riket,2024-04-05,stold,,,lofte\n"
    )
    found = cells()
    assert [found["akern", f"2024-{month}", "stold"] for month in range(1, 5)] == [
        (1, False, "analys"),
        (0, True, "statistik"),
        (0, True, "statistik"),
        (1, False, "analys"),
    ]
    assert found["exempelstad", "2024-3", "stold"] == (0, True, "statistik")
    assert found["norrby", "2024-1", "stold"] == (0, False, "analys")
    assert found["riket", "2024-1", "stold"] == (0, False, "lofte")


def test_file_without_reports_says_nothing(give, cells):
    give("")
    assert cells() == {}


def test_crimes_per_month_may_stand_beside_reports_of_other_months(litet, cells):
    (litet / NAME).write_text(f"{HEADER}norrby,2024-03-01,stold,,,statistik\n")
    assert numbers(cells(), "norrby", "stold") == {"2024-1": 4, "2024-2": 0, "2024-3": 1}


def test_same_cell_in_both_files_is_a_fault(litet, faults):
    (litet / NAME).write_text(f"{HEADER}norrby,2024-02-29,stold,,,statistik\n")
    key = "kolumn omrade_id, ar, manad, brottstyp_id"
    assert faults() == [
        f'brott_per_manad.csv rad 4, {key}: "norrby, 2024, 2, samtliga" räknas också ur {NAME}',
        f'brott_per_manad.csv rad 5, {key}: "norrby, 2024, 2, stold" räknas också ur {NAME}',
    ]


def test_several_sources_of_a_month_are_a_fault_also_when_they_meet_in_the_kommun(give, faults):
    give(
        "akern,2024-02-01,stold,,,statistik\nnorrby,2024-02-09,stold,,,analys\nnorrby,2024-02-09,stold,,,lofte\n"
    )
    assert faults() == [
        f"{NAME}, kolumn kalla_id: {area} 2024-02 räknas ur flera källor: {sources}; en månad kan"
        " bara ha en"
        for area, sources in (
            ("exempelstad", '"analys", "lofte" och "statistik"'),
            ("norrby", '"analys" och "lofte"'),
        )
    ]


PLAIN = (
    HEADER + "akern,2023-11-30,cykelstold,,,statistik\nakern,2023-11-01,å-stöld,2,ja,statistik\n"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="utf-8"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="BOM"),
        pytest.param(PLAIN.encode("cp1252"), id="Windows-1252"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + PLAIN.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolon"),
        pytest.param(PLAIN.replace(",", ";").encode("cp1252"), id="semicolon in Windows-1252"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PLAIN.rstrip("\n").encode(), id="no last newline"),
        pytest.param(PLAIN.replace("akern", ' "akern" '.strip()).encode(), id="quotes"),
        pytest.param(
            PLAIN.replace("akern", " akern").replace("omrade_id", " omrade_id ").encode(),
            id="spaces",
        ),
        pytest.param(PLAIN.replace("\n", "\n\n").encode(), id="empty lines"),
        pytest.param((PLAIN + ",,,,,\n , ,,,,\n   \n").encode(), id="blank lines"),
        pytest.param(("\n\n" + PLAIN).encode(), id="blank first lines"),
        pytest.param(PLAIN.replace("2,ja", "2 ,JA").encode(), id="other ways to write a value"),
    ],
)
def test_every_usual_form_counts_the_same(litet, give, add, cells, data):
    add("brottstyper", "å-stöld,Stöld av å,stold,nej,\n")
    give("").write_bytes(data)
    assert {crime: antal for (area, _, crime), antal in cells().items() if area == "akern"} == {
        "samtliga": (3, True, "statistik"),
        "stold": (3, True, "statistik"),
        "cykelstold": (1, True, "statistik"),
        "å-stöld": (2, True, "statistik"),
    }


def test_columns_that_may_be_missing_mean_what_empty_ones_do(give, cells):
    give("statistik,akern,2024-01-01,stold\n" * 3, "kalla_id,omrade_id,datum,brottstyp_id\n")
    assert cells()["akern", "2024-1", "stold"] == (3, False, "statistik")


TOMORROW = dt.date.today() + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("xx,2024-01-01,stold,,,statistik", ' rad 3, kolumn omrade_id: "xx" finns inte i omraden'),
        (
            "akern,2024-01-01,xx,,,statistik",
            ' rad 3, kolumn brottstyp_id: "xx" finns inte i brottstyper',
        ),
        ("akern,2024-01-01,stold,,,xx", ' rad 3, kolumn kalla_id: "xx" finns inte i kallor'),
        ("akern,2024-01-01,stold,,,", " rad 3, kolumn kalla_id: uppgiften saknar källa"),
        (",2024-01-01,stold,,,statistik", " rad 3, kolumn omrade_id: får inte vara tom"),
        ("akern,,stold,,,statistik", " rad 3, kolumn datum: får inte vara tom"),
        (
            "akern,2024-02-30,stold,,,statistik",
            ' rad 3, kolumn datum: "2024-02-30" är inte ett datum i formen ÅÅÅÅ-MM-DD',
        ),
        (
            "akern,1949-12-31,stold,,,statistik",
            ' rad 3, kolumn datum: "1949-12-31" är utanför det tillåtna: 1950–2100',
        ),
        (
            f"akern,{TOMORROW},stold,,,statistik",
            f' rad 3, kolumn datum: "{TOMORROW}" har inte varit än',
        ),
        (
            "akern,2024-01-01,stold,-1,,statistik",
            ' rad 3, kolumn antal: "-1" är utanför det tillåtna: 0–1\u00a0000\u00a0000',
        ),
        (
            "akern,2024-01-01,stold,1000001,,statistik",
            ' rad 3, kolumn antal: "1000001" är utanför det tillåtna: 0–1\u00a0000\u00a0000',
        ),
        ("akern,2024-01-01,stold,1.5,,statistik", ' rad 3, kolumn antal: "1.5" är inte ett heltal'),
        (
            "akern,2024-01-01,stold,,kanske,statistik",
            ' rad 3, kolumn preliminar: "kanske" är inte ja eller nej',
        ),
        ("akern,2024-01-01,stold", " rad 3: 3 fält men rubriken har 6"),
        ("akern,2024-01-01,stold,,,statistik,x", " rad 3: 7 fält men rubriken har 6"),
        (
            "akern,2024-01-01,st\0old,,,statistik",
            " rad 3: innehåller NUL-tecken; filen är inte en CSV-fil",
        ),
        (
            'akern,2024-01-01,"stold,,,statistik',
            (
                " rad 3: går inte att läsa som CSV: ett citattecken som inleder ett fält avslutas"
                " aldrig"
            ),
        ),
    ],
)
def test_fault_is_told_with_line_column_value_and_what_is_allowed(give, faults, line, fault):
    give(f"akern,2024-01-01,stold,,,statistik\n{line}\n")
    assert faults() == [f"{NAME}{fault}"]


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        (
            "omrade_id,datum,brottstyp_id,antal,preliminar,tid\n",
            [
                f"{NAME} rad 1, kolumn tid: kolumnen är okänd",
                f"{NAME} rad 1, kolumn kalla_id: kolumnen saknas",
            ],
        ),
        (
            "omrade_id,datum,brottstyp_id,antal,kalla_id,kalla_id\n",
            [f"{NAME} rad 1, kolumn kalla_id: kolumnen finns flera gånger"],
        ),
    ],
)
def test_faulty_heading(give, faults, header, problems):
    give("akern,2024-01-01,stold,1,statistik,statistik\n", header)
    assert faults()[: len(problems)] == problems


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ": filen är tom; rubrikraden saknas"),
        (
            b"omrade_id\n\xc3\xa5\n\xe5\n",
            ' rad 3: "\ufffd" är inte text i UTF-8, som resten av filen',
        ),
        (
            b"omrade_id\n\x81\n",
            (
                ' rad 2: "\ufffd" är inte svensk text i UTF-8, Windows-1252, DOS (kodsida 850), Mac'
                " Roman"
            ),
        ),
    ],
)
def test_what_is_not_a_csv_file_is_said(give, faults, data, fault):
    give("").write_bytes(data)
    assert [told.removesuffix("; spara om filen som UTF-8") for told in faults()] == [
        f"{NAME}{fault}"
    ]


def test_unreadable_file_is_said(litet, faults):
    (litet / NAME).mkdir()
    assert faults() == [f"{NAME}: filen kan inte läsas (är en mapp)"]


def test_file_that_goes_away_meanwhile_is_said(tmp_path):
    summary, problems = reports.monthly(tmp_path / NAME, None)
    assert (summary, [str(problem) for problem in problems]) == (
        [],
        [f"{NAME}: filen kan inte läsas (finns inte)"],
    )


def test_the_first_faults_are_listed_and_the_rest_are_counted(give, faults):
    give("akern,2024-01-01,stold,,,statistik\n" + "xx,2024-01-01,stold,x,,statistik\n" * 1000)
    found = faults()
    assert len(found) == 21
    assert found[0] == f'{NAME} rad 3, kolumn omrade_id: "xx" finns inte i omraden'
    assert found[19] == f'{NAME} rad 12, kolumn antal: "x" är inte ett heltal'
    assert found[20] == f"{NAME}: och 1\u00a0980 fel till"


def test_faults_are_told_with_those_of_the_other_files_and_no_reference_is_blamed_for_them(
    give, put, faults
):
    put("omraden", 6, "omrade_id", "")
    give("akern,2024-01-01,stold,x,,statistik\n")
    assert [fault for fault in faults() if "omrade_id" in fault or NAME in fault] == [
        "omraden.csv rad 6, kolumn omrade_id: får inte vara tom",
        f'{NAME} rad 2, kolumn antal: "x" är inte ett heltal',
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("brottsanmalan.csv", f"; menas {NAME}?"), ("brottsanmalningar.CSV", f"; menas {NAME}?")],
)
def test_misspelt_name_is_said(litet, faults, name, hint):
    (litet / name).write_text(HEADER)
    assert faults() == [f"{name}: tabellen är okänd{hint}"]


@pytest.mark.parametrize("target", ["data.sqlite", "folder"])
def test_store_is_the_same_whether_from_reports_or_from_the_sum_of_them(
    litet, give, tmp_path, target
):
    give(ROLLED_UP)
    build(litet, tmp_path / target)
    assert (
        opened_for(Reader(STEWARD), tmp_path / target).version
        == opened_for(Reader(STEWARD), litet).version
    )
    assert [path.parent.name for path in tmp_path.rglob(NAME)] == ["litet"]
    if target == "folder":
        assert (tmp_path / target / "brott_per_manad.csv").read_text().splitlines()[1:3] == [
            "akern,2023,11,samtliga,3,nej,statistik",
            "akern,2023,11,stold,3,nej,statistik",
        ]


def test_no_database_holds_a_report(litet, give, tmp_path):
    give(ROLLED_UP)
    build(litet, tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as connection:
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert tables == {*SQL_TABLES, SURFACES.name}
    assert b"2023-11-30" not in (tmp_path / "data.sqlite").read_bytes()


def test_folder_with_reports_is_never_written_over(litet, give):
    file = give(ROLLED_UP)
    with pytest.raises(InvalidStore, match=f"{NAME} räknas bara samman och skrivs inte"):
        build(litet, litet)
    assert file.read_text() == HEADER + ROLLED_UP


def test_changed_reports_are_counted_anew(litet, give):
    asked = sa.select(sa.func.sum(SQL_TABLES["brott_per_manad"].c.antal))
    file = give("akern,2024-01-01,samtliga,1,,statistik\n")
    fingerprint = Location.parse(litet).fingerprint()
    assert opened_for(Reader(STEWARD), litet).rows(asked) == [(2,)]
    file.write_text(file.read_text().replace("samtliga,1", "samtliga,7"))
    assert opened_for(Reader(STEWARD), litet).rows(asked) == [(14,)]
    assert Location.parse(litet).fingerprint() != fingerprint


def test_progress_grows_and_ends_with_the_whole_file(litet, give):
    give("akern,2024-01-01,samtliga,1,,statistik\n" * 300_000)
    told: list[tuple[int, float]] = []
    rows_of(Location.parse(litet), lambda rows, part: told.append((rows, part)))
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == (300_000, 1)
    assert all(0 < part < 1 for _, part in told[:-1])


AREAS = {
    "akern": "exempelstad",
    "norrby": "exempelstad",
    "exempelstad": "exempelstad",
    "riket": "riket",
}
BROADER = {
    "cykelstold": ["cykelstold", "stold", "samtliga"],
    "stold": ["stold", "samtliga"],
    "samtliga": ["samtliga"],
}
REPORT = st.tuples(
    st.sampled_from(list(AREAS)),
    st.dates(dt.date(2022, 11, 1), dt.date(2023, 2, 28)),
    st.sampled_from(list(BROADER)),
    st.sampled_from(["", "0", "1", "7"]),
    st.sampled_from(["", "ja", "nej"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(REPORT, min_size=1, max_size=30))
def test_sum_is_that_of_a_naive_count(give, cells, found):
    give("".join(",".join([*map(str, report), "statistik"]) + "\n" for report in found))
    expected: Counter = Counter()
    preliminary = set()
    for area, day, crime, antal, is_preliminary in found:
        for place in {area, AREAS[area]}:
            if is_preliminary == "ja":
                preliminary.add((place, f"{day.year}-{day.month}"))
            for kind in BROADER[crime]:
                expected[place, f"{day.year}-{day.month}", kind] += int(antal or 1)
    answer = cells()
    assert {cell: antal for cell, (antal, *_) in answer.items() if antal} == {
        c: n for c, n in expected.items() if n
    }
    months = [day.year * 12 + day.month for _, day, *_ in found]
    areas = {place for area, *_ in found for place in (area, AREAS[area])}
    crimes = {kind for _, _, crime, *_ in found for kind in BROADER[crime]}
    assert len(answer) == len(areas) * (max(months) - min(months) + 1) * len(crimes)
    reported = {(place, month) for place, month, _ in expected}
    assert {
        cell[:2] for cell, (_, is_so, _) in answer.items() if is_so and cell[:2] in reported
    } == preliminary


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(REPORT, max_size=30), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
def test_file_that_has_to_be_read_slowly_counts_the_same(give, cells, found, encoding):
    file = give("".join(",".join([*map(str, report), "statistik"]) + "\n" for report in found))
    text = file.read_text(encoding="utf-8")
    file.write_bytes(text.encode(encoding))
    quick = cells()
    file.write_bytes((text + ",,,,,\n").encode(encoding))
    assert cells() == quick
