"""The command line: exit codes, and which stream says what."""

import contextlib
import errno
import io
import itertools
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from lagesbild_data.__main__ import main
from lagesbild_data.model.tables import TABLES


def test_check_of_a_good_store(litet, capsys):
    assert main(["check", str(litet)]) == 0
    assert capsys.readouterr() == (f"{litet}: inga fel, 102 rader i {len(TABLES)} tabeller\n", "")


def test_check_lists_every_fault_on_a_line_of_its_own(litet, put, capsys):
    put("anmalda_brott", 4, "ar", "20x3")
    put("parter", 2, "namn", "")
    assert main(["check", str(litet)]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        'anmalda_brott.csv rad 4, kolumn ar: "20x3" är inte ett årtal',
        "parter.csv rad 2, kolumn namn: får inte vara tom",
    ]
    assert err == ""


def test_build_both_ways(litet, tmp_path, capsys):
    database, folder = tmp_path / "data.sqlite", tmp_path / "back"
    assert main(["build", str(litet), str(database)]) == 0
    assert main(["build", str(database), str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{place}: 102 rader i {len(TABLES)} tabeller" for place in (database, folder)
    ]
    assert err == ""
    assert (folder / "omraden.csv").read_bytes() == (litet / "omraden.csv").read_bytes()


REPORTS = "omrade_id,datum,brottstyp_id,kalla_id\n" + "akern,2023-12-31,stold,statistik\n" * 3


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "told"),
    [(Terminal, ["3 rader lästa, kontrolleras"]), (io.StringIO, [])],
    ids=["terminal", "file"],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_progress_is_told_on_a_terminal_only(litet, tmp_path, monkeypatch, command, stream, told):
    (litet / "brottsanmalningar.csv").write_text(REPORTS)
    clock = itertools.count(step=60)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", stream())
    assert (
        main(
            [command, str(litet), *([str(tmp_path / "data.sqlite")] if command == "build" else [])]
        )
        == 0
    )
    assert [line.strip() for line in sys.stderr.getvalue().replace("\r", "\n").splitlines()][
        -1:
    ] == told


def test_time_left_is_told_while_reading_and_short_readings_are_silent(litet, monkeypatch):
    (litet / "brottsanmalningar.csv").write_text(REPORTS)
    monkeypatch.setattr(sys, "stderr", Terminal())
    for seconds in ([0, 1, 2], [0, 99, 100]):
        clock = iter(seconds)
        monkeypatch.setattr(time, "monotonic", lambda clock=clock: next(clock))
        assert main(["check", str(litet)]) == 0
    assert [line.strip() for line in sys.stderr.getvalue().replace("\n", "").split("\r")[1:]] == [
        "3 rader lästa, ungefär 1 s kvar",
        "3 rader lästa, kontrolleras",
    ]


def test_build_of_a_faulty_store_says_so_on_the_error_stream(litet, put, tmp_path, capsys):
    put("parter", 2, "namn", "")
    assert main(["build", str(litet), str(tmp_path / "data.sqlite")]) == 1
    assert capsys.readouterr() == ("", "parter.csv rad 2, kolumn namn: får inte vara tom\n")
    assert not (tmp_path / "data.sqlite").exists()


@pytest.mark.parametrize("store", ["missing", "missing.sqlite"])
def test_missing_store(tmp_path, capsys, store):
    assert main(["check", str(tmp_path / store)]) == 1
    assert capsys.readouterr() == (f"{tmp_path / store}: finns inte\n", "")


def test_target_that_can_not_be_replaced_is_said(litet, tmp_path, capsys):
    (tmp_path / "data").write_text("kept")
    assert main(["build", str(litet), str(tmp_path / "data")]) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert (tmp_path / "data").read_text() == "kept"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (errno.ENOSPC, "disken är full"),
        (errno.EACCES, "åtkomst nekad"),
        (errno.EISDIR, "är en mapp"),
        (errno.ENOTDIR, "är inte en mapp"),
        (errno.ENOENT, "finns inte"),
        (errno.EIO, "kunde inte skrivas"),
    ],
)
def test_target_that_can_not_be_written_is_said_in_swedish(
    litet, tmp_path, capsys, monkeypatch, number, text
):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    target = tmp_path / "data.sqlite"
    assert main(["build", str(litet), str(target)]) == 1
    assert capsys.readouterr() == ("", f"{target}: {text}\n")
    assert not target.exists()


