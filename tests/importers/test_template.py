"""Templates: what they write is read back without loss, and what people write in them is understood
or told."""

import datetime as dt
import unicodedata

import openpyxl
import pytest
import sqlalchemy as sa
from books import book_of, saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats.dates import YearMissing, days
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import comparing, planning, standing, telling
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words.text import normalised


@pytest.mark.parametrize("name", templates.TABLES)
def test_headings_tell_columns_apart(name):
    labels = [column.label for column in BY_NAME[name].columns]
    assert len(set(labels)) == len(labels)
    assert len(BY_NAME[name].label) <= 31


def test_workbook_with_every_row_of_the_store_changes_nothing(litet, database, tmp_path):
    rows = rows_of(Location.parse(litet))
    path = tmp_path / "allt.xlsx"
    path.write_bytes(templates.xlsx_bytes(templates.TABLES, rows, rows))
    planned = planning.plan(database, Upload.of(path))
    assert planned.reading.questions == {}
    assert planned.problems == planned.unmatched == []
    changes = comparing.uncovered(database, planned)
    assert {name: change.same for name, change in changes.items()} == {
        name: len(rows[name]) for name in templates.TABLES if rows[name]
    }
    assert not any(change.does_something for change in changes.values())


@pytest.mark.parametrize("name", templates.TABLES)
def test_csv_with_every_row_of_a_table_changes_nothing(litet, database, file, name):
    rows = rows_of(Location.parse(litet))
    planned = planning.plan(
        database, file(f"{name}.csv", templates.csv_bytes(name, rows[name], rows))
    )
    assert planned.problems == planned.unmatched == []
    changes = comparing.uncovered(database, planned)
    assert not any(change.does_something for change in changes.values())
    assert sum(change.same for change in changes.values()) == len(rows[name])


TEXTS = st.text(
    st.characters(exclude_categories=["C"], include_characters="\n=+-@'\t"), max_size=30
).map(lambda text: normalised(text).strip())


def values(column: Column) -> st.SearchStrategy:
    """What may stand in a column."""
    if column.references:
        given = {
            "omraden": ["norrby", "angen", "riket"],
            "aktiviteter": ["a-patrull", "a-dialog"],
            "kallor": ["analys"],
        }
        value: st.SearchStrategy = st.sampled_from(given[column.references])
    elif column.allowed:
        value = st.sampled_from(column.allowed)
    elif column.type == "heltal":
        low, high = column.minimum or 0, column.maximum if column.maximum is not None else 10**12
        value = st.integers(int(low), int(high))
    elif column.type == "tal":
        value = st.floats(0, 10**9, allow_nan=False).filter(
            lambda number: number == 0 or number > 1e-6
        )
    elif column.type == "datum":
        value = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))
    elif column.type == "ja/nej":
        value = st.booleans()
    else:
        value = TEXTS.filter(bool) if column.required else TEXTS.map(lambda text: text or None)
    return value if column.required else st.none() | value


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["utfall", "handelser"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_template_writes_is_read_back(litet, database, tmp_path, name, form, data):
    table = BY_NAME[name]
    known = rows_of(Location.parse(litet))
    row = {column.name: data.draw(values(column), column.name) for column in table.columns}
    row |= {"ar": 2023} if "ar" in row else {}
    if name == "handelser":
        row |= {"handelse_id": "ny"}
        row["datum_fran"], row["datum_till"] = sorted((row["datum_fran"], row["datum_till"]))
    path = tmp_path / f"{name}.{form}"
    content = (
        templates.xlsx_bytes([name], {name: [row]}, known)
        if form == "xlsx"
        else templates.csv_bytes(name, [row], known)
    )
    path.write_bytes(content)
    planned = planning.plan(database, Upload.of(path))
    assert planned.problems == planned.unmatched == []
    change = planned.changes[name]
    assert [*change.new, *(after for _, after in change.changed)] == [row]


def workbook(*rows: list, title: str = "Blad1") -> bytes:
    return saved(book_of({title: rows}))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("text", ["=1+1", "-abc", "'-abc", "''=x", "'hej", "@alla"])
def test_text_that_looks_like_a_formula_comes_back_as_it_was(litet, database, file, form, text):
    known = rows_of(Location.parse(litet))
    row = known["folkmangd"][0] | {"anmarkning": text, "ar": 2019}
    content = (
        templates.xlsx_bytes(["folkmangd"], {"folkmangd": [row]}, known)
        if form == "xlsx"
        else templates.csv_bytes("folkmangd", [row], known)
    )
    planned = planning.plan(database, file(f"folkmangd.{form}", content))
    assert planned.problems == []
    assert planned.changes["folkmangd"].new == [row]


EVENTS = [
    "Från och med",
    "Tema",
    "Datumets precision",
    "Typ",
    "Plats",
    "Område",
    "Genomförd",
    "Källa",
]


def test_events_as_people_write_them(file, bring, database):
    content = workbook(
        EVENTS,
        [
            "25/4",
            "Trygghet",
            "Dag",
            "Medborgardialog",
            "Torget",
            "NORRBY",
            "Ja",
            "Påhittad årsanalys",
        ],
        ["30/4–1/5", "Trygghet", "dag", "medborgardialog", None, None, "nej", "analys"],
        [dt.datetime(2023, 6, 7), "Ljus", "dag", "övrigt", None, "Ängen", "ja", "analys"],
    )
    planned = bring(file("dialoger 2023.xlsx", content))
    assert planned.problems == []
    events = SQL_TABLES["handelser"]
    new = {row["handelse_id"] for row in planned.changes["handelser"].new}
    rows = database.rows(
        sa.select(events).where(events.c.handelse_id.in_(new)).order_by(events.c.datum_fran)
    )
    assert [(row.handelse_id, row.datum_fran, row.datum_till, row.omrade_id) for row in rows] == [
        ("2023-04-25-trygghet-torget-norrby", dt.date(2023, 4, 25), dt.date(2023, 4, 25), "norrby"),
        ("2023-04-30-trygghet", dt.date(2023, 4, 30), dt.date(2023, 5, 1), None),
        ("2023-06-07-ljus-angen", dt.date(2023, 6, 7), dt.date(2023, 6, 7), "angen"),
    ]
    assert not bring(file("dialoger 2023.xlsx", content)).changes_something


def test_day_without_a_year_is_asked_about(file, bring):
    content = workbook(EVENTS, ["25/4", "T", "dag", "övrigt", "", "", "ja", "analys"])
    assert not bring(file("dialoger.xlsx", content)).reading.is_answered
    assert (
        len(bring(file("dialoger.xlsx", content), answers={"ar": "2022"}).changes["handelser"].new)
        == 1
    )


def test_rows_of_one_sheet_are_referred_to_by_name_in_another(file, bring, database):
    book = openpyxl.Workbook()
    areas, people = book.active, book.create_sheet("Folkmängd")
    areas.title = "Områden"
    for row in (["Namn", "Typ", "Kommunkod"], ["Västanå", "ort", "9999"]):
        areas.append(row)
    for row in (
        ["Område", "År", "Folkmängd", "Källa"],
        ["Västanå", 2023, 120, "statistik"],
        ["Norrby", 2023, None, "statistik"],
    ):
        people.append(row)
    planned = bring(file("nytt.xlsx", saved(book)))
    assert [str(problem) for problem in planned.problems] == [
        "nytt.xlsx Folkmängd rad 3, kolumn Folkmängd: får inte vara tom"
    ]
    people["C3"] = ".."
    planned = bring(file("nytt.xlsx", saved(book)))
    assert planned.reading.notes == [
        "nytt.xlsx Folkmängd: 1 rad tas inte med, för talet är inte känt."
    ]
    people = SQL_TABLES["folkmangd"]
    assert database.rows(sa.select(people.c.antal).where(people.c.omrade_id == "vastana")) == [
        (120,)
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2023, "=SUM(A1:A2)", "statistik"]],
            (
                'brott.xlsx Blad1 rad 2, kolumn C: "=SUM(A1:A2)" är en formel; klistra in den som'
                " värde"
            ),
        ),
        (
            [
                ["Område", "År", "Folkmängd", "Källa", "FOLKMÄNGD"],
                ["Norrby", 2023, 5, "statistik", "x"],
            ],
            "brott.xlsx rad 1, kolumn FOLKMÄNGD: kolumnen finns flera gånger",
        ),
        (
            [
                ["Område", "År", "Folkmängd", "Källa", "Anmärkningar"],
                ["Norrby", 2023, 5, "statistik", "x"],
            ],
            "brott.xlsx rad 1, kolumn Anmärkningar: kolumnen är okänd; menas Anmärkning?",
        ),
        (
            [["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2023, 5, "okänd"]],
            (
                'brott.xlsx rad 2, kolumn Källa: "okänd" finns inte i Källor; nya läggs till med'
                " mallen Källor"
            ),
        ),
        (
            [["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2023, 5, "Påhittad analys"]],
            (
                'brott.xlsx rad 2, kolumn Källa: "Påhittad analys" finns inte i Källor; där finns'
                ' "Påhittad årsanalys", "Påhittad statistik, per kvartal" och "Påhittat'
                ' medborgarlöfte"'
            ),
        ),
        (
            [["Område", "År", "Folkmängd"], ["Norrby", 2023, 5]],
            "brott.xlsx rad 1, kolumn Källa: kolumnen saknas; Folkmängd måste ha den",
        ),
        (
            [
                ["Område", "År", "Folkmängd", "Källa"],
                ["Norrby", 2023, 5, "statistik"],
                ["norrby", 2023, 6, "statistik"],
            ],
            'brott.xlsx rad 3, kolumn Område, År: "norrby, 2023" finns redan på rad 2',
        ),
    ],
)
def test_fault_is_told_where_it_stands(file, bring, rows, fault):
    assert [str(problem) for problem in bring(file("brott.xlsx", workbook(*rows))).problems] == [
        fault
    ]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("2024-04-25", None, ("2024-04-25", "2024-04-25")),
        ("2024-04-25 00:00:00", None, ("2024-04-25", "2024-04-25")),
        ("25/4", 2024, ("2024-04-25", "2024-04-25")),
        ("25/4 2023", 2024, ("2023-04-25", "2023-04-25")),
        ("15-16/4", 2024, ("2024-04-15", "2024-04-16")),
        ("30/4 – 1/5", 2024, ("2024-04-30", "2024-05-01")),
        ("25.4.2024", None, ("2024-04-25", "2024-04-25")),
        ("den 3 maj 2024", None, ("2024-05-03", "2024-05-03")),
        ("15–16 APRIL", 2024, ("2024-04-15", "2024-04-16")),
        ("1 dec. 2024", None, ("2024-12-01", "2024-12-01")),
        ("2024-04-30 – 2024-05-01", None, ("2024-04-30", "2024-05-01")),
        ("2024-04-30 till 2024-05-01", None, ("2024-04-30", "2024-05-01")),
        ("25/4-24", 2021, ("2024-04-25", "2024-04-25")),
        ("2024/4/25", None, ("2024-04-25", "2024-04-25")),
        ("20240425", None, ("2024-04-25", "2024-04-25")),
        ("25-04-2024", None, ("2024-04-25", "2024-04-25")),
        ("2024-04-25T18:00:00", None, ("2024-04-25", "2024-04-25")),
        ("25.4.24", None, ("2024-04-25", "2024-04-25")),
        ("24.12.24", None, ("2024-12-24", "2024-12-24")),
        ("24.12.45", None, ("2045-12-24", "2045-12-24")),
        ("25.04.31", None, ("2031-04-25", "2031-04-25")),
        ("31/12–2/1 2024", None, ("2023-12-31", "2024-01-02")),
        ("Torsdag 25 april, kl. 18–20", 2024, ("2024-04-25", "2024-04-25")),
        ("25/4 18.30", 2024, ("2024-04-25", "2024-04-25")),
        ("25 april 18.30–20.00", 2024, ("2024-04-25", "2024-04-25")),
        ("30/4 – 1.05", 2024, ("2024-04-30", "2024-05-01")),
        ("2024.04.25", None, ("2024-04-25", "2024-04-25")),
        ("25/4 2024 18:00", None, ("2024-04-25", "2024-04-25")),
        ("torsdag den 25/4 2024", None, ("2024-04-25", "2024-04-25")),
        ("25 april–2 maj 2024", None, ("2024-04-25", "2024-05-02")),
        ("25/4 -24", 2021, ("2024-04-25", "2024-04-25")),
        ("3/4 -25", 2021, ("2025-04-03", "2025-04-03")),
        ("2024-04-25 18:00–20:00", None, ("2024-04-25", "2024-04-25")),
        ("2024-04-25T18:00:00+02:00", None, ("2024-04-25", "2024-04-25")),
        ("2024-04-25T23:30:00Z", None, ("2024-04-26", "2024-04-26")),
        ("1.3.2025", None, ("2025-03-01", "2025-03-01")),
        ("1 mar 2025", None, ("2025-03-01", "2025-03-01")),
    ],
)
def test_days(text, year, expected):
    assert tuple(day.isoformat() for day in days(text, year)) == expected


