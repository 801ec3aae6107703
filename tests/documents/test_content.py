"""What documents hold: the same answers as the pages, with what they rest on, and gaps as gaps."""

import datetime as dt

import pandas as pd
import pytest

from briefing.content import Basis, Chart, Charts, Choice, Findings, KeyFigures, Map, Point, Prose, Table, moved
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS, document
from lagesbild_data import promises, queries, situation
from lagesbild_data.filter import Filter
from lagesbild_data.situation import KeyFigure
from lagesbild_data.store import open_store

MADE = dt.date(2024, 5, 28)
ALL = Filter()


def made(store, *parts, filter=ALL, occasion="ssg", told=None, **choice):
    said = told if told is not None else []
    return document(store, Choice(occasion, filter, parts, **choice), MADE, lambda *step: said.append(step))


def blocks(store, part, kind, **choice):
    found = made(store, part, **choice).parts[0]
    assert found.name == PARTS[part].name
    return [block for block in found.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_occasions_have_their_parts_in_order_and_sources_last(published, occasion):
    parts = [part.name for part in made(published, occasion=occasion).parts]
    assert parts == [PARTS[key].name for key in OCCASIONS[occasion].parts]
    assert parts[-1] == "Källor och metod"


def test_chosen_parts_come_in_the_chosen_order_and_sources_still_last(published):
    parts = [part.name for part in made(published, "kallor", "brott", "lagesbild").parts]
    assert parts == ["Anmälda brott", "Lägesbild", "Källor och metod"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("filter", [Filter(), Filter((), (2015,)), Filter(("bankeryd",), (2023,))])
def test_every_figure_names_its_source(published, part, filter):
    for block in made(published, part, filter=filter).parts[0].blocks:
        if part != "kallor" and not isinstance(block, Prose):
            assert block.basis.kallor or ", 0 med publicerad uppgift" in block.basis.n, block.title


def test_every_part_can_be_made_of_a_store_with_nothing_in_it(litet):
    for path in litet.glob("*.csv"):
        if path.name not in ("omraden.csv", "kallor.csv"):
            path.unlink()
    for part in made(open_store(litet), *PARTS).parts:
        assert part.blocks, part.name


def test_filter_version_and_date_stand_in_the_document(published):
    whole = made(published, "brott", filter=Filter(("raslatt", "oxnehaga"), (2023,)))
    assert whole.facts == (
        "Urval: Råslätt och Öxnehaga · 2023", f"Dataversion: {published.version}", "Uttaget: 28 maj 2024",
    )  # fmt: skip


def test_one_invented_source_marks_the_whole_document(published, invented, put, litet):
    assert made(invented).mark == "Påhittade data"
    assert made(published).mark == ""
    for row in (2, 3, 4):
        put("kallor", row, "pahittad", "nej")
    assert made(open_store(litet)).mark == ""
    put("kallor", 4, "pahittad", "ja")
    assert made(open_store(litet)).mark == "Påhittade data"


def test_own_words_come_first_in_their_part(published):
    first = made(published, "brott", comments={"brott": "Se upp.\nAndra raden."}).parts[0].blocks[0]
    assert (first.title, first.paragraphs) == ("Kommentar", ("Se upp.", "Andra raden."))


def test_progress_names_the_part_being_made(published):
    told: list[tuple[str, int, int]] = []
    made(published, "brott", "karta", told=told)
    assert told == [("Anmälda brott", 0, 4), ("Karta", 1, 4), ("Källor och metod", 2, 4)]


def test_key_figures_and_findings_are_those_of_the_page(published):
    picture = situation.lagesbild(published, Filter((), (2023,)))
    [figures] = blocks(published, "lagesbild", KeyFigures, filter=Filter((), (2023,)))
    [findings] = blocks(published, "lagesbild", Findings, filter=Filter((), (2023,)))
    assert (list(figures.figures), list(findings.items)) == (picture.key_figures, picture.findings)


def test_caveats_follow_the_key_figures(published):
    [figures] = blocks(published, "lagesbild", KeyFigures)
    assert any(caveat.startswith("Högst problemindex: Högst av kommunens områden") for caveat in figures.basis.caveats)


def test_map_tells_what_it_shows_in_words_made_from_data(published):
    [drawn] = blocks(published, "karta", Map)
    assert drawn.title == "Problemindex 2023: sänkt i 3 områden och höjt i 3 områden"
    assert "Råslätt: ▼ sänkt" in drawn.drawing.alt


def test_table_under_the_map_says_which_areas_have_no_surface(published):
    [table] = blocks(published, "karta", Table)
    shown = {row[0]: row[table.headings.index("På kartan")] for row in table.rows}
    assert shown["Bankeryd"] == "yta saknas"
    assert shown["Råslätt"] == "ja"


def test_areas_without_surfaces_give_words_instead_of_a_map(invented):
    assert blocks(invented, "karta", Map) == []
    [said] = blocks(invented, "karta", Prose)
    assert said.paragraphs == ("Inget av de valda områdena har en yta att rita.",)


def test_matrix_has_sign_and_word_for_every_activity_and_tertial(published):
    table = next(t for t in blocks(published, "lofte", Table) if "Tertial 1 2024" in t.headings)
    assert table.title == "Medborgarlöfte 2024, tertial 3 2024: 1 försenad, 10 pågår"
    statuses = [row[table.headings.index("Tertial 3 2024")] for row in table.rows]
    assert sorted(statuses) == sorted(["⚠ försenad"] + ["▶ pågår"] * 10)
    assert table.basis.n == "11 aktiviteter, 33 uppföljningar"
    assert table.basis.caveats[0].startswith("24 av 33 statusar är lästa ur texten")


def test_targets_stand_against_results_with_the_rule_of_the_lights(published):
    filter = Filter((), (2021,))
    table = next(t for t in blocks(published, "lofte", Table, filter=filter) if "Måltal" in t.headings)
    assert len(table.rows) == len(promises.targets(published, "lofte-2021-2022", Filter()))
    lights = {row[table.headings.index("Läge")] for row in table.rows}
    assert lights <= {"– utfall ej publicerat", "– följs inte med tal"}
    assert table.basis.caveats[-1] == f"Ljusen: {promises.LIGHT_RULE}"


def test_follow_up_has_the_published_form(published, follow_ups):
    [table] = blocks(published, "aktiviteter", Table, occasion="tertial")
    assert table.headings == ["Aktivitet", "Tertial 1 2024", "Tertial 2 2024", "Tertial 3 2024"]
    by_cell = follow_ups.set_index(["aktivitet_id", "tertial"])
    activities = promises.activities(published, "lofte-2024", Filter())
    for row, activity in zip(table.rows, activities.itertuples(), strict=True):
        assert row[0].startswith(f"{activity.nummer}. {activity.aktivitet}\nAnsvarig: ")
        for tertial in (1, 2, 3):
            told = by_cell.loc[(activity.aktivitet_id, tertial)]
            assert row[tertial].endswith(f" {told['status']}\n{told['text']}")


def test_a_missing_follow_up_is_told_apart_from_an_empty_one(invented):
    [table] = blocks(invented, "aktiviteter", Table)
    assert table.rows[0][1] == "▶ pågår\nIngen text i källan."
    assert table.rows[3][2] == "· uppföljning saknas"


def test_promise_of_the_latest_chosen_year_is_told(published):
    names = [block.title for block in blocks(published, "lofte", Prose, filter=Filter((), (2018, 2020)))]
    assert names == [row.namn for row in promises.promises(published, Filter((), (2020,))).itertuples()]


def test_results_keep_the_sign_of_the_source(published):
    [charts] = blocks(published, "resultat", Charts)
    [patrols] = [chart for chart in charts.charts if chart.title == "Fotpatrulltillfällen"]
    assert [(p.label, p.value, p.shown) for p in patrols.points] == [
        ("T1 2020", 500, "> 500"),
        ("T2 2020", 608, "≥ 608"),
    ]


def test_index_of_areas_is_a_number_an_arrow_or_a_gap(published):
    [table] = blocks(published, "problemindex", Table)
    shown = {row[0]: row[1:3] for row in table.rows}
    assert shown["Österängen"] == ["1,81", "▼ sänkt (bättre)"]
    assert shown["Bankeryd"] == ["ej publicerat", "▲ höjt (sämre)"]


def test_crimes_are_those_of_the_query_and_preliminary_ones_are_marked(published):
    years, quarters = blocks(published, "brott", Charts)
    rows = queries.reported_crimes(published)
    assert [p.value for p in years.charts[0].points] == [row.antal for row in rows if row.kvartal is None]
    wanted = [(f"K{row.kvartal} {row.ar}", row.antal, row.preliminar) for row in rows if row.kvartal]
    assert [(p.label, p.value, p.preliminary) for p in quarters.charts[0].points] == wanted
    assert quarters.basis.caveats[-1] == "Streckade staplar är preliminära."


def test_nothing_newer_than_the_chosen_year_is_shown(published):
    [index] = blocks(published, "problemindex", Charts, filter=Filter((), (2022,)))
    assert [point.label for point in index.charts[0].points] == ["2022"]
    years, quarters = blocks(published, "brott", Charts, filter=Filter((), (2020,)))
    assert years.charts[0].points[-1].label == "2020"
    assert quarters.charts[0].points[-1].label == "K4 2020"


def test_year_without_crimes_is_a_gap(published):
    [said] = blocks(published, "brott", Prose, filter=Filter((), (2014,)))
    assert said.paragraphs == ("Anmälda brott är inte publicerade för de valda åren.",)


def test_sources_are_exactly_those_of_the_figures(published):
    whole = made(published, "brott", "problemindex")
    table = whole.parts[-1].blocks[0]
    used = {kalla for part in whole.parts[:-1] for block in part.blocks for kalla in block.basis.kallor}
    assert {row[0] for row in table.rows} == used == set(whole.method)
    reserved = queries.sources(published).set_index("titel")["forbehall"]
    assert all(row[-1] == reserved[row[0]] for row in table.rows)


@pytest.mark.parametrize(
    ("basis", "sentences"),
    [
        (Basis(), ()),
        (Basis(("A", "B")), ("Källa: A och B.",)),
        (Basis(("A",), "3 svar", ("Osäkert.",)), ("Källa: A.", "Underlag: 3 svar.", "Förbehåll: Osäkert.")),
    ],
)
def test_basis_in_sentences(basis, sentences):
    assert basis.sentences == sentences


def test_chart_is_told_in_words():
    chart = Chart("Brott", "antal", (Point("2023", 12, "12"), Point("2024", 9, "9", True)))
    assert chart.alt == "Stapeldiagram. Brott, antal. 2023: 12; 2024: 9 (preliminärt)."


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (KeyFigure("A", "1", "2023", "t"), ""),
        (KeyFigure("A", "1", "2023", "t", change="−0,15 mot 2022", direction="sänkt", verdict="bättre"),
         "▼ −0,15 mot 2022 (bättre)"),
        (KeyFigure("A", "1", "2023", "t", direction="höjt", verdict="sämre"), "▲ höjt (sämre)"),
    ],
)  # fmt: skip
def test_change_is_sign_and_words(figure, words):
    assert moved(figure) == words


def test_table_cells_are_swedish_and_gaps_are_words():
    frame = pd.DataFrame(
        {"A": pd.array([1234, None], dtype="Int64"), "B": [1.5, None], "C": [dt.date(2024, 5, 1), None]}
    )
    table = Table("T", Basis(), frame, {"B": "–"})
    assert table.rows == [["1234", "1,50", "1 maj 2024"], ["ej publicerat", "–", "ej publicerat"]]
    assert table.numeric == [True, True, False]


def test_crimes_are_told_with_their_chance_and_every_type(published):
    [told] = blocks(published, "brott", Findings)
    assert "Minskningen är inte ovanlig, den kan vara slump." in told.items[0].text
    assert "Nedgången 2025 är inte kontrollerad." in told.items[0].text
    [table] = blocks(published, "brott", Table)
    assert table.frame["Antal"].iloc[0] == 14468
    assert "– Övrigt inom Samtliga brott (uträknat)" in set(table.frame["Brottstyp"])


def test_quarters_are_those_of_the_chosen_year(published):
    [told] = blocks(published, "brott", Findings, filter=Filter((), (2024,)))
    assert "(kvartal 4 2024)" in told.items[1].text
