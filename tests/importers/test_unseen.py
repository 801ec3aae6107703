"""What is told of a file, before and after, never depends on a count that a reader mayn't see."""

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lagesbild_data.__main__ import main
from lagesbild_data.answers.catalogue import changelog, coverage
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import (
    comparing,
    planning,
    protection,
    standing,
    telling,
    writing,
)
from lagesbild_data.model.checked import Rows
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.reader import COUNTED, UNSEEN, Reader, as_seen_by
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore

AREAS = {
    "exempelstad": "Exempelstad kommun",
    "norrby": "Norrby",
    "akern": "Åkern",
    "angen": "Ängen",
}
KINDS = {"samtliga": "Samtliga brott", "stold": "Stöld", "cykelstold": "Cykelstöld"}
KEY = "brottskod,brott_niva,brott_namn\n1,1,Samtliga brott\n2,1,Stöld\n3,1,Cykelstöld\n"
JANUARY = 101
Counts = dict[tuple[str, int, int | None, str], int]
"""By area, year, time (None for the year, 1–4 for a quarter, 101–112 for a month) and type."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A database of Exempelstad without counts."""
    folder = tmp_path_factory.mktemp("unseen")
    shutil.copytree(Path(__file__).parents[1] / "litet", folder / "litet")
    build(folder / "litet", folder / "tom.sqlite")
    with sqlite3.connect(folder / "tom.sqlite") as connection:
        connection.executescript("DELETE FROM anmalda_brott; DELETE FROM brott_per_manad")
    return folder / "tom.sqlite"


def store_of(empty: Path, name: str, counts: Counts) -> Store:
    """A database with these counts beside the empty one."""
    for leftover in empty.parent.glob(f"{name}-*"):
        leftover.unlink()
    target = shutil.copy(empty, empty.parent / name)
    rows = [
        (area, year, (when or 0) % 100 or None, kind, count)
        for (area, year, when, kind), count in counts.items()
    ]
    is_month = [(when or 0) > 100 for _, _, when, _ in counts]
    with sqlite3.connect(target) as connection:
        connection.executemany(
            "INSERT INTO anmalda_brott (omrade_id, ar, kvartal, brottstyp_id, antal, preliminar,"
            " kalla_id, anmarkning) VALUES (?, ?, ?, ?, ?, 0, 'statistik', 'Om det gamla.')",
            [row for row, month in zip(rows, is_month, strict=True) if not month],
        )
        connection.executemany(
            "INSERT INTO brott_per_manad (omrade_id, ar, manad, brottstyp_id, antal, preliminar,"
            " kalla_id) VALUES (?, ?, ?, ?, ?, 0, 'statistik')",
            [row for row, month in zip(rows, is_month, strict=True) if month],
        )
    return open_store(target)


def seen(store: Store) -> Rows:
    """Every row as a reader sees it."""
    return standing.all_rows(as_seen_by(Reader(), store))


def seen_afterwards(store: Store) -> tuple:
    """What a reader sees of a file that has been brought in, but for counts: what is hidden is then
    decided anew."""
    store = as_seen_by(Reader(), store)
    log = changelog.log(store).drop(columns="När")
    raw = store.frame(sa.select(SQL_TABLES["andringslogg"])).drop(columns="tid")
    beside = [
        {name: value for name, value in row.items() if name not in ("antal", "per_100k")}
        for table in (*COUNTED, "kallor")
        for row in standing.all_rows(store)[table]
    ]
    return log.to_csv(), raw.to_csv(), beside, coverage.table_facts(store).to_csv()


# Files with these counts


def template(counts: Counts, *, of_months: bool, preliminary: str, rate: str = "") -> str:
    heading = f"Område;År;{'Månad' if of_months else 'Kvartal'};Brottstyp;Antal;Preliminär;Källa"
    stated = f"{preliminary};statistik{rate and ';' + rate}"
    lines = [
        f"{AREAS[area]};{year};{(when or 0) % 100 or ''};{KINDS[kind]};{count};{stated}"
        for (area, year, when, kind), count in counts.items()
        if ((when or 0) > 100) == of_months
    ]
    return "\n".join([heading + (";Per 100 000 invånare" if rate else ""), *lines, ""])


def cross_tab(counts: Counts) -> str:
    lines = ["Anmälda brott", ";2023;", ";Antal;/100&nbsp;000&nbsp;inv"]
    of_year = {
        (area, kind): count for (area, _, when, kind), count in counts.items() if when is None
    }
    for area in dict.fromkeys(area for area, _ in of_year):
        lines += [f"{AREAS[area]};;"]
        lines += [
            f"{KINDS[kind]};{count};.." for (name, kind), count in of_year.items() if name == area
        ]
    return "\n".join([*lines, ""])