def test_period_over_the_new_year_without_a_year_may_be_in_either():
    readings = "2023-12-28 – 2024-01-03 eller 2024-12-28 – 2025-01-03; skriv datumet som 2024-04-25"
    with pytest.raises(ValueError, match=f'"28/12–3/1" kan vara {readings}'):
        days("28/12–3/1", 2024)


@pytest.mark.parametrize(
    "text",
    [
        "25 apri1",
        "25 x",
        "2024-04/25",
        "202404",
        "202411",
        "2024111",
        "4 2024",
        "31/2",
        "2024-13-01",
        "4.25",
        "1/2/3/4",
        "2024-04-99T18:00:00Z",
        "2024-04-25T99:00:00Z",
    ],
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match=r"är inte ett datum"):
        days(text, 2024)
    with pytest.raises(YearMissing):
        days("25/4", None)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("3/4-25", "3/4 2025 eller 3–25/4"),
        ("3/4/2025", "2025-04-03 eller 2025-03-04"),
        ("24-12-05", "2024-12-05 eller 2005-12-24"),
        ("24.12.05", "2024-12-05 eller 2005-12-24"),
        ("15.4-24", "15/4 2024 eller 15–24/4"),
    ],
)
def test_day_that_can_be_read_in_two_ways_is_refused_with_both(text, readings):
    with pytest.raises(
        ValueError, match=f'"{text}" kan vara {readings}; skriv datumet som 2024-04-25'
    ):
        days(text, 2024)


def test_percentages_hidden_sheets_and_superfluous_fields(file, bring):
    book = openpyxl.Workbook()
    book.active.append(["Indikator", "Område", "År", "Grupp", "Värde", "Källa"])
    book.active.append(["Känner sig trygg ute", "Norrby", 2019, "totalt", 0.553, "analys"])
    book.active["E2"].number_format = "0.0%"
    book.create_sheet("Gammalt").append(["Område", "År", "Folkmängd", "Källa"])
    book["Gammalt"].append(["Norrby", 2018, 5, "analys"])
    book["Gammalt"].sheet_state = "hidden"
    planned = bring(file("enkat.xlsx", saved(book)))
    assert [row["varde"] for row in planned.changes["indikatorvarden"].new] == [55.3]
    assert "folkmangd" not in planned.changes
    text = "Område;År;Folkmängd;Källa;Anmärkning\nNorrby;2018;5;statistik;ett; två\n"
    [problem] = bring(file("folk.csv", text)).problems
    assert "6 fält men rubriken har 5" in str(problem)


def test_date_far_from_our_time_is_a_fault(file, bring):
    [problem] = bring(
        file(
            "d.xlsx", workbook(EVENTS, ["1024-04-25", "T", "dag", "övrigt", "", "", "ja", "analys"])
        )
    ).problems[:1]
    assert "1950–2100" in str(problem)


def test_same_activity_in_the_next_promise_is_another_row(file, bring, database):
    def promise(year: int) -> bytes:
        sheets = {
            "Medborgarlöften": [
                ["Namn", "Från och med år", "Till och med år", "Källa"],
                [f"Löfte {year}", year, year, "lofte"],
            ],
            "Aktiviteter": [
                ["Löfte", "Nummer", "Namn", "Källa"],
                [f"Löfte {year}", 1, "Fotpatruller på helger", "lofte"],
            ],
            "Mål": [
                ["Löfte", "Aktivitet", "Mått", "Jämförelse", "Måltal", "Källa"],
                [f"Löfte {year}", "Fotpatruller på helger", "Pass", "minst", 10, "lofte"],
            ],
        }
        book = book_of(sheets)
        return saved(book)

    for year in (2031, 2032):
        planned = bring(file(f"lofte-{year}.xlsx", promise(year)))
        assert planned.problems == []
        assert {name: len(change.new) for name, change in planned.changes.items()} == {
            "loften": 1,
            "aktiviteter": 1,
            "mal": 1,
        }
        assert not any(change.changed for change in planned.changes.values())


def test_two_events_alike_are_two_rows(file, bring):
    event = ["2019-04-25", "Trygghet", "dag", "övrigt", "Torget", "", "ja", "analys"]
    planned = bring(
        file("d.xlsx", workbook(EVENTS, event, event)), answers={"samma-blad1": "olika"}
    )
    ids = [row["handelse_id"] for row in planned.changes["handelser"].new]
    assert ids == ["2019-04-25-trygghet-torget", "2019-04-25-trygghet-torget-2"]


# What people do to a template


def event(*cells: str | None) -> list[str | None]:
    """A row under EVENTS: the first day, then place and area as given."""
    day, place, area = cells
    return [day, "Trygghet", "dag", "övrigt", place, area, "ja", "analys"]


def test_every_fault_is_told_at_once_and_names_are_asked_about_meanwhile(file, bring):
    texts = [
        ["Område", "År", "Folkmängd", "Källa"],
        ["Hisingen", 2018, 5, "analys"],
        ["Norrby", 2019, "5x", "analys"],
        ["Ängen", 2019, -4, "analys"],
        ["Summa", None, 10, None],
    ]
    planned = bring(file("folk.xlsx", workbook(*texts)))
    assert [str(problem) for problem in planned.problems] == [
        'folk.xlsx rad 3, kolumn Folkmängd: "5x" är inte ett heltal',
        (
            'folk.xlsx rad 4, kolumn Folkmängd: "-4" är utanför det tillåtna:'
            " 0–1\u00a0000\u00a0000\u00a0000\u00a0000"
        ),
        'folk.xlsx rad 5: "Summa" ser ut som en summa av raderna ovanför; ta bort raden',
    ]
    assert [asked.name for asked in planned.unmatched] == ["Hisingen"]


def test_fault_of_a_date_is_told_once(file, bring):
    planned = bring(file("d.xlsx", workbook(EVENTS, event("2019-02-30", "Torget", "Norrby"))))
    assert [str(problem) for problem in planned.problems] == [
        'd.xlsx rad 2, kolumn Från och med: "2019-02-30" är inte ett datum; skriv till exempel'
        " 2024-04-25, 25/4 eller 15-16/4, och en period som 2024-04-01 – 2024-04-30"
    ]


@pytest.mark.parametrize("name", ["Norrby södra", "Hisingen"])
def test_name_is_asked_about_whether_or_not_anything_is_like_it(file, bring, name):
    upload = file("d.xlsx", workbook(EVENTS, event("2019-04-25", "Torget", name)))
    planned = bring(upload)
    assert [(asked.table, asked.name) for asked in planned.unmatched] == [("omraden", name)]
    assert (planned.problems, telling.told_of_names(planned)) == ([], [])
    planned = bring(upload, choices={("omraden", name.casefold()): "akern"})
    assert [row["omrade_id"] for row in planned.changes["handelser"].new] == ["akern"]
    again = bring(upload)
    assert telling.told_of_names(again) == [f"Enligt tidigare val: {name} läses som Åkern."]
    assert not again.changes_something


