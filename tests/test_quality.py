"""How complete and certain the data are said to be, counted by hand on the tiny store."""

import datetime as dt
import json

import pytest

from lagesbild_data.answers.catalogue import coverage, quality
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.location import PUBLISHED


def told(store, table: str, word: str) -> list[tuple[int, str]]:
    """Rows and text of the findings about a table that have a word."""
    found = quality.findings(store)
    return [
        (finding.rows, finding.text)
        for finding in found
        if finding.table == table and word in finding.text
    ]


@pytest.fixture
def change(litet, put):
    """Change one cell of the tiny store and open it."""

    def change(*cell):
        put(*cell)
        return opened_for(Reader(), litet)

    return change


@pytest.fixture
def extended(litet, add):
    """Add lines to tables of the tiny store and open it."""

    def extended(**lines: str):
        for table, text in lines.items():
            add(table, text)
        return opened_for(Reader(), litet)

    return extended


@pytest.fixture
def empty(tmp_path):
    (tmp_path / "tomt").mkdir()
    (tmp_path / "tomt" / "omraden.csv").write_text("omrade_id,namn,typ\n")
    return opened_for(Reader(), tmp_path / "tomt")


# Completeness


def test_completeness_has_every_table_area_and_year(store):
    frame = coverage.completeness(store)
    assert list(frame) == ["tabell", "omrade_id", "ar", "rader"]
    counts = {tuple(row[:3]): row[3] for row in frame.itertuples(index=False)}
    assert len(counts) == len(frame)
    by_table: dict[str, dict] = {}
    for (table, area, year), rows in counts.items():
        by_table.setdefault(table, {})[area, year] = rows
    both, stad = (2022, 2023), "exempelstad"
    assert by_table == {
        "omradesroller": {
            ("norrby", 2022): 1,
            ("akern", 2022): 1,
            ("norrby", 2023): 1,
            ("angen", 2023): 1,
        },
        "folkmangd": (
            {(stad, 2021): 1, ("akern", 2022): 1}
            | {(area, year): 1 for area in (stad, "norrby") for year in both}
        ),
        "klassningar": {("norrby", 2021): 1, ("norrby", 2023): 1, ("akern", 2023): 1},
        "indikatorvarden": {
            (stad, 2022): 3,
            (stad, 2023): 2,
            ("norrby", 2022): 1,
            ("norrby", 2023): 2,
            ("akern", 2023): 1,
            ("riket", 2023): 1,
        },
        "undersokningar": {(stad, year): 1 for year in both},
        "storningar": {("norrby", 2023): 2, ("akern", 2023): 1},
        "anmalda_brott": {(stad, 2022): 1, (stad, 2023): 6, (stad, 2024): 2, ("riket", 2023): 1},
        "brott_per_manad": {("norrby", 2024): 4},
        "aktiviteter": {
            (area, year): rows
            for area, rows in (("norrby", 2), ("akern", 2), (stad, 1))
            for year in both
        },
        "uppfoljningar": {("norrby", 2023): 4, ("akern", 2023): 4, (stad, 2023): 1},
        "utfall": {("norrby", 2023): 3},
        "handelser": {
            ("akern", 2022): 1,
            ("norrby", 2023): 2,
            ("akern", 2023): 1,
            ("angen", 2024): 1,
        },
    }
    assert list(dict.fromkeys(frame["tabell"])) == [name for name in BY_NAME if name in by_table]


def test_a_result_of_an_area_is_counted_there_alone(extended):
    store = extended(utfall="a-dialog,2023,1,Dialoger,exakt,3,dialoger,tertialet,angen,analys,\n")
    frame = coverage.completeness(store).query("tabell == 'utfall'")
    assert dict(zip(frame["omrade_id"], frame["rader"], strict=True)) == {"angen": 1, "norrby": 3}


def test_completeness_of_counts_has_no_count(local):
    frame = coverage.completeness(local).query("tabell == 'anmalda_brott' and omrade_id == 'akern'")
    assert frame[["ar", "rader"]].to_numpy().tolist() == [[2023, 5]]


