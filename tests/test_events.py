"""Events of the tiny store, counted by hand, and of the published data."""

import datetime as dt

import icalendar
import pytest

from lagesbild_data.answers.dialogues import counts, events, ical, key_figures, wording
from lagesbild_data.answers.dialogues.events import EventFilter, Tally
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.words import value_text
from lagesbild_data.store.location import PUBLISHED

TITLES = {"analys": "Påhittad årsanalys"}
NOW = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
HELD = "e-{0},2023-{1},2023-{1},dag,{2},{3},,,,,ja,,,analys,\n"


def choice(areas=(), years=(), topics=()) -> EventFilter:
    return EventFilter(tuple(areas), tuple(years), tuple(topics))


def ids(store, *chosen) -> list[str]:
    return list(events.chosen_events(store, choice(*chosen))["handelse_id"])


def figures(store, *chosen) -> dict[str, tuple[str, str, str]]:
    found = key_figures.key_figures(store, choice(*chosen))
    return {
        figure.label: (value_text(figure.value), figure.period, figure.detail) for figure in found
    }


def row(table, name: str) -> dict[str, int]:
    """The months of one row that have a number."""
    found = table.set_index(table.columns[0]).loc[name].dropna()
    return {month: int(count) for month, count in found.items()}


def calendar(store, *chosen) -> dict[str, icalendar.Event]:
    rows = events.chosen_events(store, choice(*chosen))
    read = icalendar.Calendar.from_ical(ical.calendar(rows, TITLES, NOW))
    return {str(event["UID"]).split("@")[0]: event for event in read.walk("VEVENT")}


@pytest.fixture
def put_together(litet, add):
    """The tiny store with themes that are put together of others."""
    for number, (day, typ, theme) in enumerate(
        [
            ("10-01", "medborgardialog", "Vårsamtal och höstsamtal"),
            ("10-02", "medborgardialog", "Vårsamtal och trivsel"),
            ("10-03", "ssg-möte", "Salt och peppar"),
            ("10-04", "ssg-möte", ""),
        ]
    ):
        add("handelser", HELD.format(number, day, typ, theme))
    return opened_for(Reader(), litet)


def test_chosen_events_come_in_order_of_time(store):
    assert ids(store) == ["h-nyar", "h-tva-dagar", "h-period", "h-stad", "h-inte-hallen", "h-brand"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ((["norrby"],), ["h-tva-dagar", "h-period"]),
        (([], [2022, 2024]), ["h-nyar", "h-brand"]),  # an event belongs to the year it begins
        ((["akern"], [2023]), ["h-inte-hallen"]),
        (([], [], ["allvarlig händelse"]), ["h-brand"]),
        (([], [], ["vårsamtal", "Brand"]), ["h-tva-dagar", "h-brand"]),
        (([], [], ["Ingenting"]), []),
    ],
)
def test_events_are_chosen_by_area_year_and_topic(store, chosen, found):
    assert ids(store, *chosen) == found


def test_sentence_names_areas_years_and_topics():
    assert choice().sentence({}) == "Alla områden · alla år"
    chosen = choice(["n"], [2023], ["ssg-möte", "Trivsel"])
    assert chosen.sentence({"n": "Norrby"}) == "Norrby · 2023 · SSG-möte eller Trivsel"


def test_topics_are_types_as_declared_then_themes_in_swedish_order(store):
    assert events.topics(store) == [
        "medborgardialog",
        "allvarlig händelse",
        "Brand",
        "Höstsamtal",
        "Nyårssamtal",
        "Sommarsamtal",
        "Stadssamtal",
        "Vårsamtal",
    ]


def test_theme_put_together_of_others_belongs_to_each(put_together):
    themes = events.chosen_events(put_together, choice()).set_index("handelse_id")["teman"]
    assert themes["e-0"] == "Vårsamtal, Höstsamtal"
    assert themes["e-1"] == "Vårsamtal, Trivsel"
    assert themes["e-2"] == "Salt och peppar"  # neither is a theme of its own
    assert ids(put_together, [], [], ["Höstsamtal"]) == ["h-inte-hallen", "e-0"]
    table = counts.held_by_theme_and_month(put_together, choice())
    assert row(table, "Vårsamtal") == {"apr": 1, "okt": 2, "Summa": 3}
    assert row(table, "Höstsamtal") == {"okt": 1, "Summa": 1}
    assert table["Tema"].iloc[[0, -1]].to_list() == ["Vårsamtal", "Utan tema"]


