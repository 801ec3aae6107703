"""Tertials, counted by hand, the same in SQL as in Python, and the same in every room."""

import datetime as dt

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from briefing.blocks import Choice, Findings, Tabulated
from briefing.parts import PARTS, document
from lagesbild_data.answers.area import dialogues, promises
from lagesbild_data.answers.dialogues import counts as dialogue_counts
from lagesbild_data.answers.dialogues import key_figures
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.answer import (
    ActivitiesStand,
    DialoguesHeld,
    FollowUpsUntil,
    NoDialogue,
    ReportsMissing,
    Words,
)
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told

ALL, DIALOGUES = Filter(), "Hållna dialoger"


@pytest.mark.parametrize(
    ("first", "last", "precision", "tertial"),
    [
        ("2023-01-01", "2023-01-01", "dag", (2023, 1)),
        ("2023-04-30", "2023-05-01", "dag", (2023, 1)),
        ("2022-12-31", "2023-01-01", "dag", (2022, 3)),
        ("2023-05-01", "2023-08-31", "period", (2023, 2)),
        ("2023-04-30", "2023-05-01", "period", None),
        ("2022-09-01", "2023-09-30", "period", None),
        ("2023-09-01", "2023-11-30", "period", (2023, 3)),
    ],
)
def test_tertial_of_an_event(litet, put, first, last, precision, tertial):
    for column, text in (("datum_fran", first), ("datum_till", last), ("precision", precision)):
        put("handelser", 3, column, text)
    event = SQL_TABLES["handelser"].c
    of_row = sa.select(periods.event_year, periods.event_tertial).where(
        event.handelse_id == "h-tva-dagar"
    )
    [(year, number)] = opened_for(Reader(), litet).rows(of_row)
    assert (number and (year, number)) == tertial


@pytest.mark.parametrize(
    ("tertial", "possible"),
    [((2022, 3), False), ((2023, 1), True), ((2023, 2), True), ((2023, 3), False)],
)
def test_event_of_a_period_may_be_in_each_tertial_that_it_touches(tertial, possible):
    assert periods.may_be_in(dt.date(2023, 4, 30), dt.date(2023, 5, 1), tertial) is possible


@pytest.mark.parametrize(
    ("rows", "years", "found"),
    [
        ([(2023, 1, 4, 8), (2023, 2, 3, 8)], (), [(2023, 1)]),
        ([(2023, 1, 4, 8), (2023, 2, 3, 8)], (2023,), [(2023, 1)]),
        ([(2023, 3, 8, 8), (2024, 1, 1, 8)], (), [(2023, 3)]),
        ([(2023, 3, 8, 8), (2024, 1, 1, 8)], (2024,), [(2023, 3), (2024, 1)]),
        ([(2023, 3, 8, 8), (2024, 1, 8, 8)], (2023,), [(2023, 3)]),
        ([(2023, 1, 1, 8), (2023, 2, 1, 8)], (), [(2023, 2)]),
        ([(2023, 1, 0, 8)], (), []),
        ([(2023, 1, 8, 8)], (2024,), []),
    ],
)
def test_latest_tertial_is_the_latest_that_most_have_reported_in_the_chosen_years(
    rows, years, found
):
    assert periods.until_latest(rows, Filter((), years)) == found


def made(store, *parts, chosen=ALL):
    """A document's opening and blocks."""
    whole = document(store, Choice("ssg", chosen, parts), dt.date(2026, 1, 15), lambda *_: None)
    return [
        *([whole.opening] if whole.opening else []),
        *(block for part in whole.parts for block in part.blocks),
    ]


def values(blocks, kind):
    """The values of a kind in the blocks' findings."""
    return [
        item.values
        for block in blocks
        if isinstance(block, Findings)
        for item in block.items
        if isinstance(item.values, kind)
    ]


@pytest.mark.parametrize(
    ("years", "tertial"),
    [((), (2025, 1)), ((2024,), (2024, 3)), ((2023, 2024), (2024, 3)), ((2025,), (2025, 1))],
)
def test_every_room_speaks_of_the_same_tertial(exempelstad, years, tertial):
    store, chosen = opened_for(Reader(), exempelstad), Filter((), years)
    figure = next(
        each for each in lagesbild(store, chosen).key_figures if each.label == "Aktiviteter"
    )
    assert figure.period == f"{tertial[0]}, tertial {tertial[1]}"
    assert promises.latest_follow_up(store, years) == tertial
    blocks = made(store, "lagesbild", "lofte", "omrade", chosen=chosen)
    stands = values(blocks, ActivitiesStand)
    assert {each.tertial for each in stands if each.part == ""} == {tertial}
    titles = [
        block.title
        for block in blocks
        if isinstance(block, Tabulated) and "Tertial 3 2024" in block.table.headings
    ]
    assert titles[0].startswith(f"Medborgarlöfte 2024–2025, tertial {tertial[1]} {tertial[0]}: ")