def test_area_that_is_left_out_leaves_an_optional_cell_empty_and_a_row_that_needs_it_out(
    file, bring
):
    left_out = {("omraden", "hisingen"): ""}
    upload = file("d.xlsx", workbook(EVENTS, event("2019-04-25", "Torget", "Hisingen")))
    [new] = bring(upload, choices=left_out).changes["handelser"].new
    assert (new["omrade_id"], new["plats"]) == (None, "Torget")
    text = "Område;År;Folkmängd;Källa\nHisingen;2019;5;statistik\nNorrby;2019;6;statistik\nHisingen;2018;7;statistik\n"  # noqa: E501
    planned = bring(file("folk.csv", text), choices=left_out)
    assert [(row["omrade_id"], row["antal"]) for row in planned.changes["folkmangd"].new] == [
        ("norrby", 6)
    ]
    assert planned.reading.notes == [
        "folk.csv: 2 rader tas inte med, för ett namn som lämnas utanför."
    ]
    assert telling.told_of_names(planned) == [
        "1 namn finns inte i Områden och lämnas utanför: Hisingen."
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_headings_are_found_below_titles(file, bring, form):
    rows: list[list] = [
        ["Folkmängd, stadsdelar, åren 2018–2019"],
        [],
        ["Uttag; maj"],
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2019, 1100, "statistik"],
    ]
    text = "\r\n".join(
        ";".join(map(str, row)).replace("Uttag; maj", "Uttag, maj, 2020") for row in rows
    )
    planned = bring(file(f"uttag.{form}", workbook(*rows) if form == "xlsx" else text, "cp1252"))
    assert planned.problems == []
    assert [row["antal"] for row in planned.changes["folkmangd"].new] == [1100]
    called = "Blad1" if form == "xlsx" else "uttag"
    assert planned.reading.notes == [f"De 2 raderna ovanför rubrikerna ({called}) läses inte."]


def test_file_made_for_excel_states_its_delimiter(file, bring):
    text = "sep=;\nOmråde;År;Folkmängd;Källa\nNorrby;2019;1 100;statistik\nNorrby;2018;x;analys"
    [problem] = bring(file("folk.csv", text)).problems
    assert str(problem) == 'folk.csv rad 4, kolumn Folkmängd: "x" är inte ett heltal'


def test_column_that_is_missing_is_named_and_a_table_with_two_missing_is_not_guessed(file, bring):
    text = "Fotnot\nOmråde;År;Svarsfrekvens;Utskick;Undersökning;Källa\nNorrby;2019;50;400;Enkät;statistik\n"  # noqa: E501
    [problem] = bring(file("svar.csv", text)).problems
    assert (
        str(problem)
        == "svar.csv rad 2, kolumn Indikator: kolumnen saknas; Undersökningar måste ha den"
    )
    for headings in ("Område;År;Källa;Anmärkning", "År;Källa;Anmärkning"):
        [problem] = bring(file("x.csv", f"{headings}\n2019;2019;statistik;\n")).problems
        assert "känns inte igen" in str(problem)
    [problem] = bring(
        file("folkmangd.csv", "Område;År;Källa;Anmärkning\nNorrby;2019;statistik;\n")
    ).problems
    assert (
        str(problem)
        == "folkmangd.csv rad 1, kolumn Folkmängd: kolumnen saknas; Folkmängd måste ha den"
    )


def test_row_with_sums_is_told_once(file, bring):
    rows = [
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2019, 5, "statistik"],
        ["Summa:", None, 5, None],
    ]
    [problem] = bring(file("folk.xlsx", workbook(*rows))).problems
    assert (
        str(problem)
        == 'folk.xlsx rad 3: "Summa:" ser ut som en summa av raderna ovanför; ta bort raden'
    )


def test_merged_cells_hold_for_all_their_rows_but_numbers_do_not(file, bring):
    book = openpyxl.Workbook()
    for row in (
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2018, 5, "statistik"],
        [None, 2019, None, None],
        ["Ängen", 2018, 7, "statistik"],
        [None, 2019, 8, None],
    ):
        book.active.append(row)
    for cells in ("A2:A3", "D2:D3", "A4:A5", "D4:D5", "F1:G1"):
        book.active.merge_cells(cells)
    planned = bring(file("folk.xlsx", saved(book)))
    assert [str(problem) for problem in planned.problems] == [
        "folk.xlsx rad 3, kolumn Folkmängd: får inte vara tom"
    ]
    book.active["C3"] = 6
    book.active.merge_cells("C4:C5")
    planned = bring(file("folk.xlsx", saved(book)))
    assert [str(problem) for problem in planned.problems] == [
        "folk.xlsx rad 5, kolumn Folkmängd: får inte vara tom"
    ]
    assert planned.reading.notes == [
        "Text i sammanfogade celler läses på alla deras rader, tal bara på den första."
    ]


def test_kommunkod_that_a_spreadsheet_took_for_a_number_gets_its_nought_back(file, bring):
    planned = bring(
        file("omr.xlsx", workbook(["Namn", "Typ", "Kommunkod"], ["Annanstad", "kommun", 680]))
    )
    assert [row["kommunkod"] for row in planned.changes["omraden"].new] == ["0680"]


def test_row_without_id_is_the_stored_row_that_says_the_same(file, bring, database):
    columns = [
        "Från och med",
        "Tema",
        "Datumets precision",
        "Typ",
        "Plats",
        "Område",
        "Genomförd",
        "Källa",
    ]
    same = ["2023-04-30", "Vårsamtal", "dag", "medborgardialog", "Torget", "Norrby", "ja", "analys"]
    different = {"samma-blad1": "olika"}
    change = bring(file("d.xlsx", workbook(columns, same, same)), answers=different).changes[
        "handelser"
    ]
    assert [after["handelse_id"] for _, after in change.changed] == ["h-tva-dagar"]
    assert [row["handelse_id"] for row in change.new] == ["2023-04-30-varsamtal-torget-norrby"]


def test_id_made_of_a_name_is_never_that_of_another_row(file, bring, database):
    bring(
        file(
            "a.xlsx",
            workbook(["Område", "Namn", "Typ", "Kommunkod"], ["vastana", "Östanå", "ort", "9999"]),
        )
    )
    upload = file("b.xlsx", workbook(["Namn", "Typ", "Kommunkod"], ["Västanå", "ort", "9999"]))
    change = bring(upload).changes["omraden"]
    assert ([row["omrade_id"] for row in change.new], change.changed) == (["vastana-2"], [])
    areas = SQL_TABLES["omraden"].c
    names = database.rows(
        sa.select(areas.omrade_id, areas.namn).where(areas.omrade_id.startswith("vastana"))
    )
    assert sorted(map(tuple, names)) == [("vastana", "Östanå"), ("vastana-2", "Västanå")]
    assert not bring(upload).changes_something


def test_rows_alike_are_told_and_never_get_the_id_of_another(file, bring):
    columns = ["Händelse", *EVENTS]
    made = ["2019-04-25-trygghet-torget", *event("2019-04-25", "Torget", None)]
    empty = [None, *event("2019-04-25", "Torget", None)]
    planned = bring(
        file("d.xlsx", workbook(columns, made, empty, empty)), answers={"samma-blad1": "olika"}
    )
    ids = [row["handelse_id"] for row in planned.changes["handelser"].new]
    assert ids == [made[0], f"{made[0]}-2", f"{made[0]}-3"]
    [question] = planned.reading.questions.values()
    assert question.text == "d.xlsx: dessa rader ser ut att gälla samma sak: 4 som 3. Gör de det?"


@pytest.mark.parametrize(
    "order", [("Medborgarlöften", "Aktiviteter", "Mål"), ("Mål", "Aktiviteter", "Medborgarlöften")]
)
def test_sheets_may_stand_in_any_order(file, bring, order):
    sheets = {
        "Medborgarlöften": [
            ["Löfte", "Namn", "Från och med år", "Till och med år", "Källa"],
            ["nytt", "Löfte 2031", 2031, 2031, "lofte"],
        ],
        "Aktiviteter": [
            ["Löfte", "Nummer", "Namn", "Källa"],
            ["Löfte 2031", 1, "Fotpatruller", "lofte"],
        ],
        "Mål": [
            ["Löfte", "Aktivitet", "Mått", "Jämförelse", "Måltal", "Källa"],
            ["Löfte 2031", "Fotpatruller", "Pass", "minst", 10, "lofte"],
        ],
    }
    book = book_of({name: sheets[name] for name in order})
    planned = bring(file("lofte.xlsx", saved(book)))
    assert planned.problems == []
    [activity] = planned.changes["aktiviteter"].new
    assert (activity["aktivitet_id"], activity["lofte_id"]) == ("nytt-fotpatruller", "nytt")
    assert planned.changes["mal"].new[0]["aktivitet_id"] == "nytt-fotpatruller"


def test_merged_year_holds_for_its_rows_and_a_merged_block_does_not(file, bring):
    book = openpyxl.Workbook()
    for row in (
        ["År", "Område", "Folkmängd", "Källa", "Anmärkning"],
        [2019, "Norrby", 5, "statistik", "Ett"],
        [None, "Ängen", 6, "statistik", None],
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("E2:F3")
    new = bring(file("folk.xlsx", saved(book))).changes["folkmangd"].new
    assert [(row["ar"], row["antal"], row["anmarkning"]) for row in new] == [
        (2019, 5, "Ett"),
        (2019, 6, None),
    ]


def test_activity_whose_name_recurs_is_told_by_its_promise(file, bring, database, litet, add):
    text = "Löfte;Nummer;Namn;Källa\nMedborgarlöfte 2020;9;Fotpatruller;lofte\n"
    bring(file("aktiviteter.csv", text))
    known = standing.all_rows(database)
    called = templates.names_of(BY_NAME["aktiviteter"], known)
    assert called["a-patrull"] == "Fotpatruller (Medborgarlöfte 2022–2023)"
    assert called["a-dialog"] == "Dialoger"
    headings = "Aktivitet;År;Tertial;Status;Statusens grund;Källa\n"
    [problem] = bring(
        file("uppf.csv", headings + "Fotpatruller;2022;1;pågår;källa;lofte\n")
    ).problems
    assert (
        str(problem)
        == 'uppf.csv rad 2, kolumn Aktivitet: "Fotpatruller" finns inte i Aktiviteter; där finns '
        '"Fotpatruller (Medborgarlöfte 2022–2023)" och "Fotpatruller (Medborgarlöfte 2020)"'
    )
    text = headings + "Fotpatruller (Medborgarlöfte 2022–2023);2022;1;pågår;källa;lofte\n"
    change = bring(file("uppf.csv", text)).changes["uppfoljningar"]
    assert [
        row["aktivitet_id"] for row in (*change.new, *(after for _, after in change.changed))
    ] == ["a-patrull"]


def test_gaps_and_notes_below_a_table_are_no_faults(file, bring):
    rows = [
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2019, "..", "analys"],
        ["Ängen", 2019, 7, "analys"],
        ["Källa: SCB"],
        ["* preliminärt"],
    ]
    planned = bring(file("folk.xlsx", workbook(*rows)))
    assert planned.problems == []
    assert [row["antal"] for row in planned.changes["folkmangd"].new] == [7]
    assert planned.reading.notes == [
        "folk.xlsx: 1 rad tas inte med, för talet är inte känt.",
        "folk.xlsx: 2 rader tas inte med, för det är noter.",
    ]


