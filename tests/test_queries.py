"""Every question on the tiny store, with answers counted by hand."""

import pytest
import sqlalchemy as sa

from lagesbild_data.answers import places
from lagesbild_data.answers.catalogue import selection
from lagesbild_data.answers.dialogues import counts
from lagesbild_data.answers.indicators import measurements, problemindex
from lagesbild_data.answers.overview import situation, subject_years
from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import in_force, own_kommun
from lagesbild_data.model.schema import SEPARATOR
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for

YEARS = {"index": 2023, "aktiviteter": 2023, "dialoger": 2023, "handelser": 2023}
TERTIAL = (2023, 2)


def tuples(rows) -> list[tuple]:
    return [tuple(row) for row in rows]


def records(frame, *columns: str) -> list[tuple]:
    return list(
        frame[list(columns)]
        .astype(object)
        .where(frame[list(columns)].notna(), None)
        .itertuples(index=False)
    )


def test_table_rows_are_all_rows_with_columns_as_declared(store):
    frame = reference.table_rows(store, "anmalda_brott")
    assert tuple(frame.columns) == BY_NAME["anmalda_brott"].column_names
    assert len(frame) == 10
    assert frame["antal"].sum() == 900 + 990 + 400 + 250 + 240 + 260 + 240 + 260 + 220 + 1_500_000


def test_sources_by_id(store):
    frame = reference.sources(store)
    assert list(frame.index) == ["analys", "lofte", "statistik"]
    assert frame.loc["analys", ["titel", "publicerad"]].map(str).to_list() == [
        "Påhittad årsanalys",
        "2024-03-01",
    ]
    assert frame.loc["statistik", "forbehall"] == 'Så kallad "statistik".'


def test_names_of_every_table_that_others_refer_to(store):
    names = reference.names(store)
    assert {column.references for table in BY_NAME.values() for column in table.columns} - {
        ""
    } == set(names)
    assert names["parter"] == {"polisen": "Polisen", "kommunen": "Exempelstads kommun"}
    assert names["kallor"]["analys"] == "Påhittad årsanalys"


def test_areas_with_the_latest_year_as_prioritised(store):
    assert sorted(
        records(reference.areas(store), "omrade_id", "typ", "kommunkod", "prioriterat_ar")
    ) == [
        ("akern", "bostadsområde", "9999", 2022),
        ("angen", "centrum", "9999", None),
        ("exempelstad", "kommun", "9999", None),
        ("norrby", "bostadsområde", "9999", 2023),
        ("riket", "riket", None, None),
    ]


def test_published_years_of_each_subject(store):
    assert subject_years.published_years(store) == {
        "index": [2022, 2023],
        "aktiviteter": [2022, 2023],
        "dialoger": [2022, 2023],
        "handelser": [2022, 2023],  # the fire of 2024 is no meeting
        "alla": [2021, 2022, 2023, 2024],
    }


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "subject", "years"),
    [
        ("indikatorvarden", 4, "omrade_id", "riket", "index", [2023]),
        ("handelser", 2, "precision", "period", "dialoger", [2022, 2023]),
        ("handelser", 2, "genomford", "nej", "dialoger", [2023]),
        ("handelser", 2, "typ", "övrigt", "dialoger", [2023]),
        ("loften", 3, "ar_till", "2026", "aktiviteter", [2022, 2023, 2024, 2025, 2026]),
        ("handelser", 7, "typ", "övrigt", "handelser", [2022, 2023, 2024]),
        ("handelser", 2, "genomford", "nej", "handelser", [2023]),
        *(
            (table, 2, "ar", "2019", "alla", [2019, 2021, 2022, 2023, 2024])
            for table in ("anmalda_brott", "klassningar", "omradesroller", "undersokningar")
        ),
    ],
)
def test_what_makes_a_year_published(litet, put, table, row, column, text, subject, years):
    put(table, row, column, text)
    assert subject_years.published_years(opened_for(Reader(), litet))[subject] == years


def test_situation_by_area(store):
    frame = (
        situation.situation_by_area(store, Filter(), YEARS, TERTIAL)
        .set_index("omrade_id", drop=False)
        .sort_index()
    )
    assert records(frame, "omrade_id", "namn", "prioriterat_ar", "varde", "index_kalla") == [
        ("akern", "Åkern", 2022, None, "analys"),
        ("angen", "Ängen", None, None, None),
        ("norrby", "Norrby", 2023, 3.1, "analys"),
    ]
    assert records(
        frame, "aktiviteter", "statusar", "aktiviteter_kalla", "dialoger", "handelser"
    ) == [
        (2, "pågår,försenad", "analys\nanalys", None, None),
        (None, None, None, None, None),
        (2, "genomförd,pågår", "analys\nanalys", 2, 2),
    ]
    assert records(frame, "folkmangd", "folkmangd_ar", "klass", "klass_ar") == [
        (1500, 2022, "riskområde", 2023),
        (None, None, None, None),
        (2000, 2023, "utsatt område", 2023),
    ]


