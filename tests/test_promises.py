"""Promises on the tiny store and on the published data: matrix, targets with their lights, lines, summary, search."""

import pytest
import sqlalchemy as sa

from lagesbild_data import promises, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.search import FollowUpIndex
from lagesbild_data.store import PUBLISHED, open_store


@pytest.fixture(scope="module")
def published():
    return open_store(PUBLISHED)


def matrix(store, lofte_id, areas=(), only_source=False):
    return promises.matrix(store, lofte_id, Filter(tuple(areas)), only_source)


@pytest.mark.parametrize(
    ("lofte_id", "activities", "cells"),
    [
        ("lofte-2024", 11, 33),
        ("lofte-2020-drogforsaljning", 7, 21),
        ("lofte-2020-otrygga-platser", 4, 12),
        ("lofte-2018", 11, 0),
        ("lofte-2017", 7, 0),
    ],
)
def test_matrix_holds_every_activity_and_cell_of_the_sources(published, lofte_id, activities, cells):
    table = matrix(published, lofte_id)
    assert (len(table.activities), len(table.cells)) == (activities, cells)


def test_statuses_of_the_third_tertial_2024_are_as_counted_by_hand(published):
    statuses = matrix(published, "lofte-2024").statuses((2024, 3))
    assert sorted(statuses) == ["försenad"] + ["pågår"] * 10


def test_empty_cell_of_the_source_is_not_reported(published):
    table = matrix(published, "lofte-2020-drogforsaljning")
    assert set(table.statuses((2020, 3))) == {"ej rapporterad"}


def test_only_the_source_hides_our_readings(published):
    shown = matrix(published, "lofte-2024", only_source=True).statuses((2024, 3))
    assert set(shown) <= {promises.ONLY_SOURCE, "pågår", "försenad"}
    assert shown.count(promises.ONLY_SOURCE) > 5


def test_chosen_area_keeps_the_activities_that_concern_it(published):
    names = set(matrix(published, "lofte-2024", ["centrum"]).activities["aktivitet"])
    assert names == {"Medborgardialoger"}


def test_years_narrow_the_promises(published):
    chosen = promises.promises(published, Filter(years=(2020, 2022)))
    assert list(chosen["lofte_id"]) == ["lofte-2021-2022", "lofte-2020-drogforsaljning", "lofte-2020-otrygga-platser"]


def test_prioritised_areas_belong_to_their_year(published):
    assert promises.prioritised_that_year(published, "lofte-2021-2022") == {
        2021: ["Ekhagen", "Råslätt", "Österängen", "Öxnehaga"],
        2022: ["Ekhagen", "Råslätt", "Österängen", "Öxnehaga"],
    }


def target(store, lofte_id, matt):
    return next(result for result in promises.targets(store, lofte_id) if result.matt == matt)


def test_target_reached(published):
    result = target(published, "lofte-2024", "Workshoppar i Trygg Trapp")
    assert (result.target, result.result, result.expected, result.remaining) == ("4 workshoppar", "5 workshoppar", 4, 0)
    assert (result.light, result.until) == ("nått", "tertial 3 2024")


def test_target_behind_is_measured_up_to_the_tertial_that_was_counted(published):
    result = target(published, "lofte-2020-otrygga-platser", "Gemensamma krogtillsyner")
    assert (result.result, result.until, result.light, result.remaining) == (
        "0 tillsyner",
        "tertial 2 2020",
        "efter",
        4,
    )
    assert result.expected == pytest.approx(4 * 2 / 3)


def test_unpublished_result_is_not_zero(published):
    for result in promises.targets(published, "lofte-2021-2022"):
        assert result.result == ""
        assert result.expected is None
        assert result.light in ("utfall ej publicerat", "följs inte med tal")


class Row:
    """A counted result or target as a query gives it."""

    def __init__(self, **values):
        self.__dict__.update(
            {"avser": "tertialet", "jamforelse": "exakt", "enhet": "gånger", "ar": 2024, "tertial": 1}
            | {"frekvens": None, "anmarkning": None, "kalla_id": "k", "matt": "M", "ar_fran": 2024, "ar_till": 2024}
            | {"aktivitet_id": "a", "omrade_id": None}
            | values
        )


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([Row(varde=500, jamforelse="över"), Row(varde=608, jamforelse="minst")], "minst 1108 gånger"),
        ([Row(varde=40, jamforelse="cirka"), Row(varde=26, jamforelse="cirka")], "cirka 66 gånger"),
        ([Row(varde=3), Row(varde=4, avser="året hittills")], "4 gånger"),
        ([Row(varde=1), Row(varde=2, jamforelse="minst")], "minst 3 gånger"),
        ([Row(ar=2023, varde=3), Row(ar=2023, varde=9, avser="året hittills"), Row(varde=4)], "13 gånger"),
        ([Row(varde=3, avser="året hittills", omrade_id=area) for area in ("norrby", "akern")], "6 gånger"),
    ],
)
def test_results_add_up_with_their_reservations(results, words):
    assert promises._so_far(results, False, "gånger")[1] == words


@pytest.mark.parametrize(
    ("wanted", "unit", "results", "light"),
    [
        (9, "gånger", [Row(varde=3)], "i takt"),
        (9, "gånger", [Row(varde=2)], "efter"),
        (9, "gånger", [Row(varde=9)], "nått"),
        (20, "procent", [Row(varde=19)], "efter"),
        (20, "procent", [Row(varde=5), Row(varde=20, tertial=2)], "nått"),
        (9, "gånger", [], "utfall ej publicerat"),
        (None, None, [], "följs inte med tal"),
    ],
)
def test_light_follows_the_written_rule(wanted, unit, results, light):
    row = Row(varde=wanted, enhet=unit, jamforelse="minst")
    assert promises._against_result(Row(), row, results, {"norrby": "Norrby"}).light == light