def kommuner(counts: Counts) -> str:
    of_year = {
        area: count
        for (area, _, when, kind), count in counts.items()
        if (when, kind) == (None, "samtliga")
    }
    return "\n".join(
        [
            "Kommun;Antal;Per 100 000 inv.",
            *(f"{AREAS[area]};{n};1" for area, n in of_year.items()),
            "",
        ]
    )


def extract(counts: Counts) -> str:
    codes = dict(zip(KINDS, "123", strict=True))
    lines = [
        f"9999,{AREAS[area]},{codes[kind]},{year}{(when or 0) - 100:02},{count}"
        for (area, year, when, kind), count in counts.items()
        if (when or 0) > 100
    ]
    return "\n".join(["kommunkod,regsonamn,brottskod,inskr årmånad,antal_brott", *lines, ""])


TIMES = (None, 1, 2, 3, 4, 101, 102, 103)
CELLS = [(area, 2023, when, kind) for area in AREAS for kind in KINDS for when in TIMES]


@st.composite
def twins(draw) -> tuple[Counts, Counts, str]:
    """Counts of two stores that differ below kommun level, and a file with guesses at them."""
    areas = draw(st.sampled_from([("norrby", "akern"), ("norrby", "akern", "angen")]))
    times = draw(
        st.sampled_from([(None,), (None, 1, 2, 3, 4), (101, 102), (None, 101), (1, 2, 3, 4), TIMES])
    )
    kinds = draw(st.sampled_from([("samtliga",), ("samtliga", "stold"), tuple(KINDS)]))
    number = st.sampled_from([0, 1, 3, 4, 6, 12, 40])
    first = {
        (area, 2023, when, kind): draw(number) for area in areas for kind in kinds for when in times
    }
    second = dict(first)
    for key in draw(st.lists(st.sampled_from(list(first)), min_size=1, max_size=4)):
        second[key] = draw(number)
    rest = draw(st.sampled_from([0, 3, 500]))
    for kind, when in draw(
        st.lists(st.sampled_from([(kind, when) for kind in kinds for when in times]), unique=True)
    ):
        total = rest + sum(first[area, 2023, when, kind] for area in areas)
        first["exempelstad", 2023, when, kind] = second["exempelstad", 2023, when, kind] = total
    asked = draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=12, unique=True))
    guesses = {
        key: draw(st.sampled_from([first.get(key, 2), second.get(key, 2), 7])) for key in asked
    }
    preliminary, rate = draw(st.sampled_from(["ja", "nej"])), draw(st.sampled_from(["", "31"]))
    files = [
        template(guesses, of_months=False, preliminary=preliminary, rate=rate),
        template(guesses, of_months=True, preliminary=preliminary),
        cross_tab(guesses),
        kommuner(guesses),
        extract(guesses),
    ]
    return first, second, draw(st.sampled_from(files))


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(twins())
def test_two_stores_that_show_the_same_answer_the_same(empty, tmp_path, drawn):
    first, second, text = drawn
    assume(first != second)
    stores = [
        store_of(empty, name, counts)
        for name, counts in (("en.sqlite", first), ("två.sqlite", second))
    ]
    assume(seen(stores[0]) == seen(stores[1]))
    (tmp_path / "brott-2023.csv").write_text(text)
    (tmp_path / "nyckel.csv").write_text(KEY)
    upload, key = (Upload.of(tmp_path / name) for name in ("brott-2023.csv", "nyckel.csv"))
    one, two = (planning.plan(store, upload, companions=[key]) for store in stores)
    assert one == two
    if one.is_ready:
        for store in stores:
            writing.carry_out(store, one, "Anna")
        assert seen_afterwards(stores[0]) == seen_afterwards(stores[1])


# What was told once, in files as they come

THEFTS, IN_JANUARY = ("norrby", 2023, None, "stold"), ("norrby", 2023, JANUARY, "stold")


@pytest.fixture
def pair(empty):
    """Two stores that show the same: Norrby's thefts, of the year and of January, are 3 in the one,
    2 in the other."""
    others = {("exempelstad", 2023, None, "stold"): 400, ("akern", 2023, None, "stold"): 60}
    others |= {("exempelstad", 2023, JANUARY, "stold"): 40}
    stores = [
        store_of(empty, f"{count}.sqlite", others | {THEFTS: count, IN_JANUARY: count})
        for count in (3, 2)
    ]
    assert seen(stores[0]) == seen(stores[1])
    return stores