def test_nothing_is_said_of_an_empty_store(empty):
    assert coverage.completeness(empty).empty
    assert quality.findings(empty) == []
    facts = coverage.table_facts(empty)
    assert set(facts["rader"]) == set(facts["kallor"]) == {0}
    assert facts["uppdaterad"].isna().all()


# Tables


def test_table_facts(store):
    facts = coverage.table_facts(store)
    assert list(facts.index) == list(BY_NAME)
    assert list(facts) == ["tabell", "rader", "kallor", "uppdaterad"]
    march, november = dt.date(2024, 3, 1), dt.date(2024, 11, 30)
    assert facts.loc["indikatorvarden"].tolist() == ["Indikatorvärden", 10, 2, november]
    assert facts.loc["uppfoljningar"].tolist() == ["Uppföljningar", 7, 1, march]
    assert facts.loc["kallor"].tolist() == ["Källor", 3, 3, november]
    assert facts.loc["loften"].tolist() == ["Medborgarlöften", 2, 1, None]
    assert facts.loc["omraden"].tolist() == ["Områden", 5, 0, None]


def test_a_later_change_in_the_program_counts(extended):
    efter = json.dumps({"folkmangd": {"nya": 2}}).replace('"', '""')
    store = extended(
        andringslogg=(
            '2,2024-03-02T10:00:00+00:00,Ann,uppfoljningar,"{}",,,\n'
            '3,2024-02-02T10:00:00+00:00,Ann,utfall,"{}",,,\n'
            f'4,2025-05-05T10:00:00+00:00,Ann,inläsning,"{{}}",,"{efter}",\n'
            '7,2024-06-01T10:00:00+00:00,Ann,folkmangd,"{}",,,\n'
            f'8,2025-01-05T10:00:00+00:00,Ann,inläsning,"{{}}",,"{efter}",\n'
            '5,i går,Ann,omraden,"{}",,,\n'
            '6,2025-05-05T10:00:00+00:00,Ann,inläsning,"{}",,inte JSON,\n'
        )
    )
    dates = coverage.table_facts(store)["uppdaterad"]
    assert dates["uppfoljningar"] == dt.date(2024, 3, 2)
    assert dates["utfall"] == dt.date(2024, 3, 1)  # the source is newer than the change
    assert dates["folkmangd"] == dt.date(2025, 5, 5)
    assert dates["omraden"] is None


# Findings


def test_findings_on_the_tiny_store(store):
    found = [(finding.table, finding.rows, finding.text) for finding in quality.findings(store)]
    assert found == [
        (
            "anmalda_brott",
            1,
            "1 av 10 rader i Anmälda brott har preliminära tal (2024), som kan ändras.",
        ),
        (
            "brott_per_manad",
            2,
            "2 av 4 rader i Anmälda brott per månad har preliminära tal (2024), som kan ändras.",
        ),
        (
            "anmalda_brott",
            1,
            (
                "1 av 10 rader i Anmälda brott har en bruten serie (2022) och kan inte säkert"
                " jämföras med åren före."
            ),
        ),
        ("brottstyper", 1, "Etiketten är inte kontrollerad för 1 av 3 brottstyper: Cykelstöld."),
        (
            "indikatorvarden",
            2,
            (
                "2 av 10 indikatorvärden säger bara riktningen, inte talet: Problemindex (1) och "
                "Skräp (1)."
            ),
        ),
        (
            "indikatorvarden",
            6,
            (
                "6 av 8 indikatorvärden med tal har varken antal svar eller standardfel; hur säkert"
                " talet är går inte att räkna ut."
            ),
        ),
        (
            "omradesroller",
            1,
            (
                "För 1 av 3 år som områden har varit prioriterade finns inget indikatorvärde om"
                " området: Åkern (2022)."
            ),
        ),
        (
            "uppfoljningar",
            4,
            (
                "4 av 6 tertial i löften med aktiviteter har ingen uppföljning: Medborgarlöfte"
                " 2022–2023 (2023: tertial 3) och Medborgarlöfte 2022–2023 (2022: tertial 1–3)."
            ),
        ),
        (
            "uppfoljningar",
            2,
            (
                "2 av 7 uppföljningar har en status som är utläst ur källans text enligt en skriven"
                " regel; källan säger den inte."
            ),
        ),
        ("omraden", 1, "1 av 4 kommuner och områden saknar folkmängd: Ängen."),
        ("handelser", 1, "1 av 6 dialoger och händelser saknar område."),
        ("kallor", 1, "1 av 3 källor saknar datum."),
        ("kallor", 2, "2 av 3 källor saknar uppgift om licens."),
        (
            "omradesroller",
            6,
            (
                "Rader med en anmärkning att läsa med uppgiften: Områdens roller per år (1),"
                " Indikatorvärden (1), Brottstyper (1), Anmälda brott (1), Utfall (1) och Dialoger"
                " och händelser (1)."
            ),
        ),
    ]


