"""Promises on the tiny store and on the published data: matrix, targets with their lights, lines,
summary, search."""

import pytest
import sqlalchemy as sa

from lagesbild_data.answers.promises import by_tertial, findings, follow_ups, promised, targets
from lagesbild_data.answers.promises import lines as promise_lines
from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.answers.promises.search import FollowUpIndex
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import words
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.words import swedish


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


def matrix(store, lofte_id, areas=(), only_source=False):
    return by_tertial.matrix(store, lofte_id, Filter(tuple(areas)), only_source)


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
def test_matrix_holds_every_activity_and_cell_of_the_sources(
    published, lofte_id, activities, cells
):
    table = matrix(published, lofte_id)
    assert (len(table.activities), len(table.cells)) == (activities, cells)


def test_statuses_of_the_third_tertial_2024_are_as_counted_by_hand(published):
    statuses = matrix(published, "lofte-2024").statuses((2024, 3))
    assert sorted(statuses) == ["försenad"] + ["pågår"] * 10


def test_empty_cell_of_the_source_is_not_reported(published):
    table = matrix(published, "lofte-2020-drogforsaljning")
    assert set(table.statuses((2020, 3))) == {"ej rapporterad"}


@pytest.fixture
def long_promise(litet, put, add):
    """Exempelstad with a promise of ten years, and follow-ups of an activity in each tertial of
    six."""
    put("loften", 3, "ar_till", "2031")
    (litet / "uppfoljningar.csv").write_text(
        "aktivitet_id,ar,tertial,status,text,status_grund,kalla_id\n"
    )
    for year in range(2022, 2028):
        add(
            "uppfoljningar",
            "".join(f"a-skola,{year},{tertial},pågår,,källa,lofte\n" for tertial in (1, 2, 3)),
        )
    return litet


def test_long_promise_is_read_four_years_at_a_time(long_promise):
    store = opened_for(Reader(), long_promise)
    table = matrix(store, "lofte-2022")
    assert (table.tertials[0], table.tertials[-1], len(table.tertials), table.older) == (
        (2024, 1),
        (2027, 3),
        12,
        6,
    )
    assert len(table.cells) == 12
    before = by_tertial.matrix(store, "lofte-2022", Filter(), False, (2023, 3))
    assert (before.tertials[0], before.tertials[-1], before.older) == ((2022, 1), (2023, 3), 0)
    assert by_tertial.tertials(store, "lofte-2022") == [*before.tertials, *table.tertials]


def test_very_long_follow_up_is_read_among_others_by_its_beginning():
    text = "Ord " * 2_000
    short = follow_ups.in_short(text)
    assert short.startswith("Ord Ord")
    assert short.endswith("Ord … (hela texten står på sidan Medborgarlöften)")
    assert len(short) < 1_600
    assert follow_ups.in_short("Kort.") == "Kort."


def test_only_the_source_hides_our_readings(published):
    shown = matrix(published, "lofte-2024", only_source=True).statuses((2024, 3))
    assert set(shown) <= {words.ONLY_SOURCE, "pågår", "försenad"}
    assert shown.count(words.ONLY_SOURCE) > 5


def test_chosen_area_keeps_the_activities_that_concern_it(published):
    names = set(matrix(published, "lofte-2024", ["centrum"]).activities["aktivitet"])
    assert names == {"Medborgardialoger"}


def test_years_narrow_the_promises(published):
    chosen = promised.promises(published, Filter(years=(2020, 2022)))
    assert list(chosen["lofte_id"]) == [
        "lofte-2021-2022",
        "lofte-2020-drogforsaljning",
        "lofte-2020-otrygga-platser",
    ]


def test_prioritised_areas_belong_to_their_year(published):
    assert promised.prioritised_that_year(published, "lofte-2021-2022") == {
        2021: ["Ekhagen", "Råslätt", "Österängen", "Öxnehaga"],
        2022: ["Ekhagen", "Råslätt", "Österängen", "Öxnehaga"],
    }


def target(store, lofte_id, matt):
    return next(
        result for result in targets.targets(store, lofte_id, Filter()) if result.matt == matt
    )