def test_right_guess_in_a_file_from_bra_brings_its_source_too(pair, file):
    upload = file("brott.csv", cross_tab({THEFTS: 3}))
    for store in pair:
        changes = planning.plan(store, upload).changes
        assert (len(changes["kallor"].new), len(changes["anmalda_brott"].unseen)) == (1, 1)
    to_the_owner = comparing.uncovered(pair[0], planning.plan(pair[0], upload))["anmalda_brott"]
    # its source and its remark
    assert telling.in_words(to_the_owner) == "0 nya, 1 ändrad, 0 lika"


def test_note_on_what_becomes_0_does_not_tell_what_was_0(pair, file):
    counts = {
        ("akern", 2023, JANUARY, "samtliga"): 7,
        ("exempelstad", 2023, JANUARY, "samtliga"): 90,
    }
    upload, key = file("uttag.csv", extract(counts)), file("nyckel.csv", KEY)
    one, two = (planning.plan(store, upload, companions=[key]) for store in pair)
    assert one == two
    notes = [note.partition(", ")[0] for note in one.reading.notes]
    assert {"1 antal i lagret blir 0", "1 antal som inte visas skrivs som 0"} <= set(notes)


def test_count_that_is_not_shown_is_written_and_kept_in_the_log_alone(pair, file):
    store = pair[0]
    writing.carry_out(
        store, planning.plan(store, file("brott.csv", cross_tab({THEFTS: 9}))), "Anna"
    )
    [row] = [
        row for row in standing.all_rows(store)["anmalda_brott"] if row["omrade_id"] == "norrby"
    ]
    assert (row["antal"], row["kalla_id"], row["anmarkning"]) == (9, "bra-sol", None)
    [entry] = [row for row in standing.all_rows(store)["andringslogg"] if row["tabell"] == UNSEEN]
    assert '"antal": 3' in entry["fore"]
    shown = as_seen_by(Reader(), store)
    assert (
        changelog.log(shown)["Ändring"][0]
        == "Anmälda brott: 1 skriven utan att visas; Källor: 1 ny"
    )
    assert UNSEEN not in set(shown.frame(sa.select(SQL_TABLES["andringslogg"]))["tabell"])


def test_file_that_another_was_read_in_before_is_refused_also_when_that_changed_nothing(pair, file):
    """Or the refusal would tell whether it did."""
    guess, other = (file(f"{count}.csv", cross_tab({THEFTS: count})) for count in (3, 4))
    for store in pair:
        writing.carry_out(store, planning.plan(store, guess), "Anna")
        planned = planning.plan(store, other)
        writing.carry_out(store, planning.plan(store, guess), "Bo")
        with pytest.raises(InvalidStore, match="granska den igen"):
            writing.carry_out(store, planned, "Anna")


class Brought:
    """A file as a browser brings it."""

    def __init__(self, name: str, text: str):
        self.name, self.file_id, self._content = name, name, text.encode()

    def getbuffer(self) -> bytes:
        return self._content


@pytest.mark.parametrize("count", [2, 3, 9])
def test_page_says_the_same_of_both(open_page, pair, monkeypatch, count):
    guesses = {THEFTS: count, ("akern", 2023, None, "stold"): 61}
    months = {IN_JANUARY: count, ("exempelstad", 2023, JANUARY, "cykelstold"): 50}
    texts = {"brott.csv": cross_tab(guesses), "uttag.csv": extract(months), "nyckel.csv": KEY}
    monkeypatch.setattr(
        streamlit, "file_uploader", lambda *_, **__: [Brought(*named) for named in texts.items()]
    )
    monkeypatch.setenv("LAGESBILD_VEM", "Anna")
    told = []
    for store in pair:
        app = open_page("pages/data.py", store=store.location.path, avsnitt=["Läs in filer"])
        assert not app.exception
        html = [element.proto.body for element in app.get("html")]
        buttons = [(button.label, button.disabled) for button in app.button]
        told.append(
            (
                html,
                buttons,
                [text.value for text in app.markdown],
                [frame.value.to_csv() for frame in app.dataframe],
            )
        )
    assert told[0] == told[1]
    text = " ".join(told[0][0])
    assert "Skrivs, visas inte" in text
    assert "60 → 61" in text


# What decides which counts are hidden