@pytest.mark.parametrize(
    ("chosen", "tally"),
    [
        ((), Tally(events=6, undated=1, hidden=0)),
        ((["norrby"],), Tally(2, 1, 1)),
        ((["norrby"], [2022]), Tally(0, 0, 0)),
    ],
)
def test_tally(store, chosen, tally):
    assert events.tally(store, choice(*chosen)) == tally


def test_counts_by_area_leave_out_planned_and_serious_events(store):
    frame = counts.held_by_area(store, choice())
    assert list(frame["namn"]) == ["Norrby", "Åkern", "Ängen"]
    assert frame["antal"].fillna(0).to_list() == [2, 1, 0]
    assert frame["allvarliga"].fillna(0).to_list() == [0, 0, 1]
    only = counts.held_by_area(store, choice([], [], ["allvarlig händelse"]))
    assert only["antal"].fillna(0).to_list() == [0, 0, 1]


def test_months_are_those_the_source_gives(store):
    table = counts.held_by_area_and_month(store, choice())
    assert list(table["Område"]) == ["Norrby", "Åkern", "Ängen", "Utan område"]
    assert row(table, "Norrby") == {
        "apr": 1,
        "okänd": 1,
        "Summa": 2,
    }  # begins in April; some day from May to August
    assert row(table, "Åkern") == {"dec": 1, "Summa": 1}
    assert row(table, "Ängen") == {}
    assert row(table, "Utan område") == {"juni": 1, "Summa": 1}
    assert "okänd" not in counts.held_by_area_and_month(store, choice(["akern"]))


def test_period_within_one_month_has_a_month(store, litet, put):
    put("handelser", 5, "datum_till", "2023-05-31")
    table = counts.held_by_area_and_month(opened_for(Reader(), litet), choice())
    assert row(table, "Norrby") == {"apr": 1, "maj": 1, "Summa": 2}


def test_most_common_row_in_words(store):
    assert counts.most_common(counts.held_by_area_and_month(store, choice())) == "Flest i Norrby: 2"
    assert counts.most_common(counts.held_by_theme_and_month(store, choice())) == ""  # one of each
    assert counts.most_common(counts.held_by_area_and_month(store, choice([], [1999]))) == ""


def test_places_outside_the_areas_drawn(store):
    assert counts.held_outside(
        store, choice(), ("norrby", "akern", "angen")
    ).to_numpy().tolist() == [["Plats ej angiven", 1, "Stadssamtal"]]
    assert counts.held_outside(store, choice(), ("akern",)).to_numpy().tolist() == [
        ["Norrby", 1, "Sommarsamtal"],
        ["Torget", 1, "Vårsamtal"],
        ["Plats ej angiven", 1, "Stadssamtal"],
    ]


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ((), "4 dialoger 2022–2023"),
        ((["norrby"],), "2 dialoger 2023"),
        (([], [2024]), "Ingen dialog och inget möte i det valda är bekräftat"),
        (([], [], ["allvarlig händelse"]), "1 allvarlig händelse 2024"),
    ],
)
def test_headline(store, chosen, text):
    assert counts.headline(store, choice(*chosen)) == text


def test_headline_names_the_month_with_most(put_together):
    assert (
        counts.headline(put_together, choice([], [2023]))
        == "7 dialoger och möten 2023, varav 5 dialoger; flest i oktober (4)"
    )


def test_key_figures_count_what_was_held(store):
    assert figures(store) == {
        "Hållna dialoger": ("4", "2022–2023", "varav 1 utan känd dag"),
        "Områden med dialog": ("2", "2022–2023", "1 dialog utan område"),
        "Dialoger per tertial": ("1 · 2 · –", "2023", "tertial 1, 2 och 3"),
        "Andra möten": ("ingen i listan", "", ""),
        "Planerade, ej bekräftade": ("1", "2023", "källan säger inte om de hölls"),
    }


def test_serious_events_are_counted_by_themselves(store):
    assert figures(store, [], [], ["allvarlig händelse"]) == {
        "Allvarliga händelser": ("1", "2024", "")
    }