def test_target_reached(published):
    result = target(published, "lofte-2024", "Workshoppar i Trygg Trapp")
    assert (result.target, result.result, result.expected, result.remaining) == (
        "4 workshoppar",
        "5 workshoppar",
        4,
        0,
    )
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
    for result in targets.targets(published, "lofte-2021-2022", Filter()):
        assert result.result == ""
        assert result.expected is None
        assert result.light in ("utfall ej publicerat", "följs inte med tal")


class Row:
    """A counted result or target as a query gives it."""

    def __init__(self, **values):
        self.__dict__.update(
            {
                "avser": "tertialet",
                "jamforelse": "exakt",
                "enhet": "gånger",
                "ar": 2024,
                "tertial": 1,
            }
            | {
                "frekvens": None,
                "anmarkning": None,
                "kalla_id": "k",
                "matt": "M",
                "ar_fran": 2024,
                "ar_till": 2024,
            }
            | {"aktivitet_id": "a", "omrade_id": None}
            | values
        )


@pytest.mark.parametrize(
    ("results", "words"),
    [
        (
            [Row(varde=500, jamforelse="över"), Row(varde=608, jamforelse="minst")],
            "minst 1\u00a0108 gånger",
        ),
        ([Row(varde=40, jamforelse="cirka"), Row(varde=26, jamforelse="cirka")], "cirka 66 gånger"),
        ([Row(varde=3), Row(varde=4, avser="året hittills")], "4 gånger"),
        ([Row(varde=1), Row(varde=2, jamforelse="minst")], "minst 3 gånger"),
        (
            [Row(ar=2023, varde=3), Row(ar=2023, varde=9, avser="året hittills"), Row(varde=4)],
            "13 gånger",
        ),
        (
            [Row(varde=3, avser="året hittills", omrade_id=area) for area in ("norrby", "akern")],
            "6 gånger",
        ),
        (
            [Row(varde=3, avser="året hittills", aktivitet_id=activity) for activity in "ab"],
            "6 gånger",
        ),
        ([Row(varde=60, avser="året hittills", tertial=2), Row(varde=50, tertial=3)], "110 gånger"),
        ([Row(varde=0.7), Row(varde=0.1)], "0,8 gånger"),
    ],
)
def test_results_add_up_with_their_reservations(results, words):
    total, sign = targets._so_far(results, False)
    assert promise_results.counted_words(sign, total, "gånger") == words


@pytest.mark.parametrize(
    ("wanted", "unit", "results", "light"),
    [
        (9, "gånger", [Row(varde=3)], "i takt"),
        (9, "gånger", [Row(varde=2)], "efter"),
        (9, "gånger", [Row(varde=9)], "nått"),
        (20, "procent", [Row(varde=19)], "efter"),
        (20, "procent", [Row(varde=5), Row(varde=20, tertial=2)], "nått"),
        (9, "gånger", [Row(varde=9, jamforelse="högst", tertial=3)], "kan inte avgöras"),
        (9, "gånger", [Row(varde=8, jamforelse="högst", tertial=3)], "efter"),
        (9, "gånger", [Row(varde=2, jamforelse="minst")], "kan inte avgöras"),
        (9, "gånger", [Row(varde=9, jamforelse="cirka")], "nått"),
        (0.8, "gånger", [Row(varde=0.7), Row(varde=0.1)], "nått"),
        (20, "procent", [Row(varde=90, omrade_id="a"), Row(varde=10, omrade_id="b")], "efter"),
        (9, "gånger", [], "utfall ej publicerat"),
        (None, None, [], "följs inte med tal"),
    ],
)
def test_light_follows_the_written_rule(wanted, unit, results, light):
    row = Row(varde=wanted, enhet=unit, jamforelse="minst")
    assert targets._against_result(Row(), row, results, {"norrby": "Norrby"}).light == light


