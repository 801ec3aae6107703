"""Editing on a SQLite copy of the tiny store: conflicts, undo, faults, the log, many writers, a
killed process."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from lagesbild_data.answers import meetings
from lagesbild_data.answers.promises import by_tertial
from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store import editing
from lagesbild_data.store.building import build
from lagesbild_data.store.editing import Conflict, can_edit, changes, find, save, undo
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore

ROOT = Path(__file__).parents[1]
KEY = {"aktivitet_id": "a-skola", "ar": 2023, "tertial": 2}
FOLLOW_UP = {
    "aktivitet_id": "a-skola",
    "ar": "2023",
    "tertial": "2",
    "status": "pågår",
    "text": "Tre skolor besökta.",
    "status_grund": "källa",
    "kalla_id": "egen-uppfoljning",
}
RESULT = {
    "aktivitet_id": "a-skola",
    "ar": "2023",
    "tertial": "2",
    "matt": "Skolbesök",
    "jamforelse": "exakt",
    "varde": "1 108,5",
    "enhet": "besök",
    "avser": "tertialet",
    "omrade_id": "norrby",
    "kalla_id": "analys",
}


@pytest.fixture
def file(litet, tmp_path) -> Path:
    (litet / "andringslogg.csv").unlink(missing_ok=True)
    build(litet, tmp_path / "data.sqlite")
    return tmp_path / "data.sqlite"


@pytest.fixture
def database(file) -> Store:
    return opened_for(Reader(), file)


def write(store: Store, text: str, seen=None, who: str = "Anna", **cells: str) -> int | None:
    return save(store, "uppfoljningar", {**FOLLOW_UP, "text": text, **cells}, seen, who)


def current(store: Store):
    return find(store, "uppfoljningar", KEY)


def faults_of(action, *arguments) -> list[str]:
    with pytest.raises(InvalidStore) as invalid:
        action(*arguments)
    return [str(problem) for problem in invalid.value.problems]


def test_saved_follow_up_stands_in_the_matrix_and_passes_the_door(database, file):
    write(database, "Tre skolor besökta.")
    cell = by_tertial.matrix(database, "lofte-2022", Filter(), True).cells["a-skola", 2023, 2]
    assert (cell.status, cell.text, cell.kalla_id) == (
        "pågår",
        "Tre skolor besökta.",
        "egen-uppfoljning",
    )
    assert opened_for(Reader(), file).in_place
    [source] = [
        row
        for row in rows_of(Location.parse(file))["kallor"]
        if row["kalla_id"] == "egen-uppfoljning"
    ]
    assert (source["titel"], source["utgivare"]) == ("Egen uppföljning", "Egen förvaltning")


def test_saved_result_is_counted_and_typed(database):
    save(database, "utfall", RESULT, None, "Anna")
    results = promise_results.activity_results(database, "a-skola").frame
    assert list(results["Utfall"]) == ["1\u00a0108,5 besök"]


def test_setting_that_nothing_may_be_written_holds_for_every_way_to_write(database, monkeypatch):
    number = save(database, "uppfoljningar", FOLLOW_UP, None, "Anna")
    stands = find(database, "uppfoljningar", KEY)
    monkeypatch.setenv("LAGESBILD_SKRIVSKYDD", "ja")
    for write in (
        lambda: save(database, "uppfoljningar", None, stands, "Anna"),
        lambda: undo(database, number, "Anna"),
        lambda: meetings.save(database, "Ny", [meetings.Point("Lägesbild", "omrade")]),
    ):
        with pytest.raises(InvalidStore, match="Programmet är skrivskyddat"):
            write()
    assert find(database, "uppfoljningar", KEY) == stands
    assert "Ny" not in meetings.names(database)


def test_log_says_who_when_before_and_after(database):
    write(database, "Ett.")
    write(database, "Två.", current(database), who="  Bo   Ek ")
    log = changes(database, "a-skola")
    assert list(log["vem"]) == ["Bo Ek", "Anna"]
    assert [row and row["text"] for row in log["fore"]] == ["Ett.", None]
    assert [row["text"] for row in log["efter"]] == ["Två.", "Ett."]
    assert log["nyckel"][0] == KEY
    assert log["tid"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00").all()
    assert not log["angrad"].any()
    assert changes(database, "a-ljus").empty


def test_second_writer_is_told_and_nothing_is_overwritten(database):
    write(database, "Annas.")
    before = database.version
    with pytest.raises(Conflict) as conflict:
        write(database, "Bos.", seen=None, who="Bo")
    assert conflict.value.current["text"] == "Annas."
    assert database.version == before
    write(database, "Bos.", conflict.value.current, "Bo")
    assert current(database)["text"] == "Bos."


def test_removed_row_is_a_conflict_for_who_saw_it(database):
    write(database, "Annas.")
    seen = current(database)
    save(database, "uppfoljningar", None, seen, "Anna")
    with pytest.raises(Conflict) as conflict:
        write(database, "Bos.", seen, "Bo")
    assert conflict.value.current is None


def test_row_saved_as_it_stands_is_no_change(database):
    write(database, "Lika.")
    assert write(database, "Lika.", current(database), "Bo") is None
    assert len(changes(database)) == 1


def test_undo_of_new_changed_and_removed(database):
    first = write(database, "Ett.")
    second = write(database, "Två.", current(database))
    third = save(database, "uppfoljningar", None, current(database), "Anna")
    undo(database, third, "Bo")
    assert current(database)["text"] == "Två."
    undo(database, second, "Bo")
    assert current(database)["text"] == "Ett."
    again = undo(database, first, "Bo")
    assert current(database) is None
    undo(database, again, "Bo")
    assert current(database)["text"] == "Ett."
    log = changes(database)
    assert list(log["angrar"])[:4] == [again, first, second, third]
    assert list(log["angrad"]) == [False, True, False, False, True, True, True]


def test_undo_of_what_has_been_changed_since_is_a_conflict(database):
    first = write(database, "Ett.")
    write(database, "Två.", current(database), "Bo")
    with pytest.raises(Conflict) as conflict:
        undo(database, first, "Anna")
    assert conflict.value.current["text"] == "Två."
    assert current(database)["text"] == "Två."


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("uppfoljningar", {"status": "klar"}, "Uppföljningar, kolumn Status"),
        (
            "uppfoljningar",
            {"ar": "2025"},
            'Uppföljningar, kolumn År: "2025" är utanför löftets tid 2022–2023',
        ),
        (
            "uppfoljningar",
            {"aktivitet_id": "a-ingen"},
            'kolumn Aktivitet: "a-ingen" finns inte i aktiviteter',
        ),
        ("uppfoljningar", {"kalla_id": ""}, "kolumn Källa: uppgiften saknar källa"),
        ("uppfoljningar", {"kalla_id": "ingen"}, 'kolumn Källa: "ingen" finns inte i kallor'),
        ("uppfoljningar", {"tertial": "4", "status": ""}, "kolumn Tertial"),
        ("uppfoljningar", {"text": "a\0b"}, "kolumn Uppföljning: innehåller NUL-tecken"),
        ("uppfoljningar", {"text": "a" * 10_001}, 'kolumn Uppföljning: "aaa'),
        (
            "uppfoljningar",
            {"text": "a" * 10_001},
            "är 10\u00a0001 tecken; högst 10\u00a0000 får plats",
        ),
        ("utfall", {"enhet": "a" * 301}, "är 301 tecken; högst 300 får plats"),
        ("utfall", {"varde": "många"}, 'Utfall, kolumn Värde: "många" är inte ett tal'),
        ("utfall", {"varde": "-1"}, "kolumn Värde"),
        ("utfall", {"omrade_id": "ingenstans"}, "kolumn Område"),
        ("utfall", {"ar": "2021", "kalla_id": "egen-uppfoljning"}, "utanför löftets tid"),
    ],
)
def test_faulty_row_is_told_and_leaves_all_as_it_was(database, table, cells, told):
    before = database.version
    wanted = {"uppfoljningar": FOLLOW_UP, "utfall": RESULT}[table] | cells
    faults = faults_of(save, database, table, wanted, None, "Anna")
    assert any(told in fault for fault in faults), faults
    assert "rad" not in faults[0].split(":")[0].split()
    assert database.version == before


def test_every_faulty_cell_is_told_at_once(database):
    wanted = {**FOLLOW_UP, "status": "", "tertial": "9", "kalla_id": ""}
    assert len(faults_of(save, database, "uppfoljningar", wanted, None, "Anna")) == 3


@pytest.mark.parametrize("who", ["", "  \n"])
def test_nobody_may_not_write(database, who):
    number = write(database, "Ett.")
    assert "skriv vem du är" in faults_of(write, database, "Två.", current(database), who)[0]
    assert "skriv vem du är" in faults_of(undo, database, number, who)[0]


def test_other_tables_are_not_edited(database):
    with pytest.raises(ValueError, match="kallor"):
        save(database, "kallor", dict(editing.OWN_SOURCE), None, "Anna")


def test_version_and_fingerprint_change_with_a_save_but_identity_does_not(database):
    location, before = database.location, (database.version, database.location.fingerprint())
    identity = location.identity()
    write(database, "Ett.")
    assert database.version != before[0]
    assert location.fingerprint() != before[1]
    assert location.identity() == identity


def test_fingerprint_sees_a_save_that_is_still_in_the_log(database, file):
    with sqlite3.connect(file) as reader:
        write(database, "Ett.")
        reader.execute("SELECT count(*) FROM uppfoljningar").fetchall()
        before = database.location.fingerprint()
        write(database, "Två.", current(database))
        assert Path(f"{file}-wal").exists()
        assert database.location.fingerprint() != before
    reader.close()


def test_rebuilt_database_has_another_identity_and_no_leftover_log(database, file, litet, put):
    reader = sqlite3.connect(file)
    write(database, "Ett.")
    reader.execute("SELECT count(*) FROM uppfoljningar").fetchall()
    write(database, "Två.", current(database))
    put("omraden", 4, "namn", "Nordby")
    identity = database.location.identity()
    reader.close()
    build(litet, file)
    assert database.location.identity() != identity
    assert not Path(f"{file}-wal").exists()
    again = opened_for(Reader(), file)
    assert current(again) is None
    assert "Nordby" in set(again.frame(sa.select(SQL_TABLES["omraden"]))["namn"])


def test_database_in_use_is_not_replaced_under_its_log(database, file, litet, monkeypatch):
    monkeypatch.setattr("lagesbild_data.store.building._empty_log.__defaults__", (0.2,))
    reader = sqlite3.connect(file)
    write(database, "Ett.")
    reader.execute("SELECT count(*) FROM uppfoljningar").fetchall()
    write(database, "Två.", current(database))
    assert "används av ett annat program" in faults_of(build, litet, file)[0]
    reader.close()
    assert current(opened_for(Reader(), file))["text"] == "Två."


def test_csv_folder_says_how_to_switch(store, litet):
    assert f"python -m lagesbild_data build {litet} data.sqlite" in can_edit(store)
    assert "--data data.sqlite" in can_edit(store)
    assert "SQLite" in faults_of(write, store, "Ett.")[0]


def test_sqlite_without_our_rules_is_asked_through_a_copy_and_not_edited(file):
    with sqlite3.connect(file) as connection:
        connection.execute("DROP INDEX utfall_nyckel")
    connection.close()
    assert "build" in can_edit(opened_for(Reader(), file))


def test_log_follows_to_csv_and_back(database, file, tmp_path):
    write(database, "Ett.")
    build(file, tmp_path / "back")
    build(tmp_path / "back", tmp_path / "again.sqlite")
    again = opened_for(Reader(), tmp_path / "again.sqlite")
    assert again.version == database.version
    undo(again, int(changes(again)["andring_id"][0]), "Bo")
    assert current(again) is None


COUNTER = """
import sys
from lagesbild_data.store.editing import Conflict, find, save
from lagesbild_data.public.reader import Reader, opened_for
store = opened_for(Reader(), sys.argv[1])
key = {"aktivitet_id": "a-skola", "ar": 2023, "tertial": 2}
row = {"aktivitet_id": "a-skola", "ar": "2023", "tertial": "2", "status": "pågår", "status_grund": "källa",
       "kalla_id": "analys"}