AREA_FILES = {
    "a kommun of its own": ("Norrby;kommun;9998", ["Typ", "Kommunkod"]),
    "riket": ("Norrby;riket;", ["Typ", "Kommunkod"]),
    "another kommun": ("Annanstad;kommun;1111\nNorrby;bostadsområde;1111", ["Kommunkod"]),
}
TYPE_FILES = {
    "part of nothing": ("Stöld;;ja", ["Ingår i"]),
    "of something between": ("Mellan;Samtliga brott;ja\nStöld;Mellan;ja", ["Ingår i"]),
}
EMPTIES = {"tomma": "tom"}
"""Empty cells of these files mean that there is nothing."""
HEADINGS = {"omr.csv": "Namn;Typ;Kommunkod", "typ.csv": "Namn;Ingår i;Etiketten kontrollerad"}


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [("omr.csv", *found) for found in AREA_FILES.values()]
    + [("typ.csv", *found) for found in TYPE_FILES.values()],
)
def test_what_decides_what_is_hidden_is_refused_cell_by_cell(pair, file, name, rows, columns):
    upload = file(name, f"{HEADINGS[name]}\n{rows}\n")
    one, two = (planning.plan(store, upload, answers=EMPTIES) for store in pair)
    assert one == two
    assert not one.is_ready
    assert [(problem.place, problem.column) for problem in one.protection] == [
        (name, column) for column in columns
    ]
    with pytest.raises(ValueError, match="faults"):
        writing.carry_out(pair[0], one, "Anna")
    assert planning.plan(pair[0], upload, answers=EMPTIES, unprotects=True).is_ready


def test_refusal_names_file_row_column_and_values_and_the_command(pair, file):
    planned = planning.plan(pair[0], file("omr.csv", f"{HEADINGS['omr.csv']}\nNorrby;riket;9999\n"))
    assert telling.told_problems(planned) == [
        'omr.csv rad 2, kolumn Typ: "riket" för Norrby, där lagret har "bostadsområde", ändrar'
        " vilka antal som döljs; det görs bara med kommandot import och valet --andra-skydd"
    ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("omr.csv", "Norrby;ort;9999"),  # still a part of the same kommun
        ("omr.csv", "Ängen;centrum;"),  # no counts of it are stored
        ("omr.csv", "Annanstad;kommun;1111\nNy;ort;1111\nNyare;ort;9999"),
        ("typ.csv", "Cykelstöld;Samtliga brott;ja\nRån;Samtliga brott;ja"),
    ],
)
def test_what_exposes_nothing_stored_is_read_in(pair, file, name, rows):
    planned = planning.plan(pair[0], file(name, f"{HEADINGS[name]}\n{rows}\n"), answers=EMPTIES)
    assert planned.is_ready
    assert planned.changes_something
    assert protection.moved_protection(pair[0], planned) == ({}, {})


def test_page_refuses_it_with_the_same_words(open_page, pair, monkeypatch):
    brought = [Brought("omr.csv", f"{HEADINGS['omr.csv']}\nNorrby;kommun;9998\n")]
    monkeypatch.setattr(streamlit, "file_uploader", lambda *_, **__: brought)
    app = open_page("pages/data.py", store=pair[0].location.path, avsnitt=["Läs in filer"])
    html = " ".join(element.proto.body for element in app.get("html"))
    assert (
        "omr.csv rad 2, kolumn Typ: &#34;kommun&#34; för Norrby, där lagret har"
        " &#34;bostadsområde&#34;" in html
    )
    assert "Filen läses inte in" in html
    assert "Läs in" not in [button.label for button in app.button]


def test_command_tells_what_it_would_show_and_needs_to_be_told_to(pair, file, capsys):
    path = str(pair[0].location.path)
    upload = str(file("omr.csv", f"{HEADINGS['omr.csv']}\nNorrby;kommun;9998\n").path)
    told = (
        "  Filen ändrar vad som döljs: 2 antal (Norrby 2) som är dolda visas då, och 0 antal som"
        " visas döljs."
    )
    assert main(["import", upload, "--to", path]) == 1
    answer = capsys.readouterr()
    assert told in answer.out.splitlines()
    assert "valet --andra-skydd" in answer.err
    assert standing.all_rows(open_store(path))["omraden"] == standing.all_rows(pair[1])["omraden"]
    assert main(["import", upload, "--to", path, "--andra-skydd"]) == 0
    assert told in capsys.readouterr().out.splitlines()
    assert seen(open_store(path))["anmalda_brott"] == standing.all_rows(pair[0])["anmalda_brott"]


def test_setting_makes_the_app_read_only_and_not_the_command(pair, file, monkeypatch):
    upload = file("brott.csv", cross_tab({THEFTS: 9}))
    monkeypatch.setenv("LAGESBILD_SKRIVSKYDD", "ja")
    before = standing.all_rows(pair[0])
    with pytest.raises(InvalidStore, match="Programmet är skrivskyddat"):
        writing.carry_out(pair[0], planning.plan(pair[0], upload), "Anna")
    assert standing.all_rows(pair[0]) == before
    assert main(["import", str(upload.path), "--to", str(pair[0].location.path)]) == 0
    assert standing.all_rows(pair[0])["anmalda_brott"] != before["anmalda_brott"]
