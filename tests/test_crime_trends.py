"""Reported crimes over time: series, rates, change against chance, and what is unusual."""

import pandas as pd
import pytest

from lagesbild_data.answers.crimes import by_type as crime_by_type
from lagesbild_data.answers.crimes import comparison, control, reported
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.answers.crimes.comparison import Compared
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Finding, Unusual
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import change_text
from lagesbild_data.store.location import PUBLISHED

JKPG = "jonkopings-kommun"


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


def series(store, step="ar", omrade_id=JKPG, brottstyp_id="samtliga"):
    return crime_series.series(
        reported.counts(store), reported.populations(store), omrade_id, brottstyp_id, step
    )


def kind(store, brottstyp_id="samtliga"):
    return next(kind for kind in reported.types(store) if kind.brottstyp_id == brottstyp_id)


def test_published_rates_are_shown_and_the_one_that_differs_is_told(published):
    frame = series(published)
    by_year = {period.year: row["per_100k"] for period, row in crime_series.records(frame)}
    assert by_year == {
        2015: 11243,
        2016: 11391,
        2017: 10600,
        2018: 9553,
        2019: 9072,
        2020: 9569,
        2021: 8633,
        2022: 9150,
        2023: 10555,
        2024: 10394,
        2025: 9782,
    }
    [finding] = comparison.rate_findings(frame)
    assert (
        told(finding)
        == "2024: publicerad kvot är 10\u00a0394; antal delat med årets medelfolkmängd ger"
        " 10\u00a0390."
    )


def test_rolling_quarters_end_where_the_year_does(published):
    rolled, years = series(published, "rullande"), series(published)
    assert rolled.index[0] == pd.Period("2019Q4")
    for year in range(2019, 2026):
        assert (
            rolled.loc[pd.Period(f"{year}Q4"), "antal"] == years.loc[pd.Period(str(year)), "antal"]
        )
    assert list(rolled["preliminar"][-3:]) == [False, True, True]


def test_index_starts_after_the_series_break(published):
    frame = series(published)
    assert crime_series.base(frame) == pd.Period("2016")
    assert frame.loc[pd.Period("2016"), "index_100"] == 100
    assert frame["tidsseriebrott"].sum() == 1


@pytest.mark.parametrize(
    ("step", "year", "text", "caveats"),
    [
        (
            "ar",
            2023,
            (
                "ökade från 13 207 (2022) till 15 372 (2023), +2 165 (+16,4 procent). Ökningen är"
                " större än slumpen brukar ge."
            ),
            [],
        ),
        (
            "ar",
            2016,
            (
                "ökade från 14 922 (2015) till 15 298 (2016), +376 (+2,5 procent). Ökningen bedöms"
                " inte: serien är bruten."
            ),
            ["2015: Serien har ett kvalitetsbrott 2015."],
        ),
        (
            "ar",
            2024,
            (
                "minskade från 15 372 (2023) till 15 263 (2024), −109 (−0,7 procent). Minskningen"
                " är inte större än serien brukar röra sig."
            ),
            ["Publicerad kvot är 10 394. Uträknad på antal och medelfolkmängd blir den 10 390."],
        ),
        (
            "kvartal",
            None,
            (
                "minskade från 3 855 (kvartal 2 2025) till 3 633 (kvartal 2 2026, preliminärt),"
                " −222 (−5,8 procent)."
            ),
            ["Preliminärt tal som kan ändras."],
        ),
        (
            "rullande",
            2020,
            (
                "ökade från 12 715 (fyra kvartal till och med kvartal 4 2019) till 13 564 (fyra"
                " kvartal till och med kvartal 4 2020), +849 (+6,7 procent)."
            ),
            [],
        ),
    ],
)
def test_change_is_told_with_its_chance(published, step, year, text, caveats):
    its = Compared.of(series(published, step), step, year)
    [finding] = comparison.findings(its, kind(published), "Jönköpings kommun")
    assert (
        told(finding).replace("\u00a0", " ")
        == f"Anmälda brott (Samtliga brott) i Jönköpings kommun {text}"
    )
    assert [caveat.text for caveat in finding.caveats] == caveats


def test_first_year_has_nothing_to_compare_with(published):
    its = Compared.of(series(published), "ar", 2015)
    [finding] = comparison.findings(its, kind(published), "Jönköpings kommun")
    assert (
        told(finding)
        == "2015 kan inte jämföras: antalet ett år före är inte publicerat, eller dolt."
    )