@pytest.mark.parametrize("column", ["antal_svar", "standardfel"])
def test_either_answers_or_standard_error_tells_of_chance(change, column):
    [(rows, _)] = told(change("indikatorvarden", 8, column, "3"), "indikatorvarden", "standardfel")
    assert rows == 5


def test_quarters_that_are_not_the_year(change):
    store = change("anmalda_brott", 5, "antal", "251")
    assert told(store, "anmalda_brott", "kvartal") == [
        (
            1,
            (
                "Fyra kvartal ger inte årets antal i 1 fall: Exempelstad 2023, Samtliga brott (990"
                " för året, 991 i kvartalen)."
            ),
        ),
    ]


def test_three_quarters_are_no_year(litet, store):
    path = litet / "anmalda_brott.csv"
    path.write_text("".join(line for line in path.open() if ",2023,4," not in line))
    assert told(opened_for(Reader(), litet), "anmalda_brott", "kvartal") == []


@pytest.mark.parametrize(("rate", "count"), [("9091", 0), ("9092", 0), ("9093", 1)])
def test_a_published_rate_may_differ_by_rounding(change, rate, count):
    found = told(change("anmalda_brott", 2, "per_100k", rate), "anmalda_brott", "kvot")
    assert [rows for rows, _ in found] == [1] * count
    assert all(
        "Exempelstad 2022, Samtliga brott (9\u00a0093 publicerat, 9\u00a0091 uträknat)" in text
        for _, text in found
    )


def test_nothing_is_worked_out_of_counts_below_kommun_level(local, litet, put):
    rows = len((litet / "anmalda_brott.csv").read_text().splitlines())
    put("anmalda_brott", rows, "antal", "31")  # Åkern's year, whose quarters are 27
    put("anmalda_brott", rows, "per_100k", "12345")
    assert told(opened_for(Reader(), litet), "anmalda_brott", "fall") == []


def test_years_missing_within_a_series(extended):
    store = extended(
        indikatorvarden="problemindex,norrby,2018,totalt,3,,,,,analys,\nproblemindex,akern,2021,totalt,3,,,,,analys,\n",
        brott_per_manad="norrby,2021,1,samtliga,9,nej,statistik\n",
    )
    assert told(store, "indikatorvarden", "år saknas") == [
        (
            4,
            (
                "4 år saknas mellan första och sista året i 2 serier av indikatorvärden:"
                " Problemindex – Norrby (2019–2021) och Problemindex – Åkern (2022)."
            ),
        ),
    ]
    assert told(store, "anmalda_brott", "år saknas") == [
        (
            2,
            (
                "2 år saknas mellan första och sista året i 1 serie av anmälda brott: Norrby"
                " (2022–2023)."
            ),
        ),
    ]


def test_targets_with_a_number_but_no_result(change):
    store = change("mal", 2, "matt", "Något annat")
    assert told(store, "mal", "utfall") == [(1, "1 av 1 mål med måltal saknar räknat utfall.")]