def test_situation_tells_nothing_newer_than_the_chosen_years(store):
    frame = (
        situation.situation_by_area(store, Filter((), (2020, 2022)), YEARS, TERTIAL)
        .set_index("omrade_id")
        .sort_index()
    )
    assert records(frame, "prioriterat_ar", "folkmangd", "folkmangd_ar", "klass", "klass_ar") == [
        (2022, 1500, 2022, None, None),
        (None, None, None, None, None),
        (2022, 1900, 2022, "utsatt område", 2021),
    ]


def test_serious_event_is_never_counted_with_dialogues_and_meetings(litet, put):
    put("handelser", 3, "typ", "allvarlig händelse")
    frame = situation.situation_by_area(
        opened_for(Reader(), litet), Filter(), YEARS, TERTIAL
    ).set_index("omrade_id")
    assert frame.loc["norrby", "handelser"] == 1


def test_situation_names_every_source_of_a_count(litet, put):
    put("uppfoljningar", 7, "kalla_id", "lofte")
    put("handelser", 4, "kalla_id", "lofte")
    put("handelser", 4, "omrade_id", "norrby")
    frame = situation.situation_by_area(
        opened_for(Reader(), litet), Filter(), YEARS, TERTIAL
    ).set_index("omrade_id")
    for subject in ("aktiviteter_kalla", "dialoger_kalla"):
        assert set(frame.loc["norrby", subject].split(SEPARATOR)) == {"analys", "lofte"}


@pytest.mark.parametrize(
    ("areas", "found"),
    [(("norrby",), {"norrby"}), (("exempelstad",), set()), (("angen", "riket"), {"angen"})],
)
def test_situation_is_of_the_chosen_neighbourhoods(store, areas, found):
    assert (
        set(situation.situation_by_area(store, Filter(areas), YEARS, TERTIAL)["omrade_id"]) == found
    )


def test_situation_takes_each_subject_from_its_own_year(store):
    years = {"index": 2022, "aktiviteter": 2022, "dialoger": 2022, "handelser": 2022}
    frame = situation.situation_by_area(store, Filter(), years, None).set_index("omrade_id")
    assert records(
        frame.loc[["norrby", "akern", "angen"]], "varde", "statusar", "dialoger", "handelser"
    ) == [
        (3.5, "uppföljning saknas,uppföljning saknas", None, None),
        (None, "uppföljning saknas,uppföljning saknas", 1, 1),
        (None, None, None, None),
    ]


def reported(store, *years) -> list[tuple[int, int]]:
    return follow_ups.reported_tertials(store, Filter((), years), in_force(2023))


@pytest.mark.parametrize(
    ("years", "tertials"), [((), [1, 2]), ((2023,), [1, 2]), ((2022,), []), ((2019, 2024), [])]
)
def test_reported_tertials(store, years, tertials):
    assert reported(store, *years) == [(2023, tertial) for tertial in tertials]


def test_no_promise_no_tertial(store):
    assert follow_ups.reported_tertials(store, Filter(), in_force(None)) == []
    assert follow_ups.latest_tertial(store, Filter((), (2024,))) is None
    assert follow_ups.latest_tertial(store, Filter()) == (2023, 2)


def test_new_year_with_a_first_report_is_not_yet_the_latest_but_the_choice_holds(litet, put, add):
    put("loften", 3, "ar_till", "2024")
    add("uppfoljningar", "a-skola,2024,1,pågår,,källa,analys\n")
    store = opened_for(Reader(), litet)
    assert follow_ups.latest_tertial(store, Filter()) == (2023, 2)
    assert follow_ups.latest_tertial(store, Filter((), (2024,))) == (2024, 1)
    assert reported(store, 2024) == [(2023, 1), (2023, 2), (2024, 1)]  # the last two are compared


@pytest.mark.parametrize(("empty_cells", "tertials"), [((6,), [1, 2]), ((6, 7), [1])])
def test_tertial_counts_when_at_least_half_is_reported(litet, put, add, empty_cells, tertials):
    add("uppfoljningar", "a-skola,2023,2,ej rapporterad,,källa,analys\n")
    for row in empty_cells:
        put("uppfoljningar", row, "status", "ej rapporterad")
    assert reported(opened_for(Reader(), litet)) == [(2023, tertial) for tertial in tertials]


