"""Meeting mode and agenda: a view becomes a point with its address, points are moved, kept, opened
and gone through."""

import json
import sqlite3

import pytest

from lagesbild_data.answers import meetings
from lagesbild_data.answers.meetings import Point
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.building import build
from ui.frame import data
from ui.frame.data import Draft

NAV = '<nav class="lb-steps"'
DRAFT = (
    Point("Brott & <b>fetstil</b>", "brott?ar=2023"),
    Point("Läget", "?"),
    Point("Löften", "loften?omrade=Norrby"),
)


@pytest.fixture
def database(litet, tmp_path):
    """The tiny store as a SQLite file."""
    build(litet, tmp_path / "data.sqlite")
    return tmp_path / "data.sqlite"


@pytest.fixture
def opened(open_page, litet):
    """A page of the tiny store, opened by a reader who has a draft."""

    def open_(
        path: str = "pages/mote.py",
        store: object = litet,
        points: tuple[Point, ...] = DRAFT,
        **parameters,
    ):
        data.keep_draft("nyckel", Draft("", points))
        app = open_page(path, store=store, **parameters)
        app.session_state["agendanyckel"] = "nyckel"
        return app.run()

    return open_


def html(app) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def points() -> tuple[Point, ...]:
    return data.drafts()["nyckel"].points


def press(app, label: str, number: int = 0):
    return [button for button in app.button if button.label == label][number].click().run()


def test_view_becomes_a_point_with_the_choices_that_the_address_has(opened):
    app = opened(
        "pages/dialoger.py", points=(), omrade=["Norrby"], ar=["2023"], mote=["true"], punkt=["1"]
    )
    press(app, "Lägg till i agendan")
    [point] = points()
    assert point.titel.endswith(": Norrby · 2023")
    assert point.adress == "?omrade=Norrby&ar=2023"


def test_first_page_without_choices_becomes_a_point_that_can_be_kept(opened, database):
    app = opened("pages/lagesbild.py", store=database, points=())
    press(app, "Lägg till i agendan")
    assert [point.adress for point in points()] == ["?"]
    meetings.save(opened_for(Reader(), database), "Maj", points())
    assert meetings.points(opened_for(Reader(), database), "Maj") == list(points())


def test_points_are_moved_and_removed(opened):
    app = opened()
    press(app, "Flytta ner", 0)
    assert [point.titel for point in points()] == ["Läget", DRAFT[0].titel, "Löften"]
    press(app, "Flytta upp", 2)
    assert [point.titel for point in points()] == ["Läget", "Löften", DRAFT[0].titel]
    press(app, "Ta bort", 1)
    assert [point.titel for point in points()] == ["Läget", DRAFT[0].titel]


def test_title_is_changed_and_an_emptied_one_stays(opened):
    app = opened()
    next(field for field in app.text_input if field.label == "Titel på punkt 2").input(
        " Läget i maj "
    ).run()
    assert points() == (DRAFT[0], Point("Läget i maj", "?"), DRAFT[2])
    next(field for field in app.text_input if field.label == "Titel på punkt 2").input(" ").run()
    assert points()[1] == Point("Läget i maj", "?")


CHANGED = "Agendan ändrades i ett annat fönster; se efter och försök igen."


@pytest.mark.parametrize(
    ("label", "number"), [("Flytta ner", 1), ("Flytta upp", 1), ("Ta bort", 0)]
)
@pytest.mark.parametrize(
    "left", [DRAFT[:2], DRAFT[1:], DRAFT[::-1], ()], ids=["C gone", "A gone", "turned", "empty"]
)
def test_click_on_what_another_window_has_changed_does_nothing(opened, label, number, left):
    app = opened()
    data.keep_draft("nyckel", Draft("", left))
    press(app, label, number)
    assert not app.exception
    assert points() == left
    assert CHANGED in html(app)


def test_title_of_a_point_that_another_window_has_moved_is_not_changed(opened):
    app = opened()
    data.keep_draft("nyckel", Draft("Maj", DRAFT[1:]))
    next(field for field in app.text_input if field.label == "Titel på punkt 3").input("Ny").run()
    assert not app.exception
    assert data.drafts()["nyckel"] == Draft("Maj", DRAFT[1:])
    assert CHANGED in html(app)