@pytest.mark.parametrize(("counted", "tertial", "light"), [(9, 2, "i takt"), (10, 3, "nått"), (11, 1, "efter")])
def test_target_of_at_most_is_reached_when_the_time_is_up(counted, tertial, light):
    result = Row(varde=counted, tertial=tertial)
    assert promises._against_result(Row(), Row(varde=10, jamforelse="högst"), [result], {}).light == light


@pytest.mark.parametrize(
    ("result", "activity", "areas", "counts"),
    [
        (Row(omrade_id="norrby"), None, {"norrby"}, True),
        (Row(omrade_id="akern"), None, {"norrby"}, False),
        (Row(), None, {"norrby"}, False),
        (Row(), None, set(), True),
        (Row(), "a", {"norrby"}, True),
        (Row(), "b", set(), False),
        (Row(matt="Annat"), "a", set(), False),
    ],
)
def test_result_counts_towards_the_target_of_its_area_and_activity(result, activity, areas, counts):
    assert promises._counts(result, Row(aktivitet_id=activity), dict.fromkeys(areas, "")) == counts


def test_shared_target_says_which_area_has_no_result():
    areas = {"norrby": "Norrby", "akern": "Åkern"}
    result = promises._against_result(Row(), Row(varde=9), [Row(varde=3, omrade_id="norrby")], areas)
    assert (result.result, result.note) == ("3 gånger", "Utfallet saknas för Åkern.")


def test_activities_are_grouped_by_each_area_and_by_who_is_responsible(published):
    table = matrix(published, "lofte-2024")
    by_area = dict(promises.grouped(table, "omraden"))
    assert list(by_area) == sorted(by_area, key=swedish.sort_key)
    assert "a-2024-sup" in by_area["Råslätt"]
    assert "a-2024-sup" in by_area["Öxnehaga"]
    responsible = promises.grouped(table, "ansvarig")
    assert sorted(activity for _, ids in responsible for activity in ids) == sorted(table.activities["aktivitet_id"])
    assert [heading for heading, _ in promises.grouped(table, "fokusomrade")] == ["Källan anger inget fokusområde"]
    assert promises.grouped(table, "nummer") == [("", list(table.activities["aktivitet_id"]))]


def test_lines_of_work_cross_promises(published):
    lines = promises.lines(published)
    sig = lines[lines["linje"] == "Sociala insatsgrupper (SIG)"]
    assert list(sig["ar_fran"]) == [2017, 2018, 2020, 2024]
    assert lines["grund"].isin(["källa", "tolkning"]).all()
    assert lines["motivering"].str.len().gt(0).all()


def test_counted_results_over_time_keep_their_reservations(published):
    frame = promises.results_over_time(published, Filter())
    patrols = frame[frame["matt"] == "Fotpatrulltillfällen"]
    assert list(zip(patrols["jamforelse"], patrols["varde"], strict=True)) == [("över", 500), ("minst", 608)]


def test_summary_can_be_read_aloud(published):
    texts = [finding.text for finding in promises.summary(matrix(published, "lofte-2024"))]
    assert texts == [
        "Källan knyter inte aktiviteterna till fokusområden. "
        "Av 11 aktiviteter är läget tertial 3 2024: 1 försenad, 10 pågår.",
        "Från tertial 2 2024 till tertial 3 2024 bytte 2 aktiviteter status: "
        "1 från pågår till försenad och 1 från ej genomförd till pågår.",
    ]


def test_missing_report_is_not_called_a_changed_status(published):
    texts = [finding.text for finding in promises.summary(matrix(published, "lofte-2020-drogforsaljning"))]
    assert texts[-1].endswith("bytte ingen aktivitet status. 7 saknar rapport för det senare tertialet.")


def test_promise_without_follow_up_says_so(published):
    [finding] = promises.summary(matrix(published, "lofte-2018"))
    assert finding.text == "Löftet har 11 aktiviteter. Ingen uppföljning är publicerad."


def test_every_published_follow_up_is_reachable_by_search(published):
    index = FollowUpIndex(published)
    names = dict(published.rows(sa.select(SQL_TABLES["aktiviteter"].c["aktivitet_id", "namn"])))
    for row in published.rows(sa.select(SQL_TABLES["uppfoljningar"])):
        words = [names[row.aktivitet_id], *([row.text] if row.text else [])]
        for text in words:
            found = [(hit.aktivitet_id, hit.ar, hit.tertial) for hit in index.search(text)]
            assert (row.aktivitet_id, row.ar, row.tertial) in found


@pytest.mark.parametrize(
    ("words", "found"),
    [("fotpatrull", True), ("FOTPATRULL", True), ("Öxnehaga", True), ("oxnehaga", False), ("över", True), ("idé", True),
     ("ide", True), ("", False), ('" NEAR *', False), ("finnsinteord", False)],
)  # fmt: skip
def test_search_tells_swedish_letters_apart_and_survives_any_signs(published, words, found):
    assert bool(FollowUpIndex(published).search(words)) == found


def test_hits_are_cut_where_they_match(published):
    hit = next(hit for hit in FollowUpIndex(published).search("608") if "608" in hit.parts)
    assert hit.parts[1::2] == ("608",)
    assert "".join(hit.parts).startswith("Minst 608 fotpatruller")