def test_column_of_ones_own_is_told_and_not_read(file, bring):
    text = "Område;År;Folkmängd;Källa;Handläggare\nNorrby;2019;7;statistik;enheten\n"
    planned = bring(file("folk.csv", text))
    assert [row["antal"] for row in planned.changes["folkmangd"].new] == [7]
    assert planned.reading.notes == ["Kolumnen Handläggare finns inte i Folkmängd och läses inte."]


def test_every_fault_of_a_row_is_told_also_when_its_date_is_wrong(file, bring):
    row = ["2026-13-01", "T", "dag", "Dialog", "", "Hisingen", "kanske", "analys"]
    planned = bring(file("d.xlsx", workbook(EVENTS, row)))
    assert [problem.column for problem in planned.problems] == ["Från och med", "Typ", "Genomförd"]
    assert [asked.name for asked in planned.unmatched] == ["Hisingen"]
    assert planned.reading.notes == []


def test_day_without_a_year_is_shown_and_a_title_may_tell_it(file, bring):
    row = event("25/4", "Torget", None)
    planned = bring(file("d.xlsx", workbook(EVENTS, row)))
    assert not planned.reading.is_answered
    assert planned.problems == []
    assert planned.reading.notes == [
        'd.xlsx rad 2, kolumn Från och med: "25/4" saknar år, och det framgår inte av filen i'
        " övrigt."
    ]
    planned = bring(file("d.xlsx", workbook(["Dialoger 2019"], EVENTS, row)))
    assert [row["datum_fran"].isoformat() for row in planned.changes["handelser"].new] == [
        "2019-04-25"
    ]
    assert any("läses som 2019" in note for note in planned.reading.notes)


def test_year_in_the_name_of_a_sheet_is_a_witness(file, bring):
    sheets = {
        name: [EVENTS, event(day, "Torget", None)]
        for name, day in (("2018", "25/4"), ("2019", "26/4"))
    }
    upload = file("dialoger 2019.xlsx", saved(book_of(sheets)))
    planned = bring(upload)
    assert [*planned.reading.questions] == ["ar-2018"] and not planned.is_ready
    found = bring(upload, answers={"ar-2018": "2018"}).changes["handelser"].new
    assert sorted(row["datum_fran"].isoformat() for row in found) == ["2018-04-25", "2019-04-26"]


def test_sheets_may_each_tell_their_year(file, bring):
    sheets = {name: [EVENTS, event("25/4", "Torget", None)] for name in ("2018", "2019")}
    found = bring(file("dialoger.xlsx", saved(book_of(sheets)))).changes["handelser"].new
    assert sorted(row["datum_fran"].isoformat() for row in found) == ["2018-04-25", "2019-04-25"]


def test_area_may_be_told_by_its_code_and_shares_with_their_sign(file, bring):
    text = (
        "Indikator;Område;År;Grupp;Värde;Källa\nKänner sig trygg ute;9999;2019;totalt;55,3"
        " %;analys\n"
    )
    [row] = bring(file("x.csv", text)).changes["indikatorvarden"].new
    assert (row["omrade_id"], row["varde"]) == ("exempelstad", 55.3)


@pytest.mark.parametrize(
    ("number_format", "value"), [("0.0%", 55.3), ('0.0" %"', 0.553), ("0.0\\%", 0.553)]
)
def test_only_a_format_of_per_cent_makes_a_number_larger(file, bring, number_format, value):
    book = openpyxl.Workbook()
    book.active.append(["Indikator", "Område", "År", "Grupp", "Värde", "Källa"])
    book.active.append(["Känner sig trygg ute", "Norrby", 2019, "totalt", 0.553, "analys"])
    book.active["E2"].number_format = number_format
    upload = file("enkat.xlsx", saved(book))
    [row] = bring(upload, answers={"andel-trygg-ute": "procent"}).changes["indikatorvarden"].new
    assert row["varde"] == value


@pytest.mark.parametrize("number_format", ['0"000"', '0.0" ‰"', "0.0\\‰", '0" tusen"'])
def test_format_that_shows_another_number_is_a_fault(file, bring, number_format):
    book = openpyxl.Workbook()
    book.active.append(["Område", "År", "Folkmängd", "Källa"])
    book.active.append(["Norrby", 2019, 146, "statistik"])
    book.active["C2"].number_format = number_format
    [problem] = bring(file("folk.xlsx", saved(book))).problems
    assert (problem.row, problem.column) == (2, "C")
    assert problem.message.startswith("146 visas som ett annat tal")


@pytest.mark.parametrize("number_format", ["#,##0", '0" m2"', '0" personer"', "0000", '0" st";-0'])
def test_format_that_shows_the_same_number_is_none(file, bring, number_format):
    book = openpyxl.Workbook()
    book.active.append(["Område", "År", "Folkmängd", "Källa"])
    book.active.append(["Norrby", 2019, 146, "statistik"])
    book.active["C2"].number_format = number_format
    assert bring(file("folk.xlsx", saved(book))).changes["folkmangd"].new[0]["antal"] == 146


def test_carriage_return_of_a_workbook_is_a_break_of_a_line(litet, database, file):
    known = rows_of(Location.parse(litet))
    row = known["folkmangd"][0] | {"anmarkning": "rad 1\r\nrad 2", "ar": 2019}
    content = templates.xlsx_bytes(["folkmangd"], {"folkmangd": [row]}, known)
    assert planning.plan(database, file("folk.xlsx", content)).changes["folkmangd"].new == [
        row | {"anmarkning": "rad 1\nrad 2"}
    ]


def test_table_is_the_one_that_fits_best_although_a_column_is_missing(file, bring):
    text = "Område;År;Kvartal;Brottstyp;Antal;Källa\nExempelstad;2019;1;Stöld;7;statistik\n"
    [problem] = bring(file("x.csv", text)).problems
    assert (
        str(problem)
        == "x.csv rad 1, kolumn Preliminär: kolumnen saknas; Anmälda brott måste ha den"
    )
    [problem] = bring(file("x.csv", "Roll;År\nprioriterat;2019\n")).problems
    assert "känns inte igen" in str(problem)


def test_preliminary_value_never_replaces_a_final_one_but_fills_a_gap(file, bring, database):
    headings = "Indikator;Område;År;Grupp;Värde;Preliminär;Källa\n"

    def value(area: str, number: str, preliminary: str):
        text = f"{headings}problemindex;{area};2023;totalt;{number};{preliminary};analys\n"
        change = bring(file("v.csv", text)).changes["indikatorvarden"]
        return len(change.changed), change.same, change.kept

    assert value("norrby", "3,3", "ja") == (0, 0, 1)
    assert value("norrby", "3,1", "nej") == (0, 1, 0)
    assert value("norrby", "3,3", "nej") == (1, 0, 0)
    assert value("akern", "4,1", "ja") == (1, 0, 0)
    assert value("akern", "4,2", "ja") == (1, 0, 0)
    assert value("akern", "4,2", "nej") == (1, 0, 0)
    assert value("akern", "4,3", "ja") == (0, 0, 1)


def test_faults_and_remarks_of_several_sheets_of_a_table_stay_with_their_sheet(
    file, bring, database
):
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("2019")
    first.title = "2018"
    for row in (
        ["Område", "År", "Folkmängd", "Källa", "Anmärkning"],
        ["Norrby", 2018, 5, "statistik", "Ungefär."],
    ):
        first.append(row)
    for row in (
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2019, 6, "statistik"],
        ["Ängen", 2019, "x", "statistik"],
        ["Norrby", 2018, 7, "statistik"],
    ):
        second.append(row)
    assert [str(problem) for problem in bring(file("folk.xlsx", saved(book))).problems] == [
        'folk.xlsx 2019 rad 3, kolumn Folkmängd: "x" är inte ett heltal',
        (
            'folk.xlsx 2019 rad 4, kolumn Område, År: "norrby, 2018" finns redan i folk.xlsx 2018'
            " på rad 2"
        ),
    ]
    second.delete_rows(3, 2)
    first["C2"], first["E2"] = 500, "Ny anmärkning."
    bring(file("folk.xlsx", saved(book)))
    first["C2"], first["E2"] = 501, "Ännu en."
    [(_, after)] = bring(file("folk.xlsx", saved(book))).changes["folkmangd"].changed
    assert after["anmarkning"] == "Ännu en."


def test_row_whose_key_has_a_name_that_is_left_out_is_left_out_too(file, bring, database):
    text = (
        "Aktivitet;Mått;Område;År;Tertial;Jämförelse;Värde;Enhet;Avser;Källa\n"
        "a-patrull;Pass;Hisingen;2023;1;exakt;3;pass;tertialet;analys\n"
    )
    planned = bring(file("utfall.csv", text), choices={("omraden", "hisingen"): ""})
    assert planned.problems == []
    assert not planned.changes_something
    assert planned.reading.notes == [
        "utfall.csv: 1 rad tas inte med, för ett namn som lämnas utanför.",
        "Ingen rad i filen läses in.",
    ]


def test_unknown_quarter_is_not_the_whole_year(file, bring):
    text = "Område;År;Kvartal;Brottstyp;Antal;Preliminär;Källa\nExempelstad;2019;..;Stöld;7;nej;statistik\n"  # noqa: E501
    planned = bring(file("x.csv", text))
    assert not planned.changes_something
    assert planned.reading.notes == [
        "x.csv: 1 rad tas inte med, för talet är inte känt.",
        "Ingen rad i filen läses in.",
    ]


def test_last_day_of_several(file, bring):
    columns = ["Från och med", "Till och med", *EVENTS[1:]]
    row = ["2019-04-15", "15-16/4 2019", *event("", "Torget", None)[1:]]
    [new] = bring(file("d.xlsx", workbook(columns, row))).changes["handelser"].new
    assert (new["datum_fran"].day, new["datum_till"].day) == (15, 16)


def test_merged_number_that_looks_like_a_year_is_not_spread(file, bring):
    book = openpyxl.Workbook()
    for row in (
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2018, 2000, "analys"],
        ["Norrby", 2019, None, "analys"],
    ):
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    [problem] = bring(file("folk.xlsx", saved(book))).problems
    assert str(problem) == "folk.xlsx rad 3, kolumn Folkmängd: får inte vara tom"