def test_one_saved_follow_up_makes_no_tertial_the_latest(litet, add):
    add("uppfoljningar", "a-skola,2023,3,pågår,,källa,analys\n")
    store = opened_for(Reader(), litet)
    blocks = made(store, "lagesbild", "lofte")
    assert {each.tertial for each in values(blocks, ActivitiesStand)} == {(2023, 2)}
    assert [each.tertial for each in values(blocks, FollowUpsUntil)] == [(2023, 2)]
    assert {each.tertial for each in values(blocks, ReportsMissing)} == {(2023, 3)}
    assert any(
        block.title.startswith("Medborgarlöfte 2022–2023, tertial 2 2023: ") for block in blocks
    )
    assert promises.latest_follow_up(store) == (2023, 2)


def test_promise_without_follow_up_in_the_chosen_years_says_so(store):
    [found] = [
        told(item)
        for block in made(store, "lofte", chosen=Filter((), (2022,)))
        if isinstance(block, Findings)
        for item in block.items
        if item.table == "aktiviteter"
    ]
    assert found == "Löftet har 4 aktiviteter. Ingen uppföljning är publicerad för de valda åren."


@pytest.mark.parametrize(("year", "counts"), [(2025, "1 · 2 · 5"), (2023, None), (2019, None)])
def test_dialogues_of_a_tertial_are_the_same_number_in_every_room(
    open_page, exempelstad, year, counts
):
    store, chosen = opened_for(Reader(), exempelstad), Filter((), (year,))
    picture = lagesbild(store, chosen)
    figure = next(each for each in picture.key_figures if each.label == DIALOGUES)
    on_start = {
        int(part[8:9]): int(part.rpartition(" ")[2])
        for part in figure.detail.split(" · ")
        if "okänt" not in part
    }
    of_page = key_figures.key_figures(store, EventFilter((), (year,)))
    assert of_page[0].value == figure.value
    assert of_page[2].value == Words(
        " · ".join(str(on_start.get(tertial, "–")) for tertial in (1, 2, 3))
    )
    assert counts is None or of_page[2].value.text == counts
    held = [
        finding.values for finding in picture.findings if isinstance(finding.values, DialoguesHeld)
    ]
    told_of = [
        (each.tertial[1], each.held)
        for each in (*held, *values(made(store, *PARTS, chosen=chosen), DialoguesHeld))
    ]
    assert told_of == [] or set(told_of) == {(max(on_start), on_start[max(on_start)])}
    per_area = picture.areas["dialoger"].sum()
    unplaced = sum(
        row.utan_omrade for row in dialogue_counts.dialogues_by_tertial(store, Filter(), year)
    )
    assert per_area + unplaced == figure.value.value
    assert (
        dialogue_counts.held_by_area(store, EventFilter((), (year,), ("medborgardialog",)))[
            "antal"
        ].sum()
        == per_area
    )
    text = " ".join(
        element.proto.body for element in start(open_page, exempelstad, year).get("html")
    )
    assert figure.detail in text


def start(open_page, folder, year: int) -> AppTest:
    return open_page("pages/lagesbild.py", folder, ar=[str(year)])


def test_area_without_a_dialogue_in_the_tertial_is_told_beside_all_of_the_tertials_dialogues(
    litet, put
):
    for row in (2, 3):
        put("handelser", row, "genomford", "nej")
    put("handelser", 5, "omrade_id", "")
    put("handelser", 6, "genomford", "ja")
    found = [
        item.values for item in dialogues.dialogue_findings(opened_for(Reader(), litet), "akern")
    ]
    assert [each for each in found if isinstance(each, NoDialogue)] == [
        NoDialogue("Åkern", (2023, 2), 2, 2)
    ]


def test_no_area_is_said_to_be_without_a_dialogue_that_may_have_been_there(litet, put):
    put("handelser", 6, "genomford", "ja")
    put("handelser", 6, "precision", "period")
    put("handelser", 6, "datum_fran", "2023-08-01")
    found = [
        item.values for item in dialogues.dialogue_findings(opened_for(Reader(), litet), "akern")
    ]
    assert not any(isinstance(each, NoDialogue) for each in found)
