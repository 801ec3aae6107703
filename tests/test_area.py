"""One area on one page: what is known, when things happened, and what is not known."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lagesbild_data.answers import places
from lagesbild_data.answers.area import dialogues, findings, key_figures, promises, timeline
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.public.answer import Gap, Number
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import change_text, value_text
from lagesbild_data.store.location import PUBLISHED
from ui.frame import meeting

PAGE = Path(__file__).parents[1] / "pages" / "omrade.py"


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


def test_key_figures_are_the_latest_known(published):
    index, people, listed, role = key_figures.key_figures(published, "raslatt")
    assert (index.value, index.period) == (Gap.NOT_PUBLISHED, "2023")
    assert change_text(index.change) == "sänkt · går inte att säga"
    assert (people.value, people.period) == (Number(6036), "2025")
    assert (value_text(listed.value), listed.period) == ("utsatt område", "2025")
    assert listed.detail.startswith("2023: utsatt område, 2021: utsatt område, 2015: på listan")
    assert (value_text(role.value), role.detail) == ("2024", "I underlaget: 2021–2024")


def test_what_is_not_known_is_a_gap_in_the_key_figures(published):
    values = [value_text(figure.value) for figure in key_figures.key_figures(published, "bankeryd")]
    assert values == [
        "ej publicerat",
        "ej publicerat",
        "inte sett på någon",
        "inget år i underlaget",
    ]


def test_activities_have_their_latest_reported_follow_up(published):
    rows = promises.activities(published, "oxnehaga").set_index("aktivitet")
    assert rows.loc["Trygg Trapp", "tertial"] == "tertial 3 2024"
    assert rows.loc["Fotpatruller i områdena", "tertial"] == "tertial 2 2020"
    assert "608" in rows.loc["Fotpatruller i områdena", "text"]
    assert rows["lofte"].iloc[0] == "Medborgarlöfte 2024"
    assert rows.loc["Trygg Trapp", "gemensam"] == ""
    assert rows.loc["Medborgardialoger", "gemensam"] == "gäller 5 områden tillsammans"
    assert set(rows.loc[rows["nu"], "lofte"]) == {"Medborgarlöfte 2024"}
    assert not rows.loc["Fotpatruller i områdena", "nu"]


def test_the_kommun_is_not_counted_as_an_area(published):
    scopes = promises.scopes(published)
    assert scopes["a-2024-est"].shared == "gäller hela kommunen, särskilt Öxnehaga"
    assert scopes["a-2024-krogar"].words == "hela kommunen"
    assert scopes["a-2020-sig"].words == "Ekhagen, Österängen och Öxnehaga"
    assert (scopes["a-2024-trygg-trapp"].words, scopes["a-2024-trygg-trapp"].shared) == (
        "Öxnehaga",
        "",
    )


def test_latest_follow_up_and_promise_are_those_of_the_chosen_years(published):
    assert promises.latest_follow_up(published) == (2024, 3)
    # few have reported the third
    assert promises.latest_follow_up(published, (2020, 2021)) == (
        2020,
        2,
    )
    assert promises.latest_follow_up(published, (2023,)) is None
    assert list(promises.latest_promises(published).values()) == ["Medborgarlöfte 2024"]
    assert len(promises.latest_promises(published, (2020,))) == 2


def test_area_with_earlier_activities_only_has_nothing_new_of_them(published):
    assert not promises.activities(published, "ekhagen")["nu"].any()
    assert [finding.table for finding in findings.changes(published, "ekhagen")] == [
        "indikatorvarden"
    ]


def test_years_apply_to_everything(published):
    index, people, listed, role = key_figures.key_figures(published, "raslatt", (2022,))
    assert (index.value, people.value, people.period) == (
        Gap.NOT_PUBLISHED,
        Gap.NOT_PUBLISHED,
        "till och med 2022",
    )
    assert (listed.period, role.detail) == ("2021", "I underlaget: 2021–2022")
    assert set(timeline.timeline(published, "raslatt", (2021, 2023))["ar"]) == {2021, 2023}
    assert promises.activities(published, "raslatt", (2023,)).empty
    assert dialogues.dialogues(published, "raslatt", (2023,)).empty
    assert set(promises.activities(published, "oxnehaga", (2020,))["tertial"]) == {"tertial 2 2020"}
    questions = findings.open_questions(published, "raslatt", True, (2022,))
    assert "Folkmängden är inte publicerad till och med 2022." in questions


def test_targets_of_an_area_are_its_own_or_shared(published):
    own = promises.targets(published, "raslatt")
    assert [(target.shared, target.result.result) for target in own] == [(False, "")] * 5
    table = promises.targets_table(promises.targets(published, "oxnehaga")).frame.set_index("Mål")
    assert (
        table.loc["Workshoppar i Trygg Trapp", "Utfall"]
        == "5 workshoppar, till och med tertial 3 2024"
    )
    assert (
        table.loc["Fotpatrulltillfällen", "Gäller"]
        == "Ekhagen, Österängen och Öxnehaga tillsammans"
    )
    assert table["Utfall"].isna().sum() == 5
    assert promises.targets(published, "bankeryd") == []
    assert "Gemensamma krogtillsyner" not in table.index  # the whole kommun's
    missing = "5 av 5 mål för området har inget publicerat utfall (Medborgarlöfte 2021–2022)."
    assert missing in findings.open_questions(published, "raslatt", has_surface=True)


def test_dialogues_are_told_with_number_latest_themes_and_the_latest_tertial(published):
    assert [told(finding) for finding in dialogues.dialogue_findings(published, "raslatt")] == [
        "4 hållna dialoger 2024, senast 5 november 2024.",
        "Teman: Gängsnacket (3) och Inhämtningsuppdraget.",
    ]
    assert [told(finding) for finding in dialogues.dialogue_findings(published, "oxnehaga")][
        ::2
    ] == [
        "3 hållna dialoger 2023–2024, senast 3 juni 2024.",
        (
            "Ingen dialog i Öxnehaga tertial 3 2024; 5 av tertialets 7 dialoger har inget område i"
            " källan."
        ),
    ]
    [none] = dialogues.dialogue_findings(published, "bankeryd")
    assert (told(none), none.kallor) == (
        "Ingen hållen dialog i listan är knuten till Bankeryd.",
        (),
    )
    typs = dialogues.dialogues(published, "oxnehaga")["typ"]
    assert set(typs) == {"medborgardialog"}  # not the serious event


def test_prioritised_areas_are_those_of_the_latest_year(published):
    assert places.prioritised_last(published, Filter()) == [
        "centrum",
        "huskvarna-soder",
        "raslatt",
        "osterangen",
        "oxnehaga",
    ]
    assert places.prioritised_last(published, Filter((), (2019,))) == ["centrum"]
    assert places.prioritised_last(published, Filter((), (2015,))) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("En mening. Och en till.", "En mening."),
        ("Möten t.ex. på torget kl. 18. Sedan mer.", "Möten t.ex. på torget kl. 18."),
        (None, ""),
        ("ord " * 60, f"{'ord ' * 45}…"),
    ],
)
def test_timeline_tells_the_first_sentence(text, first):
    assert timeline.first_sentence(text) == first


def test_direction_is_measured_where_the_source_has_numbers_only(litet, put):
    put("indikatorvarden", 5, "riktning", "")
    store = opened_for(Reader(), litet)
    index = key_figures.key_figures(store, "norrby")[0]
    assert (value_text(index.value), index.detail) == ("3,10", "Skala 0–6, lägre är bättre")
    assert change_text(index.change) == "−0,40 mot 2022 · går inte att säga"
    assert (
        told(findings.changes(store, "norrby")[0])
        == "Problemindex sjönk i Norrby från 3,50 (2022) till 3,10 (2023). Om ändringen är säker"
        " går inte att säga: osäkerheten är inte publicerad."
    )


def test_timeline_holds_everything_dated_latest_first(published):
    rows = timeline.timeline(published, "raslatt")
    assert list(rows["ar"]) == sorted(rows["ar"], reverse=True)
    assert set(rows["slag"]) == {
        "mätning",
        "polisens lista",
        "prioriterat",
        "uppföljning",
        "händelse",
    }
    assert (rows["slag"] == "händelse").sum() == 4
    listed = rows[rows["slag"] == "polisens lista"]
    assert list(listed["ar"]) == [2025, 2023, 2021, 2015]
    assert rows["kalla_id"].notna().all()
    within = rows[rows["ar"] == 2024]["nar"].tolist()
    assert (
        within.index("5 november 2024")
        < within.index("27 maj 2024")
        < within.index("25 februari 2024")
    )


def id_of(store, name: str) -> str:
    return {name: key for key, name in reference.neighbourhoods(store).items()}[name]


def test_recent_is_what_happened_or_changed_in_two_years(exempelstad, published):
    rows = timeline.recent(timeline.timeline(published, "oxnehaga"))
    assert set(rows["ar"]) == {2023, 2024}
    assert "uppföljning" not in set(rows["slag"])
    # prioritised since 2020, which is no news of either year
    assert "prioriterat" not in set(rows["slag"])
    store = opened_for(Reader(), exempelstad)
    rows = timeline.recent(timeline.timeline(store, id_of(store, "Drömhöjden")))
    assert list(rows.loc[rows["slag"] == "prioriterat", "ar"]) == [2025]


def test_changes_are_of_all_sources_the_largest_first(exempelstad):
    store = opened_for(Reader(), exempelstad)
    found = [told(each) for each in findings.changes(store, id_of(store, "Drömhöjden"))]
    assert found[:2] == [
        "Drömhöjden står på polisens lista över utsatta områden 2025 (utsatt område).",
        "Drömhöjden är prioriterat i medborgarlöftet igen 2025, senast 2022.",
    ]
    assert found[2].startswith("Anmälda brott i Drömhöjden ökade från 293 (2024) till 342 (2025")
    assert "Men 3 av 4 kvartal" in found[2]
    assert found[3].startswith("Problemindex steg i Drömhöjden från 1,74 (2024) till 1,77 (2025)")


def test_follow_up_of_several_areas_is_not_told_as_one_areas(published):
    dated = timeline.timeline(published, "centrum")["vad"]
    text = (
        "Medborgardialoger (pågår, gäller 5 områden tillsammans). 7 dialoger hölls från 7/10 till"
        " 26/11."
    )
    assert text in set(dated)
    own = timeline.timeline(published, "oxnehaga")["vad"]
    assert not own[own.str.startswith("Trygg Trapp")].str.contains("tillsammans").any()


def test_changes_tell_of_the_area_and_of_the_whole_kommun(published):
    texts = [told(finding) for finding in findings.changes(published, "huskvarna-soder")]
    assert texts[:2] == [
        "Huskvarna Söder är prioriterat i medborgarlöftet 2024; inget tidigare år finns i"
        " underlaget.",
        "Problemindex steg i Huskvarna Söder 2023 mot mätningen före; talet är inte publicerat.",
    ]
    assert any(text.startswith("Gäller hela kommunen: av ") for text in texts)


def test_open_questions_name_what_is_missing(published):
    questions = findings.open_questions(published, "bankeryd", has_surface=False)
    assert questions == [
        "Problemindexets tal för 2023 är inte publicerat, bara riktningen.",
        "Hur många som svarade på enkäten i området är inte publicerat.",
        "Folkmängden är inte publicerad.",
        (
            "Området är inte sett på någon av polisens listor. Det säger inte att det aldrig har"
            " stått där."
        ),
        "Anmälda brott är inte publicerade för området, bara för hela kommunen.",
        "Området har ingen yta på kartan.",
    ]
    assert "Folkmängden är inte publicerad." not in findings.open_questions(
        published, "raslatt", has_surface=True
    )


def test_area_of_which_nothing_is_known_has_an_empty_timeline(litet, add):
    add("omraden", "ny,Nytorp,bostadsområde,9999\n")
    store = opened_for(Reader(), litet)
    assert timeline.timeline(store, "ny").empty
    assert promises.activities(store, "ny").empty
    assert (
        findings.open_questions(store, "ny", has_surface=True)[0]
        == "Problemindex är inte publicerat."
    )


# The page


def html(app) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_page_is_about_its_own_area_and_the_chosen_years(open_page):
    app = open_page("pages/omrade.py", plats=["Råslätt"], omrade=["Öxnehaga"], ar=["2023"])
    assert app.title[0].value == "Vad vet vi om Råslätt?"
    assert '<p class="lb-sentence">Råslätt · 2023</p>' in html(app)
    assert "Öxnehaga · 2023" not in html(app)


def test_view_is_added_to_the_agenda_under_the_name_of_its_area(monkeypatch):
    kept = []
    monkeypatch.setattr(meeting, "keep", lambda draft: kept.extend(draft.points))
    app = AppTest.from_string(
        "import streamlit as st\nfrom ui.frame import shell\n"
        f'shell.run([st.Page({str(PAGE)!r}, title="Område", url_path="omrade", default=True)])',
        default_timeout=30,
    )
    app.query_params["plats"], app.query_params["ar"] = "Öxnehaga", "2024"
    next(
        button for button in app.run().button if button.label == "Lägg till i agendan"
    ).click().run()
    app.selectbox(key="plats").set_value("raslatt").run()
    next(button for button in app.button if button.label == "Lägg till i agendan").click().run()
    assert [point.titel for point in kept] == ["Område: Öxnehaga · 2024", "Område: Råslätt · 2024"]


def test_unknown_area_in_the_address_is_said_until_another_is_chosen(open_page):
    app = open_page("pages/omrade.py", plats=["<b>Ingenstans</b>"])
    told = (
        "Område: adressen nämner &lt;b&gt;Ingenstans&lt;/b&gt;, som inte finns att välja; här"
        " gäller Centrum."
    )
    assert told in html(app)
    assert told in html(app.run())
    assert "adressen nämner" not in html(app.selectbox(key="plats").set_value("oxnehaga").run())


def test_page_tells_the_latest_follow_up_and_keeps_earlier_promises_apart(open_page):
    app = open_page("pages/omrade.py", plats=["Öxnehaga"])
    page = html(app)
    assert "Senaste uppföljning: tertial 3 2024." in page
    [fold] = (fold for fold in app.expander if fold.label == "Tidigare löften (7 aktiviteter)")
    earlier = html(fold)
    now = page.replace(earlier, "")
    assert "Trygg Trapp</summary>" in now
    assert "Torsdagsmöten på Öxnehaga</summary>" not in now
    assert "Torsdagsmöten på Öxnehaga</summary>" in earlier
    assert "Gäller hela kommunen, särskilt Öxnehaga" in now
    assert "gäller 2 områden" not in page


def test_page_has_the_areas_targets_and_dialogues_and_what_is_shared(open_page):
    app = open_page("pages/omrade.py", plats=["Öxnehaga"])
    headings = [heading.value for heading in app.subheader]
    assert headings == [
        "Vad är nytt?",
        "Vad görs?",
        "Mål för området",
        "Dialoger",
        "Hur utvecklas det?",
        "Vad har hänt, och när?",
    ]
    assert [fold.label for fold in app.expander] == [
        "Tidigare löften (7 aktiviteter)",
        "Tidigare löften (6 mål)",
        "3 dialoger",
        "Visa som tabell",
        "Visa som tabell",
        "Gemensamt för flera områden (7 räknade resultat)",
        "Visa som tabell",
        "Hela tidslinjen (42 rader)",
        "Vad vet vi inte? 5 saker",
        "Var ligger det? Karta",
    ]
    page = html(app)
    assert page.count('data-label="Utfall">ej publicerat</td>') == 5
    own, shared = page.split("Källan säger inte hur mycket som är i Öxnehaga")
    assert "Fotpatrulltillfällen, inte uppdelat på område" in shared
    assert "Workshoppar i Trygg Trapp, Öxnehaga" in own
    assert "inte uppdelat på område" not in own


def test_print_has_a_head_and_no_hints(open_page, published):
    page = html(open_page("pages/omrade.py", plats=["Öxnehaga"]))
    head = page.partition('<p class="lb-print">')[2].partition("</p>")[0]
    assert head.startswith("Öxnehaga · utskrivet ")
    assert head.endswith(f"dataversion {published.version}")
    assert '<p class="lb-note lb-screen">Klicka på ett annat område' in page


@pytest.mark.parametrize("year", ["2015", "2020", "2021", "2023", "2024"])
@pytest.mark.parametrize("place", ["Råslätt", "Öxnehaga", "Ekhagen", "Bankeryd"])
def test_page_opens_for_every_year(open_page, place, year):
    app = open_page("pages/omrade.py", plats=[place], ar=[year])
    assert not app.error
    assert not app.exception
    assert f"{place} · {year}" in html(app)