def test_small_counts_get_no_percentage(litet, put):
    for row, count in ((2, "12"), (3, "15")):
        put("anmalda_brott", row, "antal", count)
        put("anmalda_brott", row, "tidsseriebrott", "")
    store = opened_for(Reader(), litet)
    frame = series(store, omrade_id="exempelstad")
    [finding] = comparison.findings(Compared.of(frame, "ar", None), kind(store), "Exempelstad")
    assert "+3." in told(finding)
    assert "%" not in told(finding)
    assert told(finding).endswith("Ökningen bedöms inte: talen är för små.")


def test_earlier_count_of_zero_gives_no_percentage(litet, put, monkeypatch):
    monkeypatch.setenv("LAGESBILD_PROCENTBAS", "1")
    put("anmalda_brott", 2, "antal", "0")
    store = opened_for(Reader(), litet)
    frame = series(store, omrade_id="exempelstad")
    [finding] = comparison.findings(Compared.of(frame, "ar", None), kind(store), "Exempelstad")
    assert "+990." in told(finding)
    assert "%" not in told(finding)


def test_smallest_base_of_a_percentage_can_be_set(litet, put, monkeypatch):
    monkeypatch.setenv("LAGESBILD_PROCENTBAS", "10")
    for row, count in ((2, "12"), (3, "15")):
        put("anmalda_brott", row, "antal", count)
    store = opened_for(Reader(), litet)
    frame = series(store, omrade_id="exempelstad")
    [finding] = comparison.findings(Compared.of(frame, "ar", None), kind(store), "Exempelstad")
    assert "+3 (+25,0 procent)." in told(finding)


def test_unusual_quarters_are_told_in_words(published):
    chart = control.control(series(published, "kvartal"), Filter(), 2025)
    assert chart.until == pd.Period("2024Q4")
    assert (
        chart.headline()
        == "1 av 6 kvartal (kvartal 1 2025–kvartal 2 2026) ligger över det vanliga spannet"
    )
    words = [text.replace("\u00a0", " ") for text in chart.words()]
    assert words == [
        "Kvartal 1 2025 ligger över det vanliga spannet: 3 635, vanligt 2 684–3 617.",
        "Kvartal 1 2024 låg över det vanliga spannet: 3 810, vanligt 2 684–3 617.",
        "Kvartal 4 2023 låg över det vanliga spannet: 4 132, vanligt 3 055–4 117.",
        (
            "11 kvartal i rad ligger över mitten, kvartal 4 2022 till kvartal 2 2025: nivån kan ha"
            " ändrats."
        ),
    ]
    assert chart.table().texts[0] == [
        "kvartal 2 2026",
        *("3\u00a0633", "3\u00a0500", "2\u00a0983", "4\u00a0018", ""),
    ]


def test_run_that_ended_before_the_year_says_nothing_of_the_level_now(published):
    chart = control.control(series(published, "kvartal"), Filter(), 2026)
    assert "11 kvartal i rad låg över mitten, kvartal 4 2022 till kvartal 2 2025." in chart.words()
    assert chart.judged.are_quiet


def test_too_short_series_has_no_control_chart(store):
    assert control.control(series(store, "kvartal", "exempelstad"), Filter(), None) is None


def unusual(*judged, broken=False, chosen=()):
    """The answer for 2023 of these quarters after years of 100 and 104 a quarter in turn.

    Every season's mean is 102. The three ranges of 4 among 15 give the span 102 ± 2.66·0.8, or 99.9
    to 104.1. The years' sums are 400 and 416.
    """
    quarters = {year: [100 + 4 * (year % 2 == 0)] * 4 for year in range(2019, 2023)} | {
        2023: list(judged)
    }
    rows = [
        (year, quarter, count)
        for year, counts in quarters.items()
        for quarter, count in enumerate(counts, 1)
    ]
    rows += [(year, None, sum(counts)) for year, counts in quarters.items() if len(counts) == 4]
    numbers = pd.DataFrame(rows, columns=["ar", "kvartal", "antal"]).astype("Int64")
    counts = numbers.assign(
        omrade_id="a", brottstyp_id="b", dold=False, preliminar=False, kalla_id="k", anmarkning=""
    )
    counts["per_100k"] = pd.Series(pd.NA, counts.index, dtype="Int64")
    counts["tidsseriebrott"] = (counts["ar"] == 2023) & broken
    people = pd.DataFrame(columns=["omrade_id", "ar", "antal"])
    frames = (crime_series.series(counts, people, "a", "b", step) for step in comparison.JUDGED)
    return control.unusual(*frames, Filter((), chosen))


