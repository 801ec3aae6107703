"""The published data against what the sources say."""

from collections import Counter

import pytest

from lagesbild_data.answers.dialogues import counts
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.words import change_text, value_text
from lagesbild_data.store.location import PUBLISHED, Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words import measures


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


@pytest.fixture(scope="module")
def rows():
    return rows_of(Location.parse(PUBLISHED))


@pytest.fixture(scope="module")
def crimes(rows):
    """Reported crimes of every kind taken together: (year, quarter or None) → row."""
    return {
        (row["ar"], row["kvartal"]): row
        for row in rows["anmalda_brott"]
        if row["brottstyp_id"] == "samtliga"
    }


def test_every_table_is_there_and_has_rows(rows):
    assert {path.stem for path in PUBLISHED.glob("*.csv")} == set(BY_NAME)
    assert [name for name in BY_NAME if not rows[name]] == [
        "storningar",
        "brott_per_manad",
        "agendapunkter",
        "namnval",
        "andringslogg",
    ]


@pytest.mark.parametrize(
    ("year", "promises"),
    [
        (2017, {"lofte-2017": 7}),
        (2018, {"lofte-2018": 11}),
        (2020, {"lofte-2020-otrygga-platser": 4, "lofte-2020-drogforsaljning": 7}),
        (2024, {"lofte-2024": 11}),
    ],
)
def test_activities_of_each_promise(rows, year, promises):
    of_year = {
        row["lofte_id"] for row in rows["loften"] if row["ar_fran"] <= year <= row["ar_till"]
    }
    assert (
        Counter(row["lofte_id"] for row in rows["aktiviteter"] if row["lofte_id"] in of_year)
        == promises
    )


def test_2018_has_5_and_6_activities(rows):
    focus = Counter(
        row["fokusomrade_id"] for row in rows["aktiviteter"] if row["lofte_id"] == "lofte-2018"
    )
    assert focus == {"f-2018-drogfri": 5, "f-2018-centrum": 6}


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_activity_has_a_cell_per_tertial(rows, year):
    cells = [
        (row["aktivitet_id"], row["tertial"]) for row in rows["uppfoljningar"] if row["ar"] == year
    ]
    assert len(cells) == 33
    assert Counter(tertial for _, tertial in cells) == {1: 11, 2: 11, 3: 11}


def test_26_dialogues_2024_in_three_tertials(published):
    found = counts.dialogues_by_tertial(published, Filter(), 2024)
    assert [(row.tertial, row.antal) for row in found] == [(1, 11), (2, 8), (3, 7)]


def test_counted_dialogues_agree_with_the_dated_ones(rows):
    counted = [
        row["varde"]
        for row in rows["utfall"]
        if row["matt"] == "Medborgardialoger" and row["ar"] == 2024
    ]
    assert counted == [11, 8, 7]


@pytest.mark.parametrize("year", range(2019, 2026))
def test_quarters_sum_to_the_year(crimes, year):
    assert (
        sum(crimes[year, quarter]["antal"] for quarter in (1, 2, 3, 4))
        == crimes[year, None]["antal"]
    )


@pytest.mark.parametrize("year", range(2015, 2026))
def test_published_rate_is_count_by_mean_population(crimes, rows, year):
    people = {
        row["ar"]: row["antal"]
        for row in rows["folkmangd"]
        if row["omrade_id"] == "jonkopings-kommun"
    }
    rate = measures.per_100k(
        crimes[year, None]["antal"], measures.mean_population(people[year - 1], people[year])
    )
    published = crimes[year, None]["per_100k"]
    assert (round(rate), published) == (
        (10_390, 10_394) if year == 2024 else (published, published)
    )


def test_preliminary_figures_are_those_of_2026(crimes):
    assert {time for time, row in crimes.items() if row["preliminar"]} == {(2026, 1), (2026, 2)}


def test_key_figures_of_the_default_view(published):
    figures = {figure.label: figure for figure in lagesbild(published, Filter()).key_figures}
    assert {label: value_text(figure.value) for label, figure in figures.items()} == {
        "Kommunens problemindex": "1,27",
        "Högst problemindex": "Österängen 1,81",
        "Svarsfrekvens": "55,3 %",
        "Aktiviteter": "11",
        "Hållna dialoger": "26",
        "Anmälda brott": "14\u00a0468",
    }
    assert (
        change_text(figures["Kommunens problemindex"].change)
        == "−0,15 mot 2022 · går inte att säga"
    )
    assert figures["Hållna dialoger"].detail == "tertial 1: 11 · tertial 2: 8 · tertial 3: 7"


@pytest.mark.parametrize("year", [None, *range(2014, 2027)])
def test_every_figure_and_finding_names_its_sources(published, rows, year):
    known = {row["kalla_id"] for row in rows["kallor"]}
    picture = lagesbild(published, Filter((), (year,) if year else ()))
    shown = [figure for figure in picture.key_figures if figure.is_known] + picture.findings
    assert all(part.kallor and set(part.kallor) <= known for part in shown)


def test_every_source_is_used(rows):
    used = {
        row.get("kalla_id")
        for table in rows.values()
        for row in table
        if table is not rows["kallor"]
    }
    assert {row["kalla_id"] for row in rows["kallor"]} <= used


def test_sources_lead_to_the_addresses_that_are_published(rows):
    known = {row["kalla_id"]: row["url"] for row in rows["kallor"] if row["url"]}
    assert known == {
        "hallbarometern": "https://hallbarometern.se",
        "jonkoping-kommunfakta": "https://jonkoping.se/kommunpolitik/kommunfakta",
        "jonkoping-nyhet-2024-11-12": "https://jonkoping.se",
        "citypopulation": "https://citypopulation.de",
        "tt-4261024": "https://via.tt.se/pressmeddelande/4261024",
        "medborgarlofte-2021-2022": "https://polisen.se",
        "jp-raslatt-2015": "https://jp.se/article/raslatt-brottslistas",
        "polisen-nyhet-2021-12": "https://polisen.se",
    }


def test_no_zero_stands_for_an_unknown_value(rows):
    assert [row for row in rows["indikatorvarden"] if row["varde"] == 0] == []


def test_unknown_index_of_an_area_is_a_direction_alone(rows):
    index = {
        row["omrade_id"]: (row["varde"], row["riktning"])
        for row in rows["indikatorvarden"]
        if row["indikator_id"] == "problemindex" and row["ar"] == 2023
    }
    assert index == {
        "jonkopings-kommun": (1.27, "sänkt"),
        "osterangen": (1.81, "sänkt"),
        "raslatt": (None, "sänkt"),
        "oxnehaga": (None, "sänkt"),
        "huskvarna-soder": (None, "höjt"),
        "ekhagen": (None, "höjt"),
        "bankeryd": (None, "höjt"),
    }