def test_faulty_surfaces_are_listed_with_the_rest(litet, put, capsys):
    put("parter", 2, "namn", "")
    (litet / "omraden.geojson").write_text("[]")
    assert main(["check", str(litet)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "parter.csv rad 2, kolumn namn: får inte vara tom",
        "omraden.geojson: är inte en FeatureCollection i GeoJSON",
    ]


@pytest.mark.parametrize(
    "arguments", [["check", "{0}/omraden.csv"], ["build", "{0}", "nonsense://x"]]
)
def test_what_is_no_store_is_said_without_a_traceback(litet, capsys, arguments):
    assert main([argument.format(litet) for argument in arguments]) == 1
    assert len("".join(capsys.readouterr()).splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [[], ["chek", "x"], ["check"], ["build", "x"], ["check", "x", "y"]]
)
def test_mistyped_command_ends_with_2(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("användning: python -m lagesbild_data")


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "check" in out
    assert "build" in out
    assert "skriv ett lager med påhittade data" in out
    assert "gör SQLite av en CSV-mapp" in out


def test_sign_that_a_file_or_terminal_lacks_is_a_question_mark(litet, tmp_path):
    people = tmp_path / "folk.csv"
    people.write_text("Område;År;Folkmängd;Källa\nExempelstad;2023;5;statistik\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "lagesbild_data",
        "import",
        str(people),
        "--to",
        str(litet),
        "--dry-run",
    ]
    told = subprocess.run(
        command,
        capture_output=True,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert b" ? 5" in told.stdout


def test_choice_for_a_name_needs_an_equals_sign(litet, tmp_path, capsys):
    people = tmp_path / "folk.csv"
    people.write_text(
        "Område;År;Folkmängd;Källa\nNorrby södra;2019;5;statistik\n", encoding="utf-8"
    )
    assert main(["import", str(people), "--to", str(litet), "--match", "Norrby södra"]) == 1
    assert '"Norrby södra" saknar =' in capsys.readouterr().err


FULL = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
FULL += "resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); "
FULL += "from lagesbild_data.__main__ import main; sys.exit(main(sys.argv[1:]))"


def on_a_full_disk(room: int, *arguments: str) -> subprocess.CompletedProcess:
    """Run a command that may write no file larger than so many bytes."""
    command = [sys.executable, "-c", FULL.format(room=room), *arguments]
    return subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True)


@pytest.mark.parametrize("before", [b"", b"ifylld"], ids=["new", "there before"])
@pytest.mark.parametrize("name", ["mall.xlsx", "mall.csv"])
def test_template_on_a_full_disk_leaves_what_was_there_and_nothing_else(
    litet, tmp_path, name, before
):
    target = tmp_path / "ut" / name
    target.parent.mkdir()
    if before:
        target.write_bytes(before)
    ran = on_a_full_disk(
        100, "template", "handelser", "--to", str(target), "--data", str(litet), "--ersatt"
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"{target}: disken är full\n")
    assert [file.read_bytes() for file in target.parent.iterdir()] == ([before] if before else [])


@pytest.mark.parametrize("name", ["mall.xlsx", "mall.csv"])
def test_template_that_is_filled_in_is_replaced_only_when_asked(litet, tmp_path, capsys, name):
    target = tmp_path / name
    target.write_text("ifylld")
    command = ["template", "handelser", "--to", str(target), "--data", str(litet)]
    assert main(command) == 1
    assert capsys.readouterr() == (
        "",
        f"{target}: finns redan; ange --ersatt om det ska ersättas\n",
    )
    assert target.read_text() == "ifylld"
    assert main([*command, "--ersatt"]) == 0
    assert target.read_bytes() != b"ifylld"
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_folder_that_is_empty_is_in_nobodys_way(litet, tmp_path):
    (tmp_path / "data").mkdir()
    assert main(["build", str(litet), str(tmp_path / "data")]) == 0


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0,
    reason="only the superuser can become somebody without a name",
)
def test_import_by_a_user_without_a_name_is_logged_by_number(litet, tmp_path):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, people = folder / "data.sqlite", folder / "folk.csv"
        assert main(["build", str(litet), str(database)]) == 0
        people.write_text(
            "Område;År;Folkmängd;Källa\nNorrby;2019;4321;statistik\n", encoding="utf-8"
        )
        for place in (folder, database, people):
            os.chown(place, 12345, 12345)
        hidden = ("LOGNAME", "USER", "LNAME", "USERNAME", "LAGESBILD_VEM")
        environment = {key: value for key, value in os.environ.items() if key not in hidden}
        environment |= {"HOME": name, "XDG_CACHE_HOME": name}
        # In name only: another user might not be let into the folder of the program.
        become = (
            "import os, sys; os.setresuid(12345, 0, 0); import lagesbild_data.__main__ as command; "
        )
        become += "sys.exit(command.main(sys.argv[1:]))"
        command = [sys.executable, "-c", become, "import", str(people), "--to", str(database)]
        root = Path(__file__).parents[1]
        for number, (more, who) in enumerate((([], "uid 12345"), (["--vem", "Ann"], "Ann"))):
            people.write_text(
                f"Område;År;Folkmängd;Källa\nNorrby;2019;{4321 + number};statistik\n",
                encoding="utf-8",
            )
            ran = subprocess.run(
                [*command, *more], cwd=root, env=environment, capture_output=True, text=True
            )
            assert (ran.returncode, ran.stderr) == (0, "")
            with contextlib.closing(sqlite3.connect(database)) as opened:
                assert opened.execute(
                    "SELECT vem FROM andringslogg ORDER BY andring_id DESC"
                ).fetchone() == (who,)