def test_key_figures_without_any_event_are_gaps(store):
    assert {value for value, _, _ in figures(store, [], [1999]).values()} == {"ingen i listan"}


@pytest.mark.parametrize(
    ("first", "last", "precision", "held", "words"),
    [
        ("2024-05-28", "2024-05-28", "dag", True, "28 maj 2024"),
        ("2024-04-15", "2024-04-16", "dag", True, "15–16 april 2024"),
        ("2023-04-30", "2023-05-01", "dag", True, "30 april–1 maj 2023"),
        ("2022-12-31", "2023-01-01", "dag", True, "31 december 2022–1 januari 2023"),
        ("2024-05-23", "2024-05-23", "dag", False, "23 maj 2024 (planerat)"),
        ("2023-09-01", "2023-11-30", "period", True, "september–november 2023 (någon dag)"),
        ("2024-10-01", "2024-10-31", "period", True, "oktober 2024 (någon dag)"),
        (
            "2023-12-01",
            "2024-02-29",
            "period",
            False,
            "december 2023–februari 2024 (någon dag, planerat)",
        ),
        ("2024-10-03", "2024-10-31", "period", True, "3–31 oktober 2024 (någon dag)"),
    ],
)
def test_time_in_words(first, last, precision, held, words):
    assert (
        wording.when(dt.date.fromisoformat(first), dt.date.fromisoformat(last), precision, held)
        == words
    )


def test_list_for_readers(store):
    table = wording.listed(events.chosen_events(store, choice(["norrby"]))).frame
    assert table.iloc[0].to_list()[1:7] == [
        "Medborgardialog",
        "Vårsamtal",
        "Torget",
        "Norrby",
        "Exempelstads kommun",
        "cirka 25",
    ]
    assert table["Datum"][0].replace("\xa0", " ") == "30 april–1 maj 2023"
    assert table["Anmärkning"][1] == "Dagen är inte känd."


def test_calendar_has_all_day_events_that_end_the_day_after(store):
    event = calendar(store)["h-tva-dagar"]
    assert (event.start, event.end) == (dt.date(2023, 4, 30), dt.date(2023, 5, 2))
    assert type(event["DTSTART"].dt) is dt.date
    assert str(event["SUMMARY"]) == "Medborgardialog: Vårsamtal"
    assert str(event["LOCATION"]) == "Torget, Norrby"
    assert event.categories == ["Medborgardialog", "Vårsamtal"]
    assert str(event["DESCRIPTION"]).splitlines() == [
        "Arrangör: Exempelstads kommun",
        "Deltagare: cirka 25",
        "Källa: Påhittad årsanalys",
    ]
    assert str(event["STATUS"]) == "CONFIRMED"


def test_calendar_leaves_out_undated_events_and_marks_planned_ones(store):
    found = calendar(store)
    assert set(found) == {"h-nyar", "h-tva-dagar", "h-stad", "h-inte-hallen", "h-brand"}
    assert {name for name, event in found.items() if event["STATUS"] == "TENTATIVE"} == {
        "h-inte-hallen"
    }


def test_calendar_is_the_same_file_for_the_same_choice(store):
    rows = events.chosen_events(store, choice())
    assert ical.calendar(rows, TITLES, NOW) == ical.calendar(rows, TITLES, NOW)


def test_calendar_of_nothing_dated_is_empty(store):
    assert calendar(store, [], [], ["Sommarsamtal"]) == {}


def test_published_dialogues_of_2024():
    store = opened_for(Reader(), PUBLISHED)
    found = figures(store, [], [2024])
    assert found["Hållna dialoger"][0] == "26"
    assert found["Dialoger per tertial"][0] == "11 · 8 · 7"
    assert found["Planerade, ej bekräftade"][0] == "1"
    dialogues = choice([], [2024], ["medborgardialog"])
    assert counts.headline(store, dialogues) == "26 dialoger 2024, flest i november (6)"
    assert len(events.chosen_events(store, dialogues)) == 26


def test_published_theme_of_two_belongs_to_both():
    store = opened_for(Reader(), PUBLISHED)
    table = counts.held_by_theme_and_month(store, choice())
    assert row(table, "Gängsnacket")["Summa"] == 16
    assert row(table, "Lokal lägesbild") == {"nov": 5, "Summa": 5}
    assert "Gängsnacket och lokal lägesbild" not in events.topics(store)