def test_empty_cell_is_not_a_missing_follow_up(litet, add):
    add("uppfoljningar", "a-skola,2023,2,ej rapporterad,,källa,analys\n")
    statuses = [
        row.status
        for row in follow_ups.activity_status(
            opened_for(Reader(), litet), Filter(), 2023, (2023, 2)
        )
    ]
    assert statuses == ["genomförd", "pågår", "försenad", "ej rapporterad"]


@pytest.mark.parametrize(
    ("areas", "year", "tertial", "statuses"),
    [
        (
            (),
            2023,
            1,
            {"a-patrull": "pågår", "a-dialog": "pågår", "a-ljus": "planerad", "a-skola": "pågår"},
        ),
        (
            (),
            2023,
            2,
            {
                "a-patrull": "genomförd",
                "a-dialog": "pågår",
                "a-ljus": "försenad",
                "a-skola": "uppföljning saknas",
            },
        ),
        (("akern",), 2023, 2, {"a-dialog": "pågår", "a-ljus": "försenad"}),
        (
            ("norrby", "akern"),
            2023,
            2,
            {"a-patrull": "genomförd", "a-dialog": "pågår", "a-ljus": "försenad"},
        ),
        (("exempelstad",), 2023, 1, {"a-skola": "pågår"}),
        (("angen",), 2023, 1, {}),
        (
            ("norrby",),
            2022,
            1,
            {"a-patrull": "uppföljning saknas", "a-dialog": "uppföljning saknas"},
        ),
        ((), 2020, 1, {}),
        (
            (),
            2023,
            None,
            dict.fromkeys(["a-patrull", "a-dialog", "a-ljus", "a-skola"], "uppföljning saknas"),
        ),
    ],
)
def test_activity_status_in_the_order_of_the_promise(store, areas, year, tertial, statuses):
    rows = follow_ups.activity_status(store, Filter(areas), year, tertial and (year, tertial))
    assert [(row.aktivitet_id, row.status) for row in rows] == list(statuses.items())


def test_activity_without_report_rests_on_the_source_of_the_promise(store):
    rows = follow_ups.activity_status(store, Filter(), 2023, (2023, 2))
    assert {row.aktivitet: row.kalla_id for row in rows} == {
        "Fotpatruller": "analys",
        "Dialoger": "analys",
        "Bättre ljus": "analys",
        "Skolbesök": "lofte",
    }


@pytest.mark.parametrize(
    ("areas", "year", "rows"),
    [
        ((), 2023, {("Norrby", 3.1, "sänkt", 3.5), ("Åkern", None, "höjt", None)}),
        ((), 2022, {("Norrby", 3.5, None, None)}),
        (("akern", "angen"), 2023, {("Åkern", None, "höjt", None)}),
        (("exempelstad",), 2023, set()),
        ((), 2021, set()),
        ((), None, set()),
    ],
)
def test_index_by_area(store, areas, year, rows):
    assert {
        (row.omrade, row.varde, row.riktning, row.varde_fore)
        for row in problemindex.index_by_area(store, Filter(areas), year)
    } == rows


def test_indicator_history_is_of_the_whole_kommun_with_the_index_first(store):
    rows = measurements.indicator_history(store)
    assert [(row.indikator_id, row.ar, row.varde, row.riktning) for row in rows] == [
        ("problemindex", 2022, 2.5, None),
        ("problemindex", 2023, 2.25, "sänkt"),
        ("avfall", 2022, None, "höjt"),
        ("trygg-ute", 2022, 70, None),
        ("trygg-ute", 2023, 73, None),
    ]
    assert {(row.indikator, row.enhet, row.decimaler, row.battre, row.omrade) for row in rows} == {
        ("Problemindex", "index", 2, "lägre", "Exempelstad"),
        ("Skräp", None, 0, "lägre", "Exempelstad"),
        ("Känner sig trygg ute", "procent", 0, "högre", "Exempelstad"),
    }


def test_response_rates_oldest_first(store):
    assert tuples(problemindex.response_rates(store)) == [
        (2022, "Trygghetsmätning 2022", None, 50, "analys", None),
        (2023, "Trygghetsmätning 2023", 1200, 48.5, "analys", None),
    ]