def test_name_that_two_rows_of_the_file_bear_tells_neither(file, bring):
    sheets = {
        "Aktiviteter": [
            ["Löfte", "Nummer", "Namn", "Källa"],
            ["lofte-2022", 8, "Nattvandring", "lofte"],
            ["lofte-2020", 9, "Nattvandring", "lofte"],
        ],
        "Mål": [
            ["Löfte", "Aktivitet", "Mått", "Jämförelse", "Måltal", "Källa"],
            ["lofte-2022", "Nattvandring", "Pass", "minst", 10, "lofte"],
        ],
    }
    book = book_of(sheets)
    [problem] = bring(file("x.xlsx", saved(book))).problems
    assert str(problem).startswith(
        'x.xlsx Mål rad 2, kolumn Aktivitet: "Nattvandring" finns inte i Aktiviteter'
    )


def test_name_that_differs_in_a_sign_is_another_row_with_an_id_of_its_own(file, bring, database):
    bring(file("a.csv", "Namn;Typ;Kommunkod\nVästanå;ort;9999\n"))
    change = bring(
        file("b.csv", "Namn;Typ;Kommunkod\nVästanå!;ort;9999\nVÄSTANÅ;ort;9999\n")
    ).changes["omraden"]
    assert [row["omrade_id"] for row in change.new] == ["vastana-2"]
    assert [after["omrade_id"] for _, after in change.changed] == ["vastana"]


