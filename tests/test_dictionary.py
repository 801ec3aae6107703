"""The data dictionary as readers see it."""

import pandas as pd
import pytest

from lagesbild_data.answers.catalogue import selection
from lagesbild_data.model import dictionary
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.public import reference

TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def readable(store, name: str, filter: Filter = Filter()) -> pd.DataFrame:  # noqa: B008 - frozen
    return dictionary.readable(
        selection.chosen_rows(store, name, filter), BY_NAME[name], reference.names(store)
    )


@TABLE
@pytest.mark.parametrize("areas", [(), ("finns-inte",)])
def test_every_table_is_readable_also_without_rows(store, table, areas):
    frame = readable(store, table.name, Filter(areas, (1999,) if areas else ()))
    assert list(frame.columns) == [column.label for column in table.columns]


@TABLE
def test_no_two_columns_have_the_same_heading(table):
    assert len({column.label for column in table.columns}) == len(table.columns)


def test_rows_have_names_words_and_whole_numbers(store):
    crimes = readable(store, "anmalda_brott", Filter((), (2024,)))
    assert crimes["Område"].to_list() == ["Exempelstad", "Exempelstad"]
    assert crimes["Brottstyp"].to_list() == ["Samtliga brott", "Samtliga brott"]
    assert crimes["Källa"].to_list() == ["Påhittad statistik, per kvartal"] * 2
    assert crimes["Preliminär"].to_list() == ["nej", "ja"]
    assert crimes["Kvartal"].to_list() == [1, 2]
    assert crimes["Per 100 000 invånare"].isna().all()
    assert str(readable(store, "anmalda_brott")["Kvartal"].dtype) == "Int64"


def test_missing_reference_stays_missing(store):
    places = readable(store, "handelser")["Område"]
    assert places.isna().to_list() == [False, False, True, False, False, False]
    assert places[0] == "Åkern"


def test_columns_are_explained():
    frame = dictionary.columns(BY_NAME["indikatorvarden"]).set_index("Kolumn")
    assert list(frame.index) == list(BY_NAME["indikatorvarden"].column_names)
    assert frame.loc["omrade_id", ["Krävs", "Tillåtet"]].to_list() == ["ja", "finns i Områden"]
    assert frame.loc["ar", ["Typ", "Tillåtet"]].to_list() == ["heltal", "1950–2100"]
    assert frame.loc["riktning", ["Krävs", "Tillåtet"]].to_list() == [
        "nej",
        "höjt, sänkt, oförändrat",
    ]
    assert frame.loc["antal_svar", ["Enhet", "Tillåtet"]].to_list() == ["svar", "minst 0"]
    assert frame.loc["varde", ["Rubrik", "Tillåtet", "Betydelse"]].to_list() == [
        "Värde",
        "",
        "Tomt när talet inte är publicerat.",
    ]


STAYS = "Rader för hela kommuner och riket och rader utan område står också med."


@pytest.mark.parametrize(
    ("used", "words"),
    [
        (Filter(("norrby",), (2023,)), STAYS),
        (Filter(("norrby",)), f"{STAYS} Tabellen går inte att välja efter år."),
        (Filter((), (2023,)), "Tabellen går inte att välja efter område."),
        (Filter(), "Tabellen går inte att välja efter område eller år."),
    ],
)
def test_extent_says_what_stays_and_what_is_left_out(used, words):
    assert dictionary.extent(Filter(("norrby",), (2023,)), used) == words


def test_extent_of_all_rows_is_nothing_to_speak_of():
    assert dictionary.extent(Filter(), Filter()) == ""


def test_sources_of_rows_are_counted(store):
    rows = reference.table_rows(store, "indikatorvarden")
    frame = dictionary.sources_of(rows, reference.sources(store))
    assert frame[["Källa", "Utgivare", "Licens", "Rader"]].to_numpy().tolist() == [
        ["Påhittad årsanalys", "Exempelstad", "CC0", 7],
        ["Påhittad statistik, per kvartal", "Exempelbyrån", "", 3],
    ]


def test_sources_of_no_rows_are_none(store):
    assert dictionary.sources_of(
        reference.table_rows(store, "folkmangd").head(0), reference.sources(store)
    ).empty


def test_markdown_has_every_table_and_column():
    text = dictionary.markdown()
    assert text.count("\n## ") == len(TABLES) + 2
    for table in (*TABLES, REPORTS):
        section = text.split(f"(`{table.name}`)")[1].split("\n## ")[0]
        assert [
            line.split(" | ")[0].strip("| ")
            for line in section.splitlines()
            if line.startswith("| ")
        ][1:] == list(table.column_names)
    assert all(line.count(" | ") == 6 for line in text.splitlines() if line.startswith("| "))