@pytest.mark.parametrize(
    ("lines", "rows", "kommun"),
    [
        ("", {}, "exempelstad"),
        ("annanstad,Annanstad,kommun,8888\n", {}, "exempelstad"),
        ("annanstad,Annanstad,kommun,8888\n", {4: "8888"}, "exempelstad"),
        ("annanstad,Annanstad,kommun,8888\n", {4: "8888", 5: "8888"}, "annanstad"),
        ("", {5: "8888", 6: "8888"}, "exempelstad"),
    ],
)
def test_own_kommun_is_that_of_most_neighbourhoods(litet, put, add, lines, rows, kommun):
    add("omraden", lines)
    for row, code in rows.items():
        put("omraden", row, "kommunkod", code)
    assert tuples(opened_for(Reader(), litet).rows(sa.select(own_kommun))) == [(kommun,)]


@pytest.mark.parametrize(
    ("areas", "year", "rows"),
    [
        ((), 2023, [(1, 1, 0, "analys"), (2, 2, 1, "analys\nanalys")]),
        ((), 2022, [(3, 1, 0, "analys")]),
        (("norrby",), 2023, [(1, 1, 0, "analys"), (2, 1, 0, "analys")]),
        (("angen",), 2023, []),
        ((), 2024, []),
    ],
)
def test_dialogues_by_tertial(store, areas, year, rows):
    assert tuples(counts.dialogues_by_tertial(store, Filter(areas), year)) == rows


@pytest.mark.parametrize(
    ("date", "tertial"),
    [
        ("2023-01-01", 1),
        ("2023-04-30", 1),
        ("2023-05-01", 2),
        ("2023-08-31", 2),
        ("2023-09-01", 3),
        ("2023-12-31", 3),
    ],
)
def test_tertial_has_four_months(litet, put, date, tertial):
    put("handelser", 4, "datum_fran", date)
    put("handelser", 4, "datum_till", date)
    for row in (3, 5):
        put("handelser", row, "genomford", "nej")
    assert tuples(counts.dialogues_by_tertial(opened_for(Reader(), litet), Filter(), 2023)) == [
        (tertial, 1, 1, "analys")
    ]


def test_classifications_oldest_first(store):
    rows = [(row.omrade, row.ar, row.klass) for row in places.listed(store, Filter())]
    assert rows[0] == ("Norrby", 2021, "utsatt område")
    assert set(rows[1:]) == {("Norrby", 2023, "utsatt område"), ("Åkern", 2023, "riskområde")}
    assert [row.omrade for row in places.listed(store, Filter(("akern",)))] == ["Åkern"]
    assert places.listed(store, Filter(("angen",))) == []


@pytest.mark.parametrize(
    ("table", "filter", "rows"),
    [
        ("kallor", Filter(("norrby",), (2023,)), 3),
        ("omraden", Filter(("norrby",), (2023,)), 3),  # with the kommun and riket
        ("uppfoljningar", Filter(("norrby",), (2022,)), 0),
        ("uppfoljningar", Filter(("norrby",), (2023,)), 5),  # with that of the whole kommun
        ("aktiviteter", Filter(("norrby",)), 3),
        ("aktiviteter", Filter(("angen",)), 1),
        ("aktivitetsparter", Filter(("akern",)), 2),
        ("aktivitetsomraden", Filter(("akern",)), 3),
        ("utfall", Filter(("norrby",), (2023,)), 3),  # with that of several areas together
        ("utfall", Filter(("akern",)), 1),
        ("handelser", Filter(("norrby",)), 3),  # with that without area
        ("mal", Filter(("norrby",)), 2),
        ("mal", Filter(("akern",)), 1),
        ("malomraden", Filter(("akern",)), 1),
        ("linjeposter", Filter(("norrby",)), 2),
        ("linjeposter", Filter(("akern",)), 0),
        ("loften", Filter(("norrby",)), 2),
        ("indikatorvarden", Filter((), (2022,)), 4),
    ],
)
def test_chosen_rows_as_far_as_the_table_has_areas_and_years(store, table, filter, rows):
    assert len(selection.chosen_rows(store, table, filter)) == rows


@pytest.mark.parametrize(("table", "rows"), [("mal", 2), ("linjeposter", 2), ("aktiviteter", 4)])
def test_row_tied_to_no_area_stays(litet, table, rows):
    (litet / "aktivitetsomraden.csv").unlink()
    (litet / "malomraden.csv").unlink()
    assert (
        len(selection.chosen_rows(opened_for(Reader(), litet), table, Filter(("angen",)))) == rows
    )


def test_filter_that_a_table_can_not_use_is_not_claimed():
    both = Filter(("norrby",), (2023,))
    assert selection.narrowed("kallor", both) == Filter()
    assert selection.narrowed("handelser", both) == both
    assert selection.narrowed("omraden", both) == Filter(("norrby",))
    assert selection.narrowed("uppfoljningar", both) == both
    assert selection.narrowed("mal", both) == Filter(("norrby",))
    assert selection.narrowed("loften", both) == Filter()