@pytest.mark.parametrize(
    ("counted", "tertial", "light"), [(9, 2, "i takt"), (10, 3, "nått"), (11, 1, "efter")]
)
def test_target_of_at_most_is_reached_when_the_time_is_up(counted, tertial, light):
    result = Row(varde=counted, tertial=tertial)
    assert (
        targets._against_result(Row(), Row(varde=10, jamforelse="högst"), [result], {}).light
        == light
    )


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
        (Row(enhet="minuter"), "a", set(), False),
    ],
)
def test_result_counts_towards_the_target_of_its_area_and_activity(result, activity, areas, counts):
    assert targets._counts(result, Row(aktivitet_id=activity), dict.fromkeys(areas, "")) == counts


@pytest.mark.parametrize(
    ("counted", "sign", "light"), [(100, "exakt", "i takt"), (100, "över", "nått")]
)
def test_target_of_more_than_is_not_reached_at_its_number(counted, sign, light):
    result = Row(varde=counted, jamforelse=sign)
    assert (
        targets._against_result(Row(), Row(varde=100, jamforelse="över"), [result], {}).light
        == light
    )


def test_shared_target_says_which_area_has_no_result():
    areas = {"norrby": "Norrby", "akern": "Åkern"}
    result = targets._against_result(Row(), Row(varde=9), [Row(varde=3, omrade_id="norrby")], areas)
    assert (result.result, result.note) == ("3 gånger", "Utfallet saknas för Åkern.")


def test_activities_are_grouped_by_each_area_and_by_who_is_responsible(published):
    table = matrix(published, "lofte-2024")
    by_area = dict(by_tertial.grouped(table, "omraden"))
    assert list(by_area) == sorted(by_area, key=swedish.sort_key)
    assert "a-2024-sup" in by_area["Råslätt"]
    assert "a-2024-sup" in by_area["Öxnehaga"]
    responsible = by_tertial.grouped(table, "ansvarig")
    assert sorted(activity for _, ids in responsible for activity in ids) == sorted(
        table.activities["aktivitet_id"]
    )
    assert [heading for heading, _ in by_tertial.grouped(table, "fokusomrade")] == [
        "Källan anger inget fokusområde"
    ]
    assert by_tertial.grouped(table, "nummer") == [("", list(table.activities["aktivitet_id"]))]


def test_lines_of_work_cross_promises(published):
    lines = promise_lines.lines(published)
    sig = lines[lines["linje"] == "Sociala insatsgrupper (SIG)"]
    assert list(sig["ar_fran"]) == [2017, 2018, 2020, 2024]
    assert lines["grund"].isin(["källa", "tolkning"]).all()
    assert lines["motivering"].str.len().gt(0).all()


def test_counted_results_over_time_keep_their_reservations(published):
    frame = promise_results.results_over_time(published, Filter())
    patrols = frame[frame["matt"] == "Fotpatrulltillfällen"]
    assert list(zip(patrols["jamforelse"], patrols["varde"], strict=True)) == [
        ("över", 500),
        ("minst", 608),
    ]


def test_results_that_count_other_areas_too_are_not_named_as_one_areas(published):
    def series(*areas):
        return [
            name
            for name, _ in promise_results.result_series(
                promise_results.results_over_time(published, Filter(areas))
            )
        ]

    assert "Medborgardialoger, inte uppdelat på område" in series("centrum")
    assert "Workshoppar i Trygg Trapp, Öxnehaga, sammanlagt under året" in series("oxnehaga")
    assert "Medborgardialoger" in series()


def read_aloud(store, lofte_id, areas=(), only_source=False):
    return [
        told(finding)
        for finding in findings.read_aloud(store, lofte_id, Filter(tuple(areas)), only_source)
    ]


def test_summary_can_be_read_aloud(published):
    assert read_aloud(published, "lofte-2024") == [
        "Av de 11 aktiviteterna är 1 försenad och 10 pågår (tertial 3 2024).",
        (
            "Försenad: ”Lagen om kommuners brottsförebyggande ansvar”. Det politiska beslutet om"
            " åtgärdsplanen flyttas till januari. Några förslag har ändå satts i gång."
        ),
        (
            "2 av 11 aktiviteter bytte status mellan tertial 2 och 3 2024: "
            "”Lagen om kommuners brottsförebyggande ansvar” från pågår till försenad och "
            "”Våld i nära relation och exploatering” från ej genomförd till pågår."
        ),
    ]