def test_late_click_does_not_reach_the_point_that_has_come_instead(opened):
    app = opened()
    second = [button for button in app.button if button.label == "Ta bort"][1]
    press(app, "Ta bort", 0)
    assert second.key not in [button.key for button in app.button]


def test_title_with_a_control_character_is_refused(opened):
    app = opened()
    next(field for field in app.text_input if field.label == "Titel på punkt 1").input(
        "a\x07b"
    ).run()
    assert points() == DRAFT
    assert "punkten behöver en titel" in html(app)


def test_titles_are_text_and_points_lead_into_the_app(opened):
    app = opened()
    name = 'aria-label="Visa Brott &amp; &lt;b&gt;fetstil&lt;/b&gt;"'
    assert f'<a href="./brott?ar=2023" target="_self" {name}>Visa</a>' in html(app)
    assert "<b>fetstil" not in html(app)
    assert 'href="./brott?ar=2023&amp;mote=true&amp;agenda=nyckel&amp;punkt=1"' in html(app)


def test_agenda_without_points_says_how_they_are_added(opened):
    app = opened(points=())
    assert "Lägg till i agendan" in html(app)
    assert "Starta mötet" not in html(app)


def test_agenda_is_saved_in_a_database_and_opened_by_another(opened, database):
    app = opened(store=database)
    next(field for field in app.text_input if field.label == "Agendans namn").input(
        "SSG i maj"
    ).run()
    press(app, "Spara i databasen")
    assert "Agendan SSG i maj är sparad." in html(app)
    assert meetings.points(opened_for(Reader(), database), "SSG i maj") == list(DRAFT)
    assert "agenda=SSG+i+maj&amp;punkt=1" in html(app)
    other = opened(store=database, points=())
    other.selectbox(key="sparad_agenda").select("SSG i maj")
    press(other, "Öppna")
    assert data.drafts()["nyckel"] == Draft("SSG i maj", DRAFT)


def save_as(app, name):
    next(field for field in app.text_input if field.label == "Agendans namn").input(name).run()
    return press(app, "Spara i databasen")


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def test_another_agenda_of_the_same_name_is_replaced_only_when_asked(opened, database):
    others = [Point("Läget", "?ar=2023"), Point("Löftet", "loften")]
    app = save_as(opened(store=database), "SSG")
    assert "Agendan SSG finns redan, med 2 punkter. Ersätt den?" in html(app)
    assert meetings.points(opened_for(Reader(), database), "SSG") == others
    press(app, "Ersätt")
    assert meetings.points(opened_for(Reader(), database), "SSG") == list(DRAFT)
    assert "Agendan SSG är sparad." in html(app)
    assert "Ersätt" not in labels(app)


def test_agenda_that_was_saved_here_is_replaced_without_a_question_until_another_changes_it(
    opened, database
):
    app = save_as(opened(store=database), "Juni")
    press(press(app, "Ta bort", 0), "Spara i databasen")
    assert meetings.points(opened_for(Reader(), database), "Juni") == list(DRAFT[1:])
    meetings.save(opened_for(Reader(), database), "Juni", DRAFT, seen=DRAFT[1:])
    press(press(app, "Ta bort", 0), "Spara i databasen")
    assert "Ersätt den?" in html(app)
    assert meetings.points(opened_for(Reader(), database), "Juni") == list(DRAFT)


def test_agenda_that_was_opened_here_is_replaced_without_a_question(opened, database):
    app = press(opened(store=database), "Öppna")
    press(press(app, "Flytta ner", 0), "Spara i databasen")
    assert [point.adress for point in meetings.points(opened_for(Reader(), database), "SSG")] == [
        "loften",
        "?ar=2023",
    ]


def test_what_an_opened_agenda_replaced_can_be_brought_back(opened, database):
    app = press(opened(store=database), "Öppna")
    assert data.drafts()["nyckel"].name == "SSG"
    assert "En agenda utan namn, med 3 punkter, ersattes av SSG." in html(app)
    press(app, "Ångra")
    assert data.drafts()["nyckel"] == Draft("", DRAFT)
    assert "Ångra" not in labels(app)


