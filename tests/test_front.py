"""What is met first: the sentence, what to raise, the figures and the areas, of the tiny store and
as published."""

import datetime as dt
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from lagesbild_data.answers.area import findings
from lagesbild_data.answers.overview.front import Front, front
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import BecamePrioritised, Gap, Number, OnPoliceList, Words
from lagesbild_data.public.raised import Matter
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.words import value_text
from lagesbild_data.store.location import PUBLISHED

TODAY = dt.date(2026, 1, 15)


def asked(store, *filter) -> Front:
    def ask(query, *about):
        return query(store, *about)

    chosen = Filter(*filter)
    return front(store, chosen, ask, lagesbild(store, chosen), TODAY)


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


@pytest.mark.parametrize(
    ("filter", "title"),
    [
        (
            (),
            (
                "Problemindex sjönk 2023, 1 av 4 aktiviteter är försenad, 1 saknar uppföljning och"
                " anmälda brott kan inte bedömas."
            ),
        ),
        (
            (("norrby",),),
            (
                "Problemindex i Norrby sjönk 2023 (hur säkert går inte att säga), ingen av 2"
                " aktiviteter är försenad och anmälda brott i hela kommunen kan inte bedömas."
            ),
        ),
        (
            (("akern", "norrby"),),
            (
                "Problemindex sjönk i Norrby och steg i Åkern 2023 (om ändringarna är säkra går"
                " inte att säga), 1 av 3 aktiviteter är försenad och anmälda brott i hela kommunen"
                " kan inte bedömas."
            ),
        ),
        (((), (2022,)), "Problemindex var 2,50 2022 och anmälda brott kan inte bedömas."),
    ],
)
def test_heading_answers_with_what_each_change_is_worth(store, filter, title):
    assert asked(store, *filter).title == title


def test_published_heading_says_what_the_page_of_crimes_answers(published):
    assert asked(published).title == (
        "Problemindex sjönk 2023 (hur säkert går inte att säga), 1 av 11 aktiviteter är försenad"
        " och anmälda brott är inom det vanliga 2025, men 1 av 6 kvartal låg över det vanliga."
    )
    assert asked(published, (), (2019,)).title == (
        "Problemindex är inte publicerat och anmälda brott minskade mer än de brukar 2019."
    )


def test_what_weighs_most_is_raised_first(store):
    found = asked(store).raised
    assert [(each.label, each.what, each.when) for each in found] == [
        ("⚠ Försenad", "Bättre ljus", "tertial 2 2023"),
        ("▲ Höjt", "Problemindex i Åkern", "2023"),
        ("● Ny på polisens lista", "Åkern, riskområde", "2023"),
        ("… Saknas", "Uppföljning av Skolbesök", "tertial 2 2023"),
        ("… Saknas", "Uppföljning av löften för 2024, 2025 och 2026", "senast tertial 2 2023"),
    ]


def test_nothing_later_is_raised_for_a_chosen_year(store):
    assert asked(store, (), (2022,)).raised == ()


def test_index_within_its_uncertainty_is_not_raised_and_a_sure_one_is(store_with_errors):
    found = {each.matter: each for each in asked(store_with_errors).raised}
    assert found[Matter.WORSE].what == "Problemindex i Norrby"
    assert "Åkern" in found[Matter.LEANING].what
    assert not any("Ängen" in each.what for each in found.values())


@pytest.fixture
def store_with_errors(litet, put, add):
    """Norrby rose more than its uncertainty, Ängen within it; of Åkern only that it rose is
    known."""
    put("indikatorvarden", 4, "varde", "2.7")
    put("indikatorvarden", 5, "riktning", "höjt")
    for row in (4, 5):
        put("indikatorvarden", row, "standardfel", "0.1")
    add("indikatorvarden", "problemindex,angen,2022,totalt,2,,,0.3,,analys,\n")
    add("indikatorvarden", "problemindex,angen,2023,totalt,2.5,höjt,,0.3,,analys,\n")
    return opened_for(Reader(), litet)


def test_targets_behind_are_raised(exempelstad):
    [behind] = [
        each
        for each in asked(opened_for(Reader(), exempelstad)).raised
        if each.matter is Matter.BEHIND
    ]
    assert (behind.label, behind.what, behind.page) == ("⚠ Efter målet", "4 mål", "loften")


def test_unusual_crimes_of_every_area_are_raised_and_of_a_chosen_one_its_own(exempelstad):
    def unusual(*areas):
        found = asked(opened_for(Reader(), exempelstad), areas).raised
        return [(each.what, dict(each.choices)) for each in found if each.matter is Matter.UNUSUAL]

    where = "Anmälda brott i Drömhöjden: 3 av 4 kvartal låg över det vanliga"
    own = (where, {"brottsomrade": "Drömhöjden"})
    kommun = "Anmälda brott: 1 av 4 kvartal låg över det vanliga"
    assert unusual() == [(kommun, {"brottsomrade": "Exempelstad"}), own]
    assert unusual("dromhojden") == [own]


def test_newly_prioritised_and_listed_areas_are_raised_once(published):
    found = [each for each in asked(published).raised if each.matter is Matter.PRIORITISED]
    assert [(each.what, each.when) for each in found] == [("Centrum och Huskvarna Söder", "2024")]
    assert not any(each.matter is Matter.LISTED for each in asked(published).raised)