print("start", flush=True)
for _ in range(int(sys.argv[2])):
    while True:
        seen = find(store, "uppfoljningar", key)
        number = int(seen["text"]) + 1 if seen else 1
        try:
            save(store, "uppfoljningar", {**row, "text": str(number)}, seen, sys.argv[3])
            break
        except Conflict:
            pass
    print(number, flush=True)
"""  # noqa: E501


def counter(file: Path, times: int, who: str) -> subprocess.Popen:
    command = [sys.executable, "-c", COUNTER, str(file), str(times), who]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def test_writers_in_several_processes_lose_nothing(database, file):
    writers = [counter(file, 25, name) for name in ("Anna", "Bo", "Cilla")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    assert current(database)["text"] == "75"
    log = changes(database, limit=1000)[::-1]
    assert [int(row["text"]) for row in log["efter"]] == list(range(1, 76))
    assert log["vem"].value_counts().to_dict() == {"Anna": 25, "Bo": 25, "Cilla": 25}
    for writer in writers:
        writer.stdout.close()


def test_threads_of_one_process_lose_nothing(database):
    def add():
        for _ in range(20):
            while True:
                seen = current(database)
                try:
                    write(database, str(int(seen["text"]) + 1 if seen else 1), seen)
                    break
                except Conflict:
                    pass

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert current(database)["text"] == "60"


@pytest.mark.parametrize("acknowledged", [1, 7, 30])
def test_killed_process_loses_at_most_what_was_not_yet_saved(file, acknowledged):
    writer = counter(file, 100_000, "Anna")
    assert writer.stdout.readline() == "start\n"
    last = 0
    while last < acknowledged:
        last = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait(timeout=20)
    last = int([last, *writer.stdout.read().split("\n")[:-1]][-1])
    writer.stdout.close()
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    again = opened_for(Reader(), file)
    saved = int(current(again)["text"])
    assert last <= saved <= last + 1
    assert [int(row["text"]) for row in changes(again, limit=10_000)["efter"]] == list(
        range(saved, 0, -1)
    )
    write(again, "Efteråt.", current(again))


def test_file_that_was_written_and_then_made_read_only_can_be_read(file):
    write(opened_for(Reader(), file), "Ett.")
    file.chmod(0o444)
    file.parent.chmod(0o555)
    reader = (
        "import sys; from lagesbild_data.store.opening import open_store;"
        " print(len(open_store(sys.argv[1]).version))"
    )
    # The superuser may write to what is read-only, unless that right is given up.
    without_rights = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    try:
        command = [*without_rights, sys.executable, "-c", reader, str(file)]
        assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout == "12\n"
    finally:
        file.parent.chmod(0o755)


@pytest.fixture
def session(file, monkeypatch):
    """Open the page of promises at an activity, as somebody."""
    monkeypatch.setenv("LAGESBILD_DATA", str(file))
    monkeypatch.setenv("LAGESBILD_VEM", "")

    def open_(name: str) -> AppTest:
        page = str(ROOT / "pages" / "loften.py")
        script = (
            f"import streamlit as st\nfrom ui.frame import shell\nshell.run([st.Page({page!r},"
            " default=True)])"
        )
        app = AppTest.from_string(script, default_timeout=30)
        app.query_params["aktivitet"] = "Bättre ljus"
        app.run()
        return app.text_input(key="vem").set_value(name).run()

    return open_


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def told_done(app: AppTest) -> list[str]:
    return re.findall('<p class="lb-told gjort" role="status">(.*?)</p>', html(app))


def test_save_is_shown_at_once_and_the_second_writer_sees_both_versions(session):
    anna, bo = session("Anna"), session("Bo")
    anna.text_area[0].set_value("Annas <b>ord</b>.")
    press(anna, "Spara")
    assert told_done(anna) == ["Sparat."]
    assert "Annas &lt;b&gt;ord&lt;/b&gt;." in html(anna)
    bo.text_area[0].set_value("Bos ord.")
    press(bo, "Spara")
    assert 'class="lb-told varning" role="alert">Någon annan har ändrat samma sak' in html(bo)
    assert "Annas &lt;b&gt;ord&lt;/b&gt;." in html(bo)
    assert "Bos ord." in html(bo)
    press(bo, "Spara min")
    assert told_done(bo) == ["Sparat."]
    press(bo, "Ångra")
    assert told_done(bo) == ["Ändringen är ångrad."]
    assert bo.text_area[0].value == "Annas <b>ord</b>."


@pytest.mark.parametrize("who", ["An\0na", "\0"])
def test_name_that_could_not_be_read_back_is_refused(database, who):
    assert "NUL" in faults_of(write, database, "Ett.", current(database), who)[0]


def test_words_stay_when_saving_mine_is_refused(session):
    anna, bo = session("Anna"), session("Bo")
    anna.text_area[0].set_value("Annas ord.")
    press(anna, "Spara")
    bo.text_area[0].set_value("Bos ord.")
    press(bo, "Spara")
    bo.text_input(key="vem").set_value("").run()
    press(bo, "Spara min")
    assert "skriv vem du är" in html(bo)
    assert bo.text_area[0].value == "Bos ord."


def test_row_that_both_remove_is_removed_once(session):
    anna, bo = session("Anna"), session("Bo")
    press(anna, "Ta bort")
    press(bo, "Ta bort")
    press(bo, "Spara min")
    assert told_done(bo) == ["Redan borttaget."]
    assert not bo.exception


def test_result_removed_by_another_is_a_conflict_with_my_words(session, database):
    counted = {
        "aktivitet_id": "a-ljus",
        "ar": "2023",
        "tertial": "2",
        "matt": "Lyktor",
        "jamforelse": "exakt",
    }
    counted |= {"varde": "5", "enhet": "lyktor", "avser": "tertialet", "kalla_id": "analys"}
    save(database, "utfall", counted, None, "Anna")
    anna, bo = session("Anna"), session("Bo")
    for writer in (anna, bo):
        box = next(box for box in writer.selectbox if box.label == "Resultat")
        box.select_index(1).run()
    value = next(field for field in bo.text_input if field.label == "Värde")
    value.set_value("77")
    buttons = [button for button in anna.button if button.label == "Ta bort"]
    buttons[-1].click().run()
    saves = [button for button in bo.button if button.label == "Spara"]
    saves[-1].click().run()
    assert 'class="lb-told varning" role="alert">Någon annan har ändrat samma sak' in html(bo)
    assert "77" in html(bo)


def test_fields_of_the_form_count_their_letters(session):
    app = session("Anna")
    assert app.text_area[0].proto.max_chars == 10_000
    longest = {field.label: field.proto.max_chars for field in app.text_input}
    assert (longest["Enhet"], longest["Anmärkning"], longest["Ditt namn"]) == (300, 2_000, 300)


def test_form_without_a_name_says_so_and_keeps_the_words(session, database):
    app = session("")
    app.text_area[0].set_value("Utan namn.")
    press(app, "Spara")
    assert "skriv vem du är" in html(app)
    assert app.text_area[0].value == "Utan namn."
    assert changes(database).empty