QUIET = (102, 103, 101, 104)


@pytest.mark.parametrize(
    ("judged", "more", "expected", "line"),
    [
        (
            QUIET,
            {},
            Unusual.NO,
            (
                "Året 2023 är inom det vanliga, och inget av 4 kvartal (kvartal 1–4 2023) ligger "
                "utanför det vanliga spannet."
            ),
        ),
        # 2·(√500 − √416) = 3.9 is more than 3
        (
            (125, 125, 125, 125),
            {},
            Unusual.YES,
            (
                "Ökningen 2023 är större än slumpen brukar ge, och 4 av 4 kvartal "
                "(kvartal 1–4 2023) ligger över det vanliga spannet."
            ),
        ),
        (
            (102, 103, 101, 106),
            {},
            Unusual.PARTLY,
            (
                "Året 2023 är inom det vanliga, men 1 av 4 kvartal (kvartal "
                "1–4 2023) ligger över det vanliga spannet."
            ),
        ),
        (
            (95, 103, 101, 106),
            {},
            Unusual.PARTLY,
            (
                "Året 2023 är inom det vanliga, men 2 av 4 kvartal (kvartal "
                "1–4 2023) ligger utanför det vanliga spannet."
            ),
        ),
        # the four of 2022 at 104 and these are eight above 102
        (
            (103, 103, 103, 103),
            {},
            Unusual.PARTLY,
            (
                "Året 2023 är inom det vanliga, men 8 kvartal i rad ligger över "
                "mitten: nivån kan ha ändrats."
            ),
        ),
        (QUIET, {"broken": True}, Unusual.UNKNOWN, "Ändringen 2023 bedöms inte: serien är bruten."),
        (QUIET, {"base": 417}, Unusual.UNKNOWN, "Ändringen 2023 bedöms inte: talen är för små."),
        (QUIET, {"base": 416}, Unusual.NO, None),
        (
            QUIET,
            {"chosen": (2019,)},
            Unusual.UNKNOWN,
            "Ändringen 2019 bedöms inte: året före är okänt.",
        ),
        (QUIET, {"chosen": (2018,)}, Unusual.UNKNOWN, "Inget helt år är publicerat för det valda."),
        (
            QUIET,
            {"chosen": (2020,)},
            Unusual.NO,
            "Året 2020 är inom det vanliga. Kvartalen är för få för att bedömas, eller dolda.",
        ),
    ],
)
def test_answer_follows_its_rule(monkeypatch, judged, more, expected, line):
    choice = dict(more)
    monkeypatch.setenv("LAGESBILD_PROCENTBAS", str(choice.pop("base", 20)))
    found = unusual(*judged, **choice)
    assert found.answer is expected
    assert line is None or told(Finding(found, "anmalda_brott", ())) == line


@pytest.mark.parametrize(
    ("year", "answer", "word"),
    [
        (2023, "Ja", "sämre"),
        (2019, "Ja", "bättre"),
        (2025, "Delvis", "ingen säker ändring"),
        (2016, "Går inte att säga", "går inte att säga"),
        (2026, "Går inte att säga", "går inte att säga"),
    ],
)
def test_start_page_takes_its_verdict_from_the_answer(published, year, answer, word):
    chosen = Filter((), (year,))
    figure = lagesbild(published, chosen).key_figures[5]
    assert change_text(figure.change).endswith(f" · {word}")
    years, quarters = (series(published, step) for step in comparison.JUDGED)
    assert control.unusual(years, quarters, chosen).answer.value == answer


def by_type(store, omrade_id, year, whole=True):
    counts, people = reported.counts(store), reported.populations(store)
    return crime_by_type.by_type(counts, people, reported.types(store), omrade_id, year, whole)


def test_table_by_type_holds_numbers_that_can_be_summed(published):
    table = by_type(published, JKPG, 2025).set_index("Brottstyp")
    total = table.loc["Samtliga brott"]
    assert list(total[["Antal", "Per 100 000", "Förändring", "Mot slumpen"]]) == [
        14468,
        9782,
        -795,
        "inte större än serien brukar röra sig",
    ]
    assert total["Förändring i procent"] == -5.2
    burglary = table.loc["– – Bostadsinbrott (etiketten är inte kontrollerad)"]
    assert burglary["Anmärkning"] == "Varken etiketten eller nedgången 2025 är kontrollerad."