def test_what_is_new_of_an_area_is_the_same_on_both_pages(litet, add):
    add("omradesroller", "angen,2025,prioriterat,lofte,\nnorrby,2025,prioriterat,lofte,\n")
    add(
        "klassningar", "norrby,2025,särskilt utsatt område,analys,\nakern,2025,riskområde,analys,\n"
    )
    store = opened_for(Reader(), litet)
    found = [
        (each.what, each.label, each.when)
        for each in asked(store).raised
        if each.matter in (Matter.LISTED, Matter.PRIORITISED)
    ]
    # 2024 has no prioritised area: Norrby, of 2023, isn't new in 2025.
    assert found == [
        ("Norrby, särskilt utsatt område", "● Ny klass på polisens lista", "2025"),
        ("Ängen", "★ Nytt prioriterat", "2025"),
    ]
    new = {
        area: [
            type(each.values)
            for each in findings.changes(store, area)
            if isinstance(each.values, OnPoliceList | BecamePrioritised)
        ]
        for area in ("norrby", "akern", "angen")
    }
    assert new == {"norrby": [OnPoliceList], "akern": [], "angen": [BecamePrioritised]}


def test_kommun_of_another_year_than_the_areas_is_raised_by_its_own(litet, put, add):
    put("indikatorvarden", 3, "standardfel", "0.01")
    add("indikatorvarden", "problemindex,exempelstad,2025,totalt,2.9,höjt,,0.01,,analys,\n")
    found = {each.what: each.when for each in asked(opened_for(Reader(), litet)).raised}
    assert found["Problemindex i hela kommunen"] == "2025"
    assert found["Problemindex i Åkern"] == "2023"


def test_latest_dialogue_is_of_the_chosen_years(store):
    dialogues = {row.name: row.dialogue for row in asked(store, (), (2022,)).areas}
    assert dialogues["Åkern"] == Words("31 december 2022–1 januari 2023")
    assert dialogues["Norrby"] is Gap.NOT_IN_LIST


def test_nothing_of_the_kommuns_activities_is_a_gap(store):
    assert asked(store, (), (2015,)).areas[-1].statuses == "ej publicerat"


def test_tiles_have_number_and_trend(store):
    index, activities, crimes, dialogues = asked(store).tiles
    assert (value_text(index.figure.value), index.trend) == (
        "2,25",
        (("2022", 2.5), ("2023", 2.25)),
    )
    assert sorted(activities.statuses) == [
        "försenad",
        "genomförd",
        "pågår",
        "uppföljning saknas",
    ]
    assert (value_text(crimes.figure.value), crimes.trend) == (
        "990",
        (("2022", 900), ("2023", 990)),
    )
    assert dialogues.trend == (("tertial 1", 1), ("tertial 2", 2))


def test_tertial_without_a_dialogue_in_the_list_keeps_its_place(litet, put):
    put("handelser", 2, "datum_fran", "2023-11-03")
    put("handelser", 2, "datum_till", "2023-11-03")
    *_, dialogues = asked(opened_for(Reader(), litet)).tiles
    assert dict(dialogues.trend)["tertial 3"] == 1
    assert [when for when, _ in dialogues.trend] == ["tertial 1", "tertial 2", "tertial 3"]


def test_tiles_of_a_place_stand_beside_the_kommun(exempelstad):
    store = opened_for(Reader(), exempelstad)
    tiles = {each.label: each for each in asked(store, ("pahittsbacken",)).tiles}
    assert tiles["Problemindex"].beside == "Hela kommunen: 1,72"
    assert tiles["Anmälda brott"].beside.startswith("Hela kommunen 2025")
    assert value_text(tiles["Anmälda brott"].figure.value) == "463"


def test_areas_stand_side_by_side_with_the_kommun_last(store):
    norrby, akern, angen, kommun = asked(store).areas
    assert [row.name for row in (norrby, akern, angen, kommun)] == [
        "Norrby",
        "Åkern",
        "Ängen",
        "Hela kommunen",
    ]
    assert (norrby.index, norrby.dialogue) == (Number(3.1, 2), Words("maj–augusti 2023"))
    assert (akern.index, akern.statuses) == (Gap.NOT_PUBLISHED, ("pågår", "försenad"))
    assert angen.dialogue is Gap.NOT_IN_LIST
    assert (angen.statuses, angen.trend, angen.change) == ("ingen knuten", (), None)
    assert (kommun.own, len(kommun.statuses)) == (True, 4)


def test_rate_of_an_area_is_what_the_page_of_crimes_says(exempelstad):
    store = opened_for(Reader(), exempelstad)
    found = asked(store, (), (2024,))
    rates = {row.name: row.rate for row in found.areas}
    assert found.rate_year == 2024
    assert value_text(rates["Påhittsbacken"]) == "104,9"  # 469 crimes of 4 471 people on average
    assert rates["Skrönby"] is Gap.HIDDEN


def test_page_opens_with_its_answer_and_rows_keep_the_filter(open_page, litet):
    page = open_page("pages/lagesbild.py", litet, omrade=["Åkern"], ar=[2023])
    assert page.title[0].value.startswith("Problemindex i Åkern steg 2023")
    html = " ".join(each.proto.body for each in page.get("html"))
    raised = re.search('<section class="lb-raised.*?</section>', html, re.S)[0]
    links = [urlsplit(unescape(each)) for each in re.findall('href="(.*?)"', raised)]
    assert [(each.path, dict(parse_qsl(each.query))) for each in links] == [
        (
            "loften",
            {
                "lofte": "Medborgarlöfte 2022–2023",
                "aktivitet": "Bättre ljus",
                "omrade": "Åkern",
                "ar": "2023",
            },
        ),
        ("problemindex", {"omrade": "Åkern", "ar": "2023"}),
        ("omrade", {"plats": "Åkern", "omrade": "Åkern", "ar": "2023"}),
    ]
    rows = re.findall('href="(.*?)"', re.search('<div class="lb-areas.*?</table>', html, re.S)[0])
    assert [dict(parse_qsl(urlsplit(unescape(each)).query)) for each in rows] == [
        {"plats": "Åkern", "ar": "2023"}
    ]