def test_summary_speaks_of_the_latest_tertial_that_most_have_reported(published):
    texts = read_aloud(published, "lofte-2020-drogforsaljning")
    assert texts[0].startswith("Öppen drogförsäljning: av de 7 aktiviteterna ")
    assert texts[0].endswith(" (tertial 2 2020).")
    assert texts[-1] == "För tertial 3 2020 saknar 7 av 7 aktiviteter rapport."


def test_summary_of_an_area_also_tells_of_the_whole_kommun(published):
    texts = read_aloud(published, "lofte-2024", ["raslatt"])
    assert texts[0] == "Båda aktiviteterna pågår (tertial 3 2024)."
    assert (
        texts[-1]
        == "Gäller hela kommunen: av de 8 aktiviteterna är 1 försenad och 7 pågår (tertial 3 2024)."
    )


def test_status_that_the_source_does_not_say_is_not_a_change(published):
    texts = read_aloud(published, "lofte-2024", only_source=True)
    assert not any("till sägs inte" in text for text in texts)
    assert "Ingen aktivitets status kan jämföras mellan tertial 2 och 3 2024." in texts


def test_promise_without_follow_up_says_that_it_is_not_here(published):
    assert read_aloud(published, "lofte-2018") == [
        "Löftet har 11 aktiviteter. Uppföljningen ingår inte i underlaget."
    ]


def test_targets_and_results_follow_the_chosen_areas(published):
    chosen = Filter(("raslatt",))
    names = {result.areas for result in targets.targets(published, "lofte-2021-2022", chosen)}
    assert names == {"Råslätt"}
    assert targets.targets(published, "lofte-2024", chosen) == []
    assert "Workshoppar i Trygg Trapp" not in set(
        promise_results.results_over_time(published, chosen)["matt"]
    )
    assert "Workshoppar i Trygg Trapp" in set(
        promise_results.results_over_time(published, Filter(("oxnehaga",)))["matt"]
    )


def test_follow_up_is_found_by_the_themes_of_its_events(published):
    hits, _ = FollowUpIndex(published).search("gängsnacket")
    assert {(hit.aktivitet_id, hit.tertial) for hit in hits} == {
        ("a-2024-dialoger", number) for number in (1, 2, 3)
    }


def test_follow_ups_without_text_come_last(published):
    texts = ["".join(hit.parts) for hit in FollowUpIndex(published).search("fotpatruller")[0]]
    assert texts[0]
    assert not texts[-1]


def test_every_published_follow_up_is_reachable_by_search(published):
    index = FollowUpIndex(published)
    names = dict(published.rows(sa.select(SQL_TABLES["aktiviteter"].c["aktivitet_id", "namn"])))
    for row in published.rows(sa.select(SQL_TABLES["uppfoljningar"])):
        words = [names[row.aktivitet_id], *([row.text] if row.text else [])]
        for text in words:
            found = [(hit.aktivitet_id, hit.ar, hit.tertial) for hit in index.search(text)[0]]
            assert (row.aktivitet_id, row.ar, row.tertial) in found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fotpatrull", True),
        ("FOTPATRULL", True),
        ("Öxnehaga", True),
        ("oxnehaga", False),
        ("över", True),
        ("idé", True),
        ("ide", True),
        ("", False),
        ('" NEAR *', False),
        ("finnsinteord", False),
    ],
)
def test_search_tells_swedish_letters_apart_and_survives_any_signs(published, words, found):
    assert bool(FollowUpIndex(published).search(words)[1]) == found


def test_hits_are_cut_where_they_match(published):
    hit = next(hit for hit in FollowUpIndex(published).search("608")[0] if "608" in hit.parts)
    assert hit.parts[1::2] == ("608",)
    assert "".join(hit.parts).startswith("Minst 608 fotpatruller")


def test_nothing_left_of_a_target_is_zero_in_words(open_page):
    page = " ".join(each.proto.body for each in open_page("pages/loften.py").get("html"))
    assert 'data-label="Återstår">0</td>' in page