def test_what_no_row_counts_is_a_row_of_its_own(published):
    table = by_type(published, JKPG, 2025).set_index("Brottstyp")
    rest = table.loc["– Övrigt inom Samtliga brott (uträknat)"]
    assert (rest["Antal"], rest["Förändring"]) == (5374, 688)
    assert (
        table.loc["– – Övrigt inom Stöld, rån m.m. (BrB 8 kap.) (uträknat)", "Antal"] == 2904 - 419
    )
    shown = table[table.index.str.count("– ") == 1]["Antal"]
    assert shown.sum() == 14468


def test_unchecked_falls_are_told_with_the_total(published):
    counts, kinds = reported.counts(published), reported.types(published)
    within = comparison.remarks_within(counts, kinds, kind(published), JKPG, 2025)
    assert [caveat.text for caveat in within] == [
        "Stöld, rån m.m. (BrB 8 kap.): Nedgången 2025 är inte kontrollerad.",
        "Bostadsinbrott: Varken etiketten eller nedgången 2025 är kontrollerad.",
    ]


def test_highest_and_lowest_leave_out_the_broken_year(published):
    burglary = kind(published, "narkotika-vapen")
    frame = series(published, brottstyp_id="narkotika-vapen")
    shown_as = crime_series.headline(frame, "ar", "antal", burglary, "Jönköpings kommun").replace(
        "\u00a0", " "
    )
    assert (
        shown_as
        == "Narkotika- och vapenbrott, Jönköpings kommun: högst 2025 (1 536) och lägst 2021 (1 214)"
    )


def test_small_quarter_hides_the_quarters_and_what_is_made_of_them(local):
    quarters = series(local, "kvartal", "akern")
    assert quarters["dold"].all()
    assert quarters["antal"].isna().all()
    assert series(local, "rullande", "akern")["antal"].isna().all()
    assert series(local, "ar", "akern")["antal"].tolist() == [27]
    assert control.control(quarters, Filter(), None) is None
    assert set(crime_series.table(quarters, "kvartal").frame["Anmärkning"]) == {"dolt"}


def test_hidden_year_hides_its_rate_too(local, monkeypatch):
    monkeypatch.setenv("LAGESBILD_TROSKEL", "100")
    strict = opened_for(Reader(), local.location.path)
    year = series(strict, omrade_id="akern").iloc[0]
    assert (year["dold"], pd.isna(year["antal"]), pd.isna(year["per_100k"])) == (True, True, True)
    row = by_type(strict, "akern", 2023, whole=False).iloc[0]
    assert row[["Antal", "Per 100 000", "Förändring", "Mot slumpen"]].isna().all()
    assert row["Anmärkning"] == "dolt"


def test_years_between_are_gaps(litet, add):
    add("anmalda_brott", "exempelstad,2019,,samtliga,800,nej,,,statistik,\n")
    frame = series(opened_for(Reader(), litet), omrade_id="exempelstad")
    assert [period.year for period in frame.index] == [2019, 2020, 2021, 2022, 2023]
    assert frame["antal"].isna().tolist() == [False, True, True, False, False]


def test_rates_of_several_areas_side_by_side(store):
    counts, people = reported.counts(store), reported.populations(store)
    frame = crime_series.rates(
        counts, people, {"exempelstad": "Exempelstad", "riket": "Riket"}, "samtliga"
    )
    assert set(frame["omrade"]) == {"Exempelstad", "Riket"}
    assert frame[frame["omrade"] == "Riket"]["per_100k"].tolist() == [14200]


@pytest.mark.parametrize("year", [None, 2023, 2024, 2025])
def test_card_of_the_page_says_what_the_card_of_the_start_page_says(published, year):
    chosen = Filter((), (year,) if year else ())
    start = lagesbild(published, chosen).key_figures[5].change
    [*_, card] = comparison.key_figures(Compared.of(series(published), "ar", year or 2025))
    assert card.label == "Förändring"
    assert (card.change.verdict, card.change.difference, card.change.against) == (
        start.verdict,
        start.difference,
        start.against,
    )


def test_quarter_beside_the_same_quarter_is_not_judged_by_itself(published):
    [*_, card] = comparison.key_figures(Compared.of(series(published, "kvartal"), "kvartal", 2025))
    assert change_text(card.change).endswith("· går inte att säga")