def test_title_that_is_a_heading_too_and_names_that_look_like_notes_or_sums(file, bring):
    rows = [["Folkmängd"], ["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2019, 5, "analys"]]
    assert bring(file("folk.xlsx", workbook(*rows, title="Folkmängd"))).problems == []
    planned = bring(
        file(
            "parter.xlsx",
            workbook(["Namn"], ["Obs-gruppen"], ["Alla"], ["Källa vårdcentral"], title="Parter"),
        )
    )
    assert planned.problems == []
    assert [row["namn"] for row in planned.changes["parter"].new] == [
        "Obs-gruppen",
        "Alla",
        "Källa vårdcentral",
    ]


def test_event_of_another_area_is_another_event_in_whatever_order_they_stand(file, bring, database):
    def brought(*rows: tuple[str, int]) -> list[tuple[str, int]]:
        columns = [*EVENTS, "Deltagare", "Deltagare, jämförelse"]
        texts = [[*event("2019-04-25", None, area), count, "exakt"] for area, count in rows]
        assert bring(file("d.xlsx", workbook(columns, *texts))).problems == []
        events = SQL_TABLES["handelser"].c
        query = sa.select(events.omrade_id, events.deltagare).where(
            events.datum_fran == dt.date(2019, 4, 25)
        )
        return sorted(tuple(row) for row in database.rows(query))

    assert brought(("Norrby", 1), ("Ängen", 2), ("Åkern", 3)) == [
        ("akern", 3),
        ("angen", 2),
        ("norrby", 1),
    ]
    assert brought(("Åkern", 3), ("Ängen", 5)) == [("akern", 3), ("angen", 5), ("norrby", 1)]


def test_part_in_brackets_is_asked_about_and_a_code_or_kind_is_not(file, bring):
    text = "Område;År;Folkmängd;Källa\n{};2019;5;analys\n"
    for name in ("Norrby (norra delen)", "Norrby (exkl. torget)"):
        assert [asked.name for asked in bring(file("x.csv", text.format(name))).unmatched] == [name]
    for name in (
        "Norrby (bostadsområde)",
        "Norrby (stadsdel)",
        "Exempelstad (kommun)",
        "Exempelstad (9999)",
    ):
        assert bring(file("x.csv", text.format(name))).unmatched == []


@pytest.mark.parametrize(
    "name",
    ["Exempelstad (tätort)", "Exempelstad (ort)", "Exempelstad (centrum)", "Norrby (kommun)"],
)
def test_kind_in_brackets_that_the_area_is_not_is_asked_about(file, bring, name):
    planned = bring(file("x.csv", f"Område;År;Folkmängd;Källa\n{name};2019;5;analys\n"))
    assert ([asked.name for asked in planned.unmatched], planned.changes_something) == (
        [name],
        False,
    )


def test_each_kind_in_brackets_is_chosen_for_by_itself(file, bring):
    people = (
        "Område;År;Folkmängd;Källa\nExempelstad (tätort);2019;5;analys\nExempelstad"
        " (centrum);2019;6;analys\n"
    )
    asked = bring(
        file("x.csv", people), choices={("omraden", "exempelstad (centrum)"): "angen"}
    ).unmatched
    assert [name.name for name in asked] == ["Exempelstad (tätort)"]


def test_value_that_is_not_known_is_a_row_left_out(file, bring):
    text = "Indikator;Område;År;Grupp;Värde;Källa\nproblemindex;Norrby;2021;totalt;..;analys\n"
    planned = bring(file("v.csv", text))
    assert (planned.problems, planned.changes_something) == ([], False)


def test_name_that_is_chosen_anew_is_told_to_leave_what_was_read_before(file, bring):
    upload = file("x.csv", "Område;År;Folkmängd;Källa\nNorrby södra;2019;5;analys\n")
    bring(upload, choices={("omraden", "norrby södra"): "norrby"})
    planned = bring(upload, choices={("omraden", "norrby södra"): "akern"})
    assert telling.told_of_names(planned) == [
        "Det som har lästs in enligt ett tidigare val av namn står kvar."
    ]


def test_year_of_a_title_is_that_of_every_date_below_it(file, bring):
    rows = [
        ["Källor 2019"],
        ["Källa", "Titel", "Utgivare", "Publicerad"],
        ["ny", "Ny", "Kommunen", "25/4"],
    ]
    [row] = bring(file("k.xlsx", workbook(*rows))).changes["kallor"].new
    assert row["publicerad"] == dt.date(2019, 4, 25)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#SAKNAS!", "#värdefel!"])
def test_error_of_a_spreadsheet_is_no_text(file, bring, error):
    row = ["2024-04-25", error, "dag", "medborgardialog", "Torget", "Norrby", "ja", "analys"]
    [problem] = bring(file("d.xlsx", workbook(EVENTS, row))).problems
    assert f'kolumn Tema: "{error}" är ett fel i Excel; rätta eller töm cellen' in str(problem)


def test_per_cent_is_no_count(file, bring):
    book = openpyxl.Workbook()
    book.active.append(["Indikator", "Område", "År", "Grupp", "Värde", "Antal svar", "Källa"])
    book.active.append(["Känner sig trygg ute", "Norrby", 2019, "totalt", 0.5, 0.25, "analys"])
    book.active["E2"].number_format = book.active["F2"].number_format = "0%"
    [problem] = bring(file("e.xlsx", saved(book))).problems
    assert str(problem) == 'e.xlsx rad 2, kolumn Antal svar: "25 %" är inte ett heltal'


def test_years_of_name_and_title_that_differ_are_asked_about(file, bring):
    rows = [
        ["Källor 2019"],
        ["Källa", "Titel", "Utgivare", "Publicerad"],
        ["ny", "Ny", "Kommunen", "25/4"],
    ]
    assert not bring(file("uttag 2020.xlsx", workbook(*rows))).reading.is_answered
    [row] = (
        bring(file("uttag 2020.xlsx", workbook(*rows)), answers={"ar": "2020"})
        .changes["kallor"]
        .new
    )
    assert row["publicerad"] == dt.date(2020, 4, 25)


def test_date_that_a_spreadsheet_took_for_a_number_is_a_fault(file, bring):
    row = [25.1, "Samtal", "dag", "medborgardialog", "Torget", "Norrby", "ja", "analys"]
    [problem] = bring(file("d.xlsx", workbook(EVENTS, row)), answers={"ar": "2024"}).problems
    assert '"25.1" är ett tal i Excel; skriv datumet som 25/4 eller 2024-04-25' in str(problem)


def test_day_of_the_week_tells_whether_the_year_is_right():
    assert days("torsdag 25 april", 2024)[0] == dt.date(2024, 4, 25)
    with pytest.raises(
        ValueError, match='"lördag 25 april" stämmer inte: 2024-04-25 är en torsdag'
    ):
        days("lördag 25 april", 2024)
    with pytest.raises(ValueError, match="2024-04-25 är en torsdag"):
        days("lördag 2024-04-25", None)


@pytest.mark.parametrize("name", ["DIALOGER", "Dialoger\u00a0", "dialoger"])
def test_activity_is_known_by_its_name_however_it_is_spaced_and_capitalised(file, bring, name):
    headings = "Aktivitet;Mått;År;Tertial;Jämförelse;Värde;Enhet;Avser;Källa"
    text = f"{headings}\n{name};Möten;2023;1;exakt;3;möten;tertialet;analys\n"
    planned = bring(file("u.csv", text))
    assert planned.problems == []
    assert [row["aktivitet_id"] for row in planned.changes["utfall"].new] == ["a-dialog"]


def test_letters_put_together_of_two_signs_are_the_same_letters(file, bring):
    text = unicodedata.normalize("NFD", "Område;År;Folkmängd;Källa\nÅkern;2019;5;statistik\n")
    [row] = bring(file("folk.csv", text)).changes["folkmangd"].new
    assert row["omrade_id"] == "akern"


def test_area_that_the_file_brings_is_known_in_its_other_sheets_also_in_capitals(file, bring):
    areas = [["Namn", "Typ", "Kommunkod"], ["Nybyn", "bostadsområde", "9999"]]
    people = [["Område", "År", "Folkmängd", "Källa"], ["NYBYN", 2022, 90, "statistik"]]
    book = book_of({"Områden": areas, "Folkmängd": people})
    upload = file("ny.xlsx", saved(book))
    planned = bring(upload)
    assert (planned.problems, planned.unmatched) == ([], [])
    assert [row["omrade_id"] for row in planned.changes["folkmangd"].new] == ["nybyn"]
    assert not bring(upload).changes_something


def test_share_with_any_space_before_its_sign_is_a_number(file, bring):
    text = (
        "Indikator;Område;År;Grupp;Värde;Källa\nKänner sig trygg"
        " ute;Norrby;2019;totalt;48,5\u00a0%;analys\n"
    )
    [row] = bring(file("e.csv", text)).changes["indikatorvarden"].new
    assert row["varde"] == 48.5


def test_events_that_differ_in_how_many_came_only_are_told(file, bring):
    row = ["2024-04-25", "Vårsamtal", "dag", "medborgardialog", "Torget", "Norrby", "ja", "analys"]
    upload = file("d.xlsx", workbook([*EVENTS, "Deltagare"], [*row, 10], [*row, 20]))
    planned = bring(upload)
    assert [*planned.reading.questions] == ["samma-blad1"] and not planned.is_ready
    [problem] = bring(upload, answers={"samma-blad1": "samma"}).problems
    assert (
        str(problem)
        == "d.xlsx rad 3, kolumn Deltagare: säger något annat än rad 2 om samma sak; rätta eller ta"
        " bort den ena"
    )
    new = bring(upload, answers={"samma-blad1": "olika"}).changes["handelser"].new
    assert [event["deltagare"] for event in new] == [10, 20]


def test_event_that_stands_twice_alike_may_be_read_once(file, bring):
    row = ["2024-04-25", "Vårsamtal", "dag", "medborgardialog", "Torget", "Norrby", "ja", "analys"]
    planned = bring(file("d.xlsx", workbook(EVENTS, row, row)), answers={"samma-blad1": "samma"})
    assert (planned.problems, len(planned.changes["handelser"].new)) == ([], 1)


@pytest.mark.parametrize("theme", ["Summa", "Summa 2024", "delsumma:", "Totalsumma"])
def test_sum_among_events_is_no_event(file, bring, theme):
    row = ["2024-04-25", theme, "dag", "medborgardialog", "", "Norrby", "ja", "analys"]
    [problem] = bring(file("d.xlsx", workbook(EVENTS, row))).problems
    assert f'"{theme}" ser ut som en summa' in str(problem)


@pytest.mark.parametrize("dash", ["-", "–", "—", "\u2011", "−"])
@pytest.mark.parametrize("indicator", ["Känner sig trygg ute", "Problemindex"])
def test_dash_in_a_share_or_an_index_is_a_gap(file, bring, indicator, dash):
    heading = "Indikator;Område;År;Grupp;Värde;Antal svar;Källa"
    rows = [
        f"{indicator};Norrby;{year};totalt;{value};{dash};analys"
        for year, value in ((2019, 5.5), (2018, dash))
    ]
    planned = bring(file("e.csv", "\n".join([heading, *rows])))
    assert not planned.reading.questions
    assert [
        (row["ar"], row["varde"], row["antal_svar"])
        for row in planned.changes["indikatorvarden"].new
    ] == [(2019, 5.5, None)]
    assert "e.csv: 1 rad tas inte med, för talet är inte känt." in planned.reading.notes


@pytest.mark.parametrize(("answer", "participants"), [("noll", 0), ("lucka", None)])
def test_dash_where_something_may_have_been_counted_is_asked_about(
    file, bring, answer, participants
):
    row = [
        "2024-04-25",
        "Vårsamtal",
        "dag",
        "medborgardialog",
        "Torget",
        "Norrby",
        "ja",
        "analys",
        "–",
    ]
    upload = file("d.xlsx", workbook([*EVENTS, "Deltagare"], row))
    assert [*bring(upload).reading.questions] == ["streck"]
    [event] = bring(upload, answers={"streck": answer}).changes["handelser"].new
    assert event["deltagare"] == participants


def test_dash_in_an_indicator_of_ones_own_that_is_counted_is_asked_about(file, bring):
    indicators = [["Namn", "Enhet"], ["Klotter", "antal"], ["Betyg", "index"]]
    columns = ["Indikator", "Område", "År", "Grupp", "Värde", "Källa"]
    values = [columns, ["Klotter", "Norrby", 2023, "totalt", "-", "analys"]]
    upload = file("k.xlsx", saved(book_of({"Indikatorer": indicators, "Indikatorvärden": values})))
    assert [*bring(upload).reading.questions] == ["streck"]
    [value] = bring(upload, answers={"streck": "noll"}).changes["indikatorvarden"].new
    assert value["varde"] == 0


SHARES = (
    "Indikator;Område;År;Grupp;Värde;Standardfel;Källa\nKänner sig trygg ute;{}\nKänner sig trygg"
    " ute;{}\n"
)


@pytest.mark.parametrize("answer", ["brak", "procent"])
@pytest.mark.parametrize("of_errors", ["brak", "procent"])
def test_shares_under_1_are_asked_about_and_their_errors_by_themselves(
    file, bring, answer, of_errors
):
    upload = file(
        "e.csv",
        SHARES.format("Norrby;2019;totalt;0,27;0,3;analys", "Åkern;2019;totalt;0.315;;analys"),
    )
    planned = bring(upload)
    assert [*planned.reading.questions] == [
        "andel-trygg-ute",
        "andel-trygg-ute-fel",
    ] and not planned.is_ready
    answers = {"andel-trygg-ute": answer, "andel-trygg-ute-fel": of_errors}
    new = bring(upload, answers=answers).changes["indikatorvarden"].new
    values = {"brak": (27, 31.5), "procent": (0.27, 0.315)}[answer]
    error = {
        "brak": 30,
        "procent": 0.3,
    }[of_errors]
    assert [(row["varde"], row["standardfel"]) for row in new] == [
        (values[0], error),
        (values[1], None),
    ]


def test_error_that_can_only_be_per_cent_is_no_fraction_as_its_value_is(file, bring):
    upload = file(
        "e.csv",
        SHARES.format("Norrby;2019;totalt;0,27;1,5;analys", "Åkern;2019;totalt;0.315;2,5;analys"),
    )
    planned = bring(upload, answers={"andel-trygg-ute": "brak"})
    assert [*planned.reading.questions] == ["andel-trygg-ute"]
    new = planned.changes["indikatorvarden"].new
    assert [(row["varde"], row["standardfel"]) for row in new] == [(27, 1.5), (31.5, 2.5)]


@pytest.mark.parametrize(("answer", "error"), [("brak", 1.5), ("procent", 0.015)])
def test_small_error_without_a_sign_beside_a_share_with_it_is_asked_about(
    file, bring, answer, error
):
    book = openpyxl.Workbook()
    book.active.append(["Indikator", "Område", "År", "Grupp", "Värde", "Standardfel", "Källa"])
    book.active.append(["Känner sig trygg ute", "Norrby", 2019, "totalt", 0.27, 0.015, "analys"])
    book.active["E2"].number_format = "0%"
    upload = file("e.xlsx", saved(book))
    planned = bring(upload)
    assert [*planned.reading.questions] == ["andel-trygg-ute-fel"] and not planned.is_ready
    [row] = bring(upload, answers={"andel-trygg-ute-fel": answer}).changes["indikatorvarden"].new
    assert (row["varde"], row["standardfel"]) == (27, error)


def test_error_that_can_only_be_per_cent_is_not_asked_about(file, bring):
    text = SHARES.format(
        "Norrby;2019;totalt;27 %;1,5;analys", "Åkern;2019;totalt;31 %;0,01 %;analys"
    )
    assert bring(file("e.csv", text)).reading.questions == {}


def test_shares_with_their_sign_or_beside_others_as_small_are_not_asked_about(file, bring):
    for shares in (("0,27 %", "31"), ("0,9", "4,5"), ("0", "0,0"), ("1", "2")):
        rows = [
            f"Norrby;{year};totalt;{share};;analys"
            for year, share in zip((2018, 2019), shares, strict=True)
        ]
        assert not bring(file("e.csv", SHARES.format(*rows))).reading.questions


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("Folkmängd 1 november", "Folkmängd"),
        ("Folkmängd", "Folkmängd 20–64 år"),
        ("Folkmängd", "Utrikes födda"),
        ("Folkmängd", "Medelfolkmängd"),
        ("Folkmängd", "Folkmängd, tusental"),
        ("Folkmängd", "Folkbokförda den sista juni"),
    ],
)
def test_title_of_some_of_the_people_is_asked_about(file, bring, sheet, title):
    rows = [[title], ["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2019, 5, "analys"]]
    planned = bring(file("f.xlsx", saved(book_of({sheet: rows}))))
    [key] = planned.reading.questions
    assert key.startswith("antal-") and not planned.is_ready


CRIMES = ["Område", "År", "Brottstyp", "Antal", "Preliminär", "Källa"]
STOLEN = ["Norrby", 2022, "Stöld", 5, "nej", "statistik"]
INDEX = ["Indikator", "Område", "År", "Grupp", "Värde", "Källa"]
PROBLEMS = ["Problemindex", "Norrby", 2021, "totalt", 2.5, "analys"]
PEOPLE = ["Område", "År", "Folkmängd", "Källa"]
COUNTED = ["Norrby", 2019, 7, "statistik"]


@pytest.mark.parametrize(
    ("title", "sheet", "heading", "row", "shown"),
    [
        ("Uppklarade brott 2022", "Blad1", CRIMES, STOLEN, "Uppklarade"),
        ("Anmälda brott 2022, januari–juni", "Anmälda brott", CRIMES, STOLEN, "januari–juni"),
        ("Anmälda brott, tusental", "Blad1", CRIMES, STOLEN, "tusental"),
        ("Anmälda brott mot kvinnor", "Blad1", CRIMES, STOLEN, "kvinnor"),
        ("Problemindex bland kvinnor", "Blad1", INDEX, PROBLEMS, "kvinnor"),
        ("Problemindex", "Flickor", INDEX, PROBLEMS, "Flickor"),
        ("Problemindex, promille", "Blad1", INDEX, PROBLEMS, "promille"),
        ("Problemindex, första halvåret", "Blad1", INDEX, PROBLEMS, "halvåret"),
    ],
)
def test_title_of_something_else_than_the_table_counts_is_asked_about(
    file, bring, title, sheet, heading, row, shown
):
    upload = file("tal.xlsx", saved(book_of({sheet: [[title], heading, row]})))
    planned = bring(upload)
    [(key, question)] = planned.reading.questions.items()
    assert f'står "{shown}"' in question.text and not planned.is_ready
    [problem] = bring(upload, answers={key: "del"}).problems
    assert "talen är något annat än" in str(problem)
    assert bring(upload, answers={key: "hela"}).is_ready


@pytest.mark.parametrize(
    ("title", "heading", "row"),
    [
        ("Anmälda brott 2022", CRIMES, STOLEN),
        ("Per kvartal", [*CRIMES, "Kvartal"], [*STOLEN, 1]),
        ("Problemindex kvinnor", INDEX, [*PROBLEMS[:3], "kvinnor", *PROBLEMS[4:]]),
        ("Mätningen i mars 2021", INDEX, PROBLEMS),
    ],
)
def test_title_that_the_columns_tell_too_is_not_asked_about(file, bring, title, heading, row):
    assert bring(file("tal.xlsx", saved(book_of({"Blad1": [[title], heading, row]})))).is_ready


@pytest.mark.parametrize(
    ("name", "sheet", "title", "note"),
    [
        ("brott.xlsx", "Blad1", "Preliminära siffror", ""),
        ("brott.xlsx", "Blad1", "Anmälda brott 2022 (prel.)", ""),
        ("brott.xlsx", "Prel 2022", "Anmälda brott", ""),
        ("brott preliminärt.xlsx", "Blad1", "Anmälda brott", ""),
        ("brott.xlsx", "Blad1", "Anmälda brott", "Anm: siffrorna är preliminära"),
    ],
)
def test_file_that_says_preliminary_over_rows_that_do_not_is_asked_about(
    file, bring, database, name, sheet, title, note
):
    rows = [[title], CRIMES, STOLEN, *([[note]] if note else [])]
    upload = file(name, saved(book_of({sheet: rows})))
    planned = bring(upload)
    [(key, question)] = planned.reading.questions.items()
    assert not planned.is_ready and "men rad 3 är inte preliminär" in question.text
    for answer, is_preliminary in (("nej", False), ("ja", True)):
        found = planning.plan(database, upload, answers={key: answer})
        assert [row["preliminar"] for row in found.changes["anmalda_brott"].new] == [is_preliminary]


def test_file_without_a_column_for_it_is_asked_too(file, bring, database):
    upload = file("tal.xlsx", workbook(["Preliminära värden"], INDEX, PROBLEMS))
    [key] = bring(upload).reading.questions
    found = planning.plan(database, upload, answers={key: "ja"})
    assert [row["preliminar"] for row in found.changes["indikatorvarden"].new] == [True]


@pytest.mark.parametrize(
    ("title", "last"),
    [("Preliminära siffror", "ja"), ("2021 är preliminärt", "nej"), ("Slutliga siffror", "nej")],
)
def test_file_that_says_what_its_column_says_is_not_asked_about(file, bring, title, last):
    row = [*STOLEN[:4], last, STOLEN[5]]
    assert bring(file("b.xlsx", workbook([title], CRIMES, row))).is_ready


def test_preliminary_people_are_told(file, bring):
    planned = bring(file("f.xlsx", workbook(["Preliminär folkmängd"], PEOPLE, COUNTED)))
    assert any(
        '"Preliminär folkmängd" går inte att skriva' in text for text in planned.reading.notes
    )


@pytest.mark.parametrize(
    ("heading", "row", "column", "cell"),
    [
        (PEOPLE, COUNTED, "Ålder", "20–64"),
        (PEOPLE, COUNTED, "Kön", "Kvinnor"),
        (PEOPLE, COUNTED, "Enhet", "tusental"),
        (CRIMES, STOLEN, "Tertial", 1),
        (CRIMES, STOLEN, "Status", "uppklarade"),
        (INDEX, PROBLEMS, "Kön", "kvinnor"),
        (INDEX, PROBLEMS, "Kvartal", 1),
        (INDEX, PROBLEMS, "Målgrupp", "Flickor 16–19 år"),
    ],
)
def test_column_that_is_not_read_and_limits_the_numbers_is_asked_about(
    file, bring, heading, row, column, cell
):
    upload = file("tal.xlsx", workbook([*heading, column], [*row, cell]))
    planned = bring(upload)
    [(key, question)] = planned.reading.questions.items()
    assert f'Kolumnen {column} läses inte och säger "{str(cell).casefold()}"' in question.text
    [problem] = bring(upload, answers={key: "del"}).problems
    assert problem.column == column and "talen är något annat än" in problem.message
    assert bring(upload, answers={key: "hela"}).is_ready


@pytest.mark.parametrize(
    ("heading", "row", "column", "cell"),
    [
        (PEOPLE, COUNTED, "Ålder", "samtliga åldrar"),
        (PEOPLE, COUNTED, "Kön", "Kvinnor och män"),
        (PEOPLE, COUNTED, "Enhet", "antal personer"),
        (PEOPLE, COUNTED, "Kommun", "Exempelstads kommun"),
        (PEOPLE, COUNTED, "Kommunkod", 9999),
        (INDEX, [*PROBLEMS[:3], "kvinnor", *PROBLEMS[4:]], "Kön", "Kvinnor"),
    ],
)
def test_column_that_limits_nothing_is_only_told(file, bring, heading, row, column, cell):
    planned = bring(file("tal.xlsx", workbook([*heading, column], [*row, cell])))
    assert planned.is_ready
    assert any(f"Kolumnen {column} finns inte" in note for note in planned.reading.notes)


@pytest.mark.parametrize(
    ("column", "cell"), [("Kommun", "Annanstad"), ("Kommunkod", "1480"), ("Kommunnamn", "Riket")]
)
def test_area_of_another_kommun_is_a_fault(file, bring, column, cell):
    [problem] = bring(file("tal.xlsx", workbook([*PEOPLE, column], [*COUNTED, cell]))).problems
    assert (problem.row, problem.column) == (2, column)
    assert problem.message.startswith(
        f'"{cell}" är inte den kommun som Norrby ligger i här: Exempelstad'
    )


def test_title_of_all_the_people_is_not_asked_about(file, bring):
    rows = [
        ["Folkmängd 31 december 2018–2019, alla åldrar"],
        ["Område", "År", "Folkmängd", "Källa"],
        ["Norrby", 2019, 5, "analys"],
    ]
    planned = bring(file("f.xlsx", saved(book_of({"Folkmängd": rows}))))
    assert (planned.reading.questions, planned.changes_something) == ({}, True)


OUTCOMES = "Aktivitet;År;Tertial;Mått;Jämförelse;Värde;Enhet;Avser;Källa\n"


@pytest.mark.parametrize(
    ("number", "answer", "value"),
    [("1.200", "tusental", 1200), ("1,200", "tusental", 1200), ("1.200", "decimaler", 1.2)],
)
def test_point_that_may_part_thousands_is_asked_about(file, bring, number, answer, value):
    upload = file(
        "u.csv", OUTCOMES + f"a-patrull;2023;3;Besökare;exakt;{number};besökare;tertialet;analys\n"
    )
    planned = bring(upload)
    assert [*planned.reading.questions] == ["tusental-utfall-besokare"] and not planned.is_ready
    [row] = bring(upload, answers={"tusental-utfall-besokare": answer}).changes["utfall"].new
    assert row["varde"] == value


def test_measure_that_is_written_in_two_ways_is_asked_about_once(file, bring):
    text = "".join(
        f"a-patrull;2023;{at};{called};exakt;{at}.200;{unit};tertialet;analys\n"
        for at, called, unit in ((1, "Besökare", "pass"), (3, "besökare", "Pass"))
    )
    upload = file("u.csv", OUTCOMES + text)
    assert [*bring(upload).reading.questions] == ["tusental-utfall-besokare"]
    new = bring(upload, answers={"tusental-utfall-besokare": "tusental"}).changes["utfall"].new
    assert [row["varde"] for row in new] == [1200, 3200]


def test_point_in_an_indicator_without_unit_is_asked_about(file, bring):
    upload = file(
        "v.csv", "Indikator;Område;År;Grupp;Värde;Källa\nSkräp;Norrby;2019;totalt;14.468;analys\n"
    )
    assert [*bring(upload).reading.questions] == ["tusental-avfall"]


@pytest.mark.parametrize(
    ("number", "unit"), [("1.200", "index"), ("0.200", "pass"), ("1.25", "pass"), ("1200", "pass")]
)
def test_point_that_can_only_be_decimal_is_not_asked_about(file, bring, number, unit):
    text = f"a-patrull;2023;3;Besökare;exakt;{number};{unit};tertialet;analys\n"
    assert bring(file("u.csv", OUTCOMES + text)).reading.questions == {}


def test_another_number_shows_that_the_point_is_decimal(file, bring):
    text = "a-patrull;2023;{};Besökare;exakt;{};pass;tertialet;analys\n"
    upload = file("u.csv", OUTCOMES + text.format(1, "1.250") + text.format(3, "1.5"))
    assert [row["varde"] for row in bring(upload).changes["utfall"].new] == [1.25, 1.5]


@pytest.mark.parametrize(
    ("unit", "is_same"), [("promille", False), ("antal", False), ("%", True), ("Procent", True)]
)
def test_row_that_states_another_unit_than_its_indicator_is_a_fault(file, bring, unit, is_same):
    text = (
        "Indikator;Område;År;Grupp;Värde;Enhet;Källa\nKänner sig trygg"
        f" ute;Norrby;2019;totalt;31;{unit};analys\n"
    )
    told = (
        []
        if is_same
        else [
            f'v.csv rad 2, kolumn Enhet: "{unit}" är en annan enhet än den som Känner sig trygg ute'
            " har: procent"
        ]
    )
    assert [str(problem) for problem in bring(file("v.csv", text)).problems] == told


def test_share_of_answers_under_1_is_asked_about(file, bring):
    text = (
        "Indikator;Område;År;Undersökning;Utskick;Svarsfrekvens;Källa\n"
        "Problemindex;Norrby;2019;Enkät;400;0,48;analys\n"
    )
    key = "andel-undersokningar-svarsfrekvens-problemindex"
    [survey] = bring(file("u.csv", text), answers={key: "brak"}).changes["undersokningar"].new
    assert survey["svarsfrekvens"] == 48


def test_shares_of_answers_are_asked_about_by_indicator(file, bring):
    text = (
        "Indikator;Område;År;Undersökning;Utskick;Svarsfrekvens;Källa\n"
        "Problemindex;Norrby;2019;Enkät;400;0,48;analys\n"
        "Känner sig trygg ute;Norrby;2019;Panel;400;0,9;analys\n"
        "Känner sig trygg ute;Åkern;2019;Panel;400;4,5;analys\n"
    )
    upload = file("u.csv", text)
    [key] = bring(upload).reading.questions
    new = bring(upload, answers={key: "brak"}).changes["undersokningar"].new
    assert sorted(row["svarsfrekvens"] for row in new) == [0.9, 4.5, 48]


@pytest.mark.parametrize(
    ("indicator", "told"),
    [("Problemindex", "Problemindex är i index"), ("Skräp", "Skräp inte har någon enhet")],
)
def test_per_cent_in_another_unit_is_a_fault(file, bring, indicator, told):
    text = f"Indikator;Område;År;Grupp;Värde;Källa\n{indicator};Norrby;2019;totalt;3,1 %;analys\n"
    [problem] = bring(file("e.csv", text)).problems
    assert (
        str(problem)
        == f'e.csv rad 2, kolumn Värde: "3,1 %" är procent, men {told}; skriv talet utan %'
    )


WITHOUT_AREA = [column for column in EVENTS if column != "Område"]


def test_sheets_named_after_areas_are_asked_about(file, bring, database):
    rows = {
        name: [
            WITHOUT_AREA,
            ["2024-04-25", theme, "dag", "medborgardialog", "Torget", "ja", "analys"],
        ]
        for name, theme in (("Norrby", "Ett"), ("Åkern", "Två"), ("Övrigt", "Tre"))
    }
    upload = file("dialoger.xlsx", saved(book_of(rows)))
    planned = bring(upload)
    assert [*planned.reading.questions] == ["bladens-omraden"] and not planned.is_ready
    assert (
        '"Norrby" och "Åkern" heter som områden'
        in planned.reading.questions["bladens-omraden"].text
    )

    def areas(planned) -> list:
        return [row["omrade_id"] for row in planned.changes["handelser"].new]

    assert areas(planning.plan(database, upload, answers={"bladens-omraden": "nej"})) == [
        None,
        None,
        None,
    ]
    yes = {"bladens-omraden": "ja"}
    assert [asked.name for asked in bring(upload, answers=yes).unmatched] == ["Övrigt"]
    assert areas(bring(upload, answers=yes, choices={("omraden", "övrigt"): ""})) == [
        "norrby",
        "akern",
        None,
    ]


def test_table_that_must_have_an_area_may_have_it_in_the_sheets_name(file, bring):
    rows = [["År", "Folkmängd", "Källa"], [2019, 500, "statistik"]]
    upload = file("folk.xlsx", saved(book_of({"Norrby": rows, "Ängen": rows})))
    planned = bring(upload)
    assert ([*planned.reading.questions], planned.problems) == (["bladens-omraden"], [])
    new = bring(upload, answers={"bladens-omraden": "ja"}).changes["folkmangd"].new
    assert [(row["omrade_id"], row["antal"]) for row in new] == [("norrby", 500), ("angen", 500)]
    assert "kolumnen saknas" in str(bring(upload, answers={"bladens-omraden": "nej"}).problems[0])


def test_column_that_is_only_called_antal_is_asked_about(file, bring):
    text = "Område;År;Antal;Källa\nNorrby;2019;65;statistik\n"
    planned = bring(file("bilar.csv", text))
    assert [*planned.reading.questions] == ["antal-bilar"] and not planned.is_ready
    [problem] = bring(file("bilar.csv", text), answers={"antal-bilar": "annat"}).problems
    assert "räknar något annat än folkmängden" in str(problem)
    [row] = (
        bring(file("bilar.csv", text), answers={"antal-bilar": "folkmangd"})
        .changes["folkmangd"]
        .new
    )
    assert row["antal"] == 65
    for name, same in (
        ("folkmängd 2019.csv", text),
        ("x.csv", "omrade_id;ar;antal;kalla_id\nnorrby;2018;65;analys\n"),
    ):
        assert bring(file(name, same)).reading.questions == {}


def test_data_without_a_heading_is_told_by_its_letter_and_must_be_confirmed(file, bring):
    heading = ["Område", "År", None, "Folkmängd", "Källa"]
    upload = file(
        "folk.xlsx", workbook(heading, ["Norrby", 2019, "ca", 500, "statistik", None, "fel?"])
    )
    planned = bring(upload)
    assert [*planned.reading.questions] == ["utan-rubrik-blad1"] and not planned.is_ready
    assert (
        'utan rubrik i kolumn C ("ca") och G ("fel?")'
        in planned.reading.questions["utan-rubrik-blad1"].text
    )
    [row] = bring(upload, answers={"utan-rubrik-blad1": "las-inte"}).changes["folkmangd"].new
    assert row["antal"] == 500


def test_count_in_per_cent_and_row_of_one_field_too_few_are_faults(file, bring):
    text = "Område;År;Folkmängd;Källa\nNorrby;2019;5 %;statistik\nNorrby;2018;7\n"
    told = [str(problem) for problem in bring(file("folk.csv", text)).problems]
    assert told == [
        'folk.csv rad 2, kolumn Folkmängd: "5 %" är inte ett heltal',
        "folk.csv rad 3: 3 fält men rubriken har 4",
    ]


def test_days_in_the_wrong_order_are_no_days():
    with pytest.raises(ValueError, match="är inte ett datum"):
        days("16-15/4", 2024)


def test_name_longer_than_any_is_a_fault_and_not_asked_about(file, bring):
    name = "Norrby " + "x" * 300
    planned = bring(file("folk.csv", f"Område;År;Folkmängd;Källa\n{name};2019;512;statistik\n"))
    assert [str(problem) for problem in planned.problems] == [
        f'folk.csv rad 2, kolumn Område: "{name[:40]}…" är 307 tecken; högst 300 får plats'
    ]
    assert planned.unmatched == []


def test_text_longer_than_its_column_is_a_fault_of_its_row(file, bring):
    planned = bring(
        file(
            "loften.csv",
            "Namn;Från och med år;Till och med"
            f" år;Syfte;Källa\nA;2019;2020;{'x' * 10_001};statistik\n",
        )
    )
    [problem] = planned.problems
    assert (problem.row, problem.column) == (2, "Syfte")
    assert problem.message.endswith("är 10\u00a0001 tecken; högst 10\u00a0000 får plats")


FOLLOW_UP = "Aktivitet;År;Tertial;Status;Uppföljning;Statusens grund;Källa\n"


@pytest.mark.parametrize(
    ("answer", "text"), [("behall", "Armaturer saknas, ljuset dröjer."), ("tom", None)]
)
def test_empty_cell_that_would_erase_a_text_is_told_and_asked_about(
    file, bring, database, answer, text
):
    upload = file("u.csv", f"{FOLLOW_UP}a-ljus;2023;2;pågår;;källa;analys\n")
    planned = bring(upload)
    assert [*planned.reading.questions] == ["tomma"] and not planned.is_ready
    assert planned.reading.notes == [
        'u.csv rad 2 tömmer Uppföljning ("Armaturer saknas, ljuset dröjer.").'
    ]
    bring(upload, answers={"tomma": answer})
    table = SQL_TABLES["uppfoljningar"].c
    query = sa.select(table.status, table.text).where(
        table.aktivitet_id == "a-ljus", table.tertial == 2
    )
    assert [tuple(row) for row in database.rows(query)] == [("pågår", text)]
    again = bring(upload, answers={"tomma": answer})
    assert not again.changes_something


def test_empty_cell_beside_nothing_or_in_a_column_that_is_not_there_erases_nothing(
    file, bring, database
):
    assert not bring(
        file("u.csv", f"{FOLLOW_UP}a-patrull;2023;1;genomförd;;källa;analys\n")
    ).reading.questions
    without = FOLLOW_UP.replace("Uppföljning;", "")
    planned = bring(file("v.csv", f"{without}a-ljus;2023;2;pågår;källa;analys\n"))
    assert planned.is_ready and not planned.reading.questions
    table = SQL_TABLES["uppfoljningar"].c
    query = sa.select(table.text).where(table.aktivitet_id == "a-ljus", table.tertial == 2)
    assert database.rows(query)[0][0] == "Armaturer saknas, ljuset dröjer."


def test_nought_that_would_be_erased_is_asked_about_and_no_is_not(file, bring, database):
    heading = "Händelse;Från och med;Till och med;Datumets precision;Typ;Genomförd;Deltagare;Källa"
    day = "h-x;2024-04-25;2024-04-25;dag;övrigt;nej"
    assert bring(file("a.csv", f"{heading}\n{day};0;analys\n")).is_ready
    [note] = bring(file("b.csv", f"{heading}\n{day};;analys\n")).reading.notes
    assert note == 'b.csv rad 2 tömmer Deltagare ("0").'


def test_each_sheet_is_asked_about_by_itself(file, bring):
    twins = [
        "2024-04-25",
        "Vårsamtal",
        "dag",
        "medborgardialog",
        "Torget",
        "Norrby",
        "ja",
        "analys",
    ]
    others = ["2024-05-25", *twins[1:]]
    book = saved(book_of({"Ett": [EVENTS, twins, twins], "Två": [EVENTS, others, others]}))
    planned = bring(file("d.xlsx", book), answers={"samma-ett": "samma"})
    assert [*planned.reading.questions] == ["samma-ett", "samma-tva"] and not planned.is_ready
    planned = bring(file("d.xlsx", book), answers={"samma-ett": "samma", "samma-tva": "olika"})
    assert [row["datum_fran"].month for row in planned.changes["handelser"].new] == [4, 5, 5]


def test_two_questions_never_have_one_key(litet):
    context = Context(Names(rows_of(Location.parse(litet))))
    reading = Reading()
    reading.ask(Question("a", "Ett?", {"ja": "ja"}), context)
    reading.ask(Question("a", "Ett?", {"ja": "ja"}), context)
    with pytest.raises(ValueError, match="the key a"):
        reading.ask(Question("a", "Två?", {"ja": "ja"}), context)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("Uppklarade brott 2022.xlsx", ""),
        ("brott.xlsx", "Anm: talen avser januari–juni"),
        ("brott.xlsx", "Källa: Brå, misstänkta personer"),
    ],
)
def test_file_and_notes_of_something_else_than_the_table_counts_are_asked_about(
    file, bring, name, note
):
    upload = file(name, workbook(CRIMES, STOLEN, *([[note]] if note else [])))
    [key] = bring(upload).reading.questions
    assert key == "rubrik-blad1" and not bring(upload).is_ready


def test_people_of_some_ages_by_the_name_of_the_file_are_asked_about(file, bring):
    planned = bring(file("Folkmängd 20–64 år.xlsx", workbook(PEOPLE, COUNTED)))
    assert [*planned.reading.questions] == ["antal-blad1"] and not planned.is_ready


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_area_with_letters_that_became_question_marks_is_no_new_area(file, bring, form):
    rows = [["Namn", "Typ", "Kommunkod"], ["R?sl?tt", "bostadsområde", "9999"]]
    text = "\n".join(map(";".join, rows))
    [problem] = bring(file(f"o.{form}", workbook(*rows) if form == "xlsx" else text)).problems
    assert (problem.row, problem.column) == (2, "Namn") and "gått förlorade" in problem.message
