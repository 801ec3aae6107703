"""One area on one page: what is known, when things happened, and what is not known."""

import pytest

from lagesbild_data import area
from lagesbild_data.store import PUBLISHED, open_store


@pytest.fixture(scope="module")
def published():
    return open_store(PUBLISHED)


def test_key_figures_are_the_latest_known(published):
    index, people, listed, role = area.key_figures(published, "raslatt")
    assert (index.value, index.period, index.direction, index.verdict) == ("ej publicerat", "2023", "sänkt", "bättre")
    assert (people.value.replace("\u00a0", " "), people.period) == ("6 036", "2025")
    assert (listed.value, listed.period) == ("utsatt område", "2025")
    assert listed.detail.startswith("2023: utsatt område, 2021: utsatt område, 2015: på listan")
    assert (role.value, role.detail) == ("2024", "I underlaget: 2021–2024")


def test_what_is_not_known_is_a_gap_in_the_key_figures(published):
    values = [figure.value for figure in area.key_figures(published, "bankeryd")]
    assert values == ["ej publicerat", "ej publicerat", "inte sett på någon", "inget år i underlaget"]


def test_activities_have_their_latest_reported_follow_up(published):
    rows = area.activities(published, "oxnehaga").set_index("aktivitet")
    assert rows.loc["Trygg Trapp", "tertial"] == "tertial 3 2024"
    assert rows.loc["Fotpatruller i områdena", "tertial"] == "tertial 2 2020"
    assert "608" in rows.loc["Fotpatruller i områdena", "text"]
    assert rows["lofte"].iloc[0] == "Medborgarlöfte 2024"
    assert rows.loc["Trygg Trapp", "omraden"] == 1
    assert rows.loc["Medborgardialoger", "omraden"] == 5


def test_direction_is_measured_where_the_source_has_numbers_only(litet, put):
    put("indikatorvarden", 5, "riktning", "")
    store = open_store(litet)
    index = area.key_figures(store, "norrby")[0]
    assert (index.value, index.direction, index.verdict, index.detail) == (
        "3,10",
        "sänkt",
        "bättre",
        "Skala 0–6, lägre är bättre",
    )
    assert area.changes(store, "norrby")[0].text == "Problemindex i Norrby sjönk till 3,10 2023 mot mätningen före."


def test_timeline_holds_everything_dated_latest_first(published):
    rows = area.timeline(published, "raslatt")
    assert list(rows["ar"]) == sorted(rows["ar"], reverse=True)
    assert set(rows["slag"]) == {"mätning", "polisens lista", "prioriterat", "uppföljning", "händelse"}
    assert (rows["slag"] == "händelse").sum() == 4
    listed = rows[rows["slag"] == "polisens lista"]
    assert list(listed["ar"]) == [2025, 2023, 2021, 2015]
    assert rows["kalla_id"].notna().all()
    within = rows[rows["ar"] == 2024]["nar"].tolist()
    assert within.index("5 november 2024") < within.index("27 maj 2024") < within.index("25 februari 2024")


def test_follow_up_of_several_areas_is_not_told_as_one_areas(published):
    told = area.timeline(published, "centrum")["vad"]
    assert "Medborgardialoger (pågår, gäller 5 områden tillsammans). 7 dialoger hölls från 7/10 till 26/11." in set(
        told
    )
    own = area.timeline(published, "oxnehaga")["vad"]
    assert not own[own.str.startswith("Trygg Trapp")].str.contains("tillsammans").any()


def test_changes_tell_of_the_area_and_of_the_whole_kommun(published):
    texts = [finding.text for finding in area.changes(published, "huskvarna-soder")]
    assert texts[0] == "Problemindex i Huskvarna Söder steg 2023 mot mätningen före; talet är inte publicerat."
    assert any(text.startswith("Gäller hela kommunen: av ") for text in texts)


def test_open_questions_name_what_is_missing(published):
    questions = area.open_questions(published, "bankeryd", has_surface=False)
    assert questions == [
        "Problemindexets tal för 2023 är inte publicerat, bara riktningen.",
        "Hur många som svarade på enkäten i området är inte publicerat.",
        "Folkmängden är inte publicerad.",
        "Området är inte sett på någon av polisens listor. Det säger inte att det aldrig har stått där.",
        "Anmälda brott är inte publicerade för området, bara för hela kommunen.",
        "Området har ingen yta på kartan.",
    ]
    assert "Folkmängden är inte publicerad." not in area.open_questions(published, "raslatt", has_surface=True)


def test_area_of_which_nothing_is_known_has_an_empty_timeline(litet, add):
    add("omraden", "ny,Nytorp,bostadsområde,9999\n")
    store = open_store(litet)
    assert area.timeline(store, "ny").empty
    assert area.activities(store, "ny").empty
    assert area.open_questions(store, "ny", has_surface=True)[0] == "Problemindex är inte publicerat."