def test_follow_ups_with_nothing_reported(change):
    store = change("uppfoljningar", 2, "status", "ej rapporterad")
    assert told(store, "uppfoljningar", "ej rapporterad") == [
        (
            1,
            (
                "1 av 7 uppföljningar har status ej rapporterad: källan säger inget, vilket inte"
                " betyder att inget har hänt."
            ),
        ),
    ]


def test_tertials_to_come_are_not_missing(extended):
    store = extended(
        loften="nytt,Nytt löfte,2099,2099,,lofte\n", aktiviteter="ny,nytt,,1,Ny,,lofte\n"
    )
    [(rows, text)] = told(store, "uppfoljningar", "ingen uppföljning")
    assert (rows, text[:9]) == (4, "4 av 6 te")


def test_another_promise_followed_up_says_nothing_of_this_one(extended):
    store = extended(
        loften="annat,Annat löfte,2023,2023,,lofte\n", aktiviteter="b,annat,,1,Annat,,lofte\n"
    )
    [(rows, text)] = told(store, "uppfoljningar", "ingen uppföljning")
    assert rows == 7
    assert "Annat löfte (2023: tertial 1–3)" in text


def test_long_lists_are_cut(extended):
    store = extended(omraden="".join(f"o{number},Ort {number},ort,9999\n" for number in range(8)))
    [(rows, text)] = told(store, "omraden", "folkmängd")
    assert (rows, text) == (
        9,
        (
            "9 av 12 kommuner och områden saknar folkmängd: Ort 0, Ort 1, Ort 2, Ort 3, Ort 4, "
            "Ort 5 och 3 till."
        ),
    )


def test_years_that_wait_for_quarters_below_kommun_level_are_told(extended):
    quarters = [(2021, 4), (2022, 1), *((2023, quarter) for quarter in (1, 2, 3, 4))]
    lines = "".join(
        f"norrby,{year},{quarter},samtliga,60,nej,,,statistik,\n" for year, quarter in quarters
    )
    [(count, text)] = told(extended(anmalda_brott=lines), "anmalda_brott", "saknas")
    assert (count, text) == (
        2,
        (
            "Under 2021–2022 saknas kvartal för något område och någon brottstyp; då visas inga"
            " kvartal under kommunnivå i den kommunen, och utan det fjärde inte heller årets antal."
        ),
    )


def test_findings_on_the_published_store():
    store = opened_for(Reader(), PUBLISHED)
    assert told(store, "anmalda_brott", "kvot") == [
        (
            1,
            (
                "Publicerad kvot per 100 000 skiljer sig mer än 1 från antalet delat med årets"
                " medelfolkmängd i 1 fall: Jönköpings kommun 2024, Samtliga brott (10\u00a0394"
                " publicerat, 10\u00a0390 uträknat)."
            ),
        ),
    ]
    assert [rows for rows, _ in told(store, "mal", "utfall")] == [8]
    assert [rows for rows, _ in told(store, "uppfoljningar", "")] == [6, 10, 40]


def test_coverage_counts_rows_of_a_table_or_tables_with_any(store):
    people = coverage.coverage(store, Filter(("norrby", "angen"), ()), "folkmangd")
    assert people.to_dict("index") == {"norrby": {2022: 1, 2023: 1}}
    every = coverage.coverage(store, Filter(("norrby",), (2023,)))
    assert every.to_dict("index") == {"norrby": {2023: 9}}  # as many tables, however many rows each
    assert coverage.coverage(store, Filter((), (1999,))).empty


def test_last_change_is_a_swedish_day_and_any_text_may_stand_in_the_log(extended):
    store = extended(
        andringslogg=(
            '7,2031-06-30T23:30:00+00:00,Ann,inläsning,"{}",,"{""omraden"": {}}",\n'
            f'8,2031-06-30T23:30:00+00:00,Ann,inläsning,"{{}}",,{"[" * 100_000},\n'
        )
    )
    assert coverage.table_facts(store).loc["omraden", "uppdaterad"] == dt.date(2031, 7, 1)