def test_agenda_that_is_gone_when_it_is_to_be_opened_leaves_the_draft(opened, database):
    app = opened(store=database)
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM agendapunkter")
    press(app, "Öppna")
    assert points() == DRAFT
    assert "Agendan SSG finns inte längre." in html(app)


def test_agenda_holds_no_more_points_than_can_be_opened_again(opened):
    full = (Point("T", "brott"),) * meetings.MOST_POINTS
    app = press(opened("pages/data.py", points=full), "Lägg till i agendan")
    assert points() == full
    assert "Vyn gick inte att lägga till." in html(app)
    assert "högst 200 är tillåtna" in html(app)


def test_files_can_not_keep_agendas_and_say_how_to_switch(opened):
    app = opened()
    assert "python -m lagesbild_data build" in html(app)
    assert "Spara i databasen" not in [button.label for button in app.button]


def test_agenda_is_downloaded_and_opened_again(opened, saved):
    files, _ = saved
    opened()
    app = opened(points=())
    app.file_uploader(key="agendafil").upload("agenda.json", meetings.to_file("Maj", DRAFT)).run()
    assert data.drafts()["nyckel"] == Draft("Maj", DRAFT)
    assert json.loads(files["agenda.json"])["punkter"][1] == {"titel": "Läget", "adress": "?"}


def test_file_that_leads_out_of_the_app_is_refused(opened):
    app = upload(opened(points=()), [{"titel": "Utåt", "adress": "https://example.org/"}])
    assert "&#34;https://example.org/&#34; är inte en sida här" in html(app)
    assert points() == ()


def upload(app, found):
    content = json.dumps({"agenda": "Maj", "punkter": found}).encode()
    return app.file_uploader(key="agendafil").upload("agenda.json", content).run()


def test_file_with_half_a_letter_leaves_the_page_as_it_was(opened):
    app = upload(
        opened(),
        [{"titel": "a\ud800b", "adress": "brott"}, {"titel": "T", "adress": "brott?a=\ud800"}],
    )
    assert not app.exception
    assert points() == DRAFT
    assert "Starta mötet" in html(app.run())


def test_many_faults_are_told_in_one_note_with_their_count(opened):
    app = upload(opened(), [{"titel": "", "adress": "brott"}] * 200)
    assert html(app).count('role="alert"') == 1
    assert html(app).count("punkten behöver en titel") == 10
    assert "… och 190 till." in html(app)


def test_bar_tells_where_we_are_and_leads_on(opened):
    app = opened("pages/brott.py", mote=["true"], agenda=["nyckel"], punkt=["2"])
    assert f"{NAV} aria-label" in html(app)
    assert "<b>2 av 3</b> · Läget" in html(app)
    assert 'href="./brott?ar=2023&amp;mote=true&amp;agenda=nyckel&amp;punkt=1"' in html(app)
    assert 'href="./loften?omrade=Norrby&amp;mote=true&amp;agenda=nyckel&amp;punkt=3"' in html(app)


@pytest.mark.parametrize("number", ["4", "999999"])
def test_point_that_is_gone_leads_to_the_last(opened, number):
    app = opened("pages/data.py", mote=["true"], agenda=["nyckel"], punkt=[number])
    assert "<b>3 av 3</b> · Löften" in html(app)
    assert "punkt=2" in html(app)


@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "9" * 5000])
def test_point_that_is_not_there_gives_a_page_without_steps(opened, number):
    app = opened("pages/data.py", mote=["true"], agenda=["nyckel"], punkt=[number])
    assert not app.error
    assert NAV not in html(app)
    assert "Avsluta mötesläge" in [button.label for button in app.button]


def test_leaving_the_meeting_leaves_the_agenda_but_not_the_filter(opened):
    app = opened("pages/data.py", mote=["true"], agenda=["nyckel"], punkt=["1"], ar=["2023"])
    press(app, "Avsluta mötesläge")
    assert app.toggle(key="mote").value is False
    assert "agenda" not in app.query_params
    assert app.multiselect(key="ar").value == [2023]
    assert NAV not in html(app)


def test_server_keeps_the_latest_of_very_many_drafts(monkeypatch):
    monkeypatch.setattr(data, "_MOST_DRAFTS", 2)
    for key in ("a", "b", "a", "c"):
        data.keep_draft(key, Draft())
    assert list(data.drafts()) == ["a", "c"]
