"""What documents hold: the same answers as the pages, with what they rest on, and gaps as gaps."""

import datetime as dt

import pandas as pd
import pytest

from briefing.blocks import (
    Basis,
    Chart,
    Charts,
    Choice,
    Findings,
    KeyFigures,
    Map,
    Point,
    Prose,
    Tabulated,
)
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS, document
from briefing.subjects import promises as promise_parts
from lagesbild_data.answers.overview import lagesbild
from lagesbild_data.answers.promises import by_tertial, promised, targets
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference, sentences, signs
from lagesbild_data.public.answer import Change, Number, Verdict
from lagesbild_data.public.reader import Reader, opened_for

MADE = dt.date(2024, 5, 28)
ALL = Filter()
LACKING = "Det som inte är publicerat för urvalet"


def made(store, *parts, filter=ALL, occasion="ssg", told=None, **choice):
    said = told if told is not None else []
    return document(
        store, Choice(occasion, filter, parts, **choice), MADE, lambda *step: said.append(step)
    )


def blocks(store, part, kind, **choice):
    found = made(store, part, **choice).parts[0]
    assert found.name == PARTS[part].name
    return [block for block in found.blocks if isinstance(block, kind)]


def tables(store, part, **choice):
    return [block.table for block in blocks(store, part, Tabulated, **choice)]


def gaps(store, *parts, **choice):
    """What stands in the part about what isn't published; () where there is none."""
    return next(
        (
            part.blocks[0].paragraphs
            for part in made(store, *parts, **choice).parts
            if part.name == LACKING
        ),
        (),
    )


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_occasions_have_their_parts_in_order_and_sources_last(published, occasion):
    parts = [part.name for part in made(published, occasion=occasion).parts if part.name != LACKING]
    assert parts == [PARTS[key].name for key in OCCASIONS[occasion].parts]
    assert parts[-1] == "Källor och metod"


def test_chosen_parts_come_in_the_chosen_order_and_sources_still_last(published):
    parts = [part.name for part in made(published, "kallor", "brott", "lagesbild").parts]
    assert parts == ["Anmälda brott", "Lägesbild", "Källor och metod"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("filter", [Filter(), Filter((), (2015,)), Filter(("bankeryd",), (2023,))])
def test_every_figure_names_its_source(published, part, filter):
    for block in made(published, part, filter=filter).parts[0].blocks:
        if part != "kallor" and not isinstance(block, Prose):
            assert block.basis.kallor or ", 0 med publicerad uppgift" in block.basis.n, block.title


def test_every_part_can_be_made_of_a_store_with_nothing_in_it(litet):
    for path in litet.glob("*.csv"):
        if path.name not in ("omraden.csv", "kallor.csv"):
            path.unlink()
    for part in made(opened_for(Reader(), litet), *PARTS).parts:
        assert part.blocks, part.name


def test_filter_version_and_date_stand_in_the_document(published):
    whole = made(published, "brott", filter=Filter(("raslatt", "oxnehaga"), (2023,)))
    assert whole.facts == (
        "Urval: Råslätt och Öxnehaga · 2023",
        f"Dataversion: {published.version}",
        "Uttaget: 28 maj 2024",
    )


def test_one_invented_source_marks_the_whole_document(published, invented, put, litet):
    assert made(invented).mark == "Påhittade data"
    assert made(published).mark == ""
    for row in (2, 3, 4):
        put("kallor", row, "pahittad", "nej")
    assert made(opened_for(Reader(), litet)).mark == ""
    put("kallor", 4, "pahittad", "ja")
    assert made(opened_for(Reader(), litet)).mark == "Påhittade data"


def test_own_words_follow_their_part(published):
    assert (
        made(published, "brott", comments={"brott": " Se upp.\nAndra raden.\n"}).parts[0].comment
        == "Se upp.\nAndra raden."
    )


def test_progress_names_the_part_being_made(published):
    told: list[tuple[str, int, int]] = []
    made(published, "brott", "karta", told=told)
    assert told == [("Anmälda brott", 0, 4), ("Karta", 1, 4), ("Källor och metod", 2, 4)]


def test_key_figures_and_findings_are_those_of_the_page(published):
    picture = lagesbild.lagesbild(published, Filter((), (2023,)))
    [figures] = blocks(published, "lagesbild", KeyFigures, filter=Filter((), (2023,)))
    [findings] = blocks(published, "lagesbild", Findings, filter=Filter((), (2023,)))
    assert list(figures.figures) == [figure for figure in picture.key_figures if figure.is_known]
    told = " ".join(
        sentences.told(item)
        for item in made(published, "lagesbild", filter=Filter((), (2023,))).opening.items
    )
    assert {sentences.told(item) for item in findings.items} < {
        sentences.told(item) for item in picture.findings
    }
    assert [sentences.told(item) for item in findings.items if sentences.told(item) in told] == []


def test_caveats_follow_the_key_figures(published):
    [figures] = blocks(published, "lagesbild", KeyFigures)
    assert any(
        caveat.startswith("Högst problemindex: Högst av kommunens områden")
        for caveat in figures.basis.caveats
    )


def test_map_tells_what_it_shows_in_words_made_from_data(published):
    [drawn] = blocks(published, "karta", Map)
    assert (
        drawn.title
        == "Problemindex 2023 sjönk i Råslätt, Österängen och Öxnehaga och steg i Bankeryd, Ekhagen"
        " och Huskvarna Söder; om ändringarna är säkra går inte att säga"
    )
    assert "Råslätt: ▼ sänkt" in drawn.drawing.alt


def test_table_under_the_map_says_which_areas_have_no_surface(published):
    [table] = tables(published, "karta")
    shown = {row[0]: row[table.headings.index("På kartan")] for row in table.texts}
    assert shown["Bankeryd"] == "yta saknas"
    assert shown["Råslätt"] == "ja"


def test_areas_without_surfaces_give_words_instead_of_a_map(invented):
    assert blocks(invented, "karta", Map) == []
    [block] = blocks(invented, "karta", Tabulated)
    assert block.basis.caveats == ("Inget av de valda områdena har en yta att rita.",)


def test_matrix_has_sign_and_word_for_every_activity_and_tertial(published):
    found = blocks(published, "lofte", Tabulated)
    block = next(each for each in found if "Tertial 1 2024" in each.table.headings)
    table = block.table
    assert block.title == "Medborgarlöfte 2024, tertial 3 2024: 1 försenad, 10 pågår"
    statuses = [row[table.headings.index("Tertial 3 2024")] for row in table.texts]
    assert sorted(status.removesuffix("°") for status in statuses) == sorted(
        ["⚠ försenad"] + ["▶ pågår"] * 10
    )
    assert block.basis.n == "11 aktiviteter, 33 uppföljningar"
    assert block.basis.caveats[0].startswith("24 av 33 statusar är lästa ur texten")


def test_targets_stand_against_results_with_the_rule_of_the_lights(published):
    filter = Filter((), (2021,))
    found = blocks(published, "lofte", Tabulated, filter=filter)
    block = next(each for each in found if "Måltal" in each.table.headings)
    table = block.table
    assert len(table.texts) == len(targets.targets(published, "lofte-2021-2022", Filter()))
    lights = {row[table.headings.index("Läge")] for row in table.texts}
    assert lights <= {"– utfall ej publicerat", "– följs inte med tal"}
    assert targets.LIGHT_RULE not in " ".join(block.basis.caveats)
    method = made(published, "lofte", filter=filter).parts[-1].blocks[1]
    assert f"Ljusen vid mål: {targets.LIGHT_RULE.strip()}" in method.paragraphs
    assert targets.LIGHT_RULE.strip() not in " ".join(
        made(published, "brott").parts[-1].blocks[1].paragraphs
    )


def test_follow_up_has_the_published_form(published, follow_ups):
    [table] = tables(published, "aktiviteter", occasion="tertial")
    assert table.headings == ["Aktivitet", "Tertial 1 2024", "Tertial 2 2024", "Tertial 3 2024"]
    by_cell = follow_ups.set_index(["aktivitet_id", "tertial"])
    activities = promised.activities(published, "lofte-2024", Filter())
    for row, activity in zip(table.texts, activities.itertuples(), strict=True):
        assert row[0].startswith(f"{activity.nummer}. {activity.aktivitet}\nAnsvarig: ")
        for tertial in (1, 2, 3):
            told = by_cell.loc[(activity.aktivitet_id, tertial)]
            read = "°" if told["status_grund"] == "tolkning" else ""
            assert row[tertial].endswith(f" {told['status']}{read}\n{told['text']}")


def test_a_missing_follow_up_is_told_apart_from_an_empty_one(invented):
    [table] = tables(invented, "aktiviteter")
    assert table.texts[0][1] == "▶ pågår\nIngen text i källan."
    assert table.texts[3][2] == "· uppföljning saknas"


def test_promise_of_the_latest_chosen_year_is_told(published):
    names = [
        block.title for block in blocks(published, "lofte", Prose, filter=Filter((), (2018, 2020)))
    ]
    assert names == [
        row.namn for row in promised.promises(published, Filter((), (2020,))).itertuples()
    ]


def test_results_keep_the_sign_of_the_source(published):
    [charts] = blocks(published, "resultat", Charts)
    [patrols] = [chart for chart in charts.charts if chart.title == "Fotpatrulltillfällen"]
    assert [(p.label, p.value, p.shown) for p in patrols.points] == [
        ("T1 2020", 500, "> 500"),
        ("T2 2020", 608, "≥ 608"),
    ]


def test_index_of_areas_is_a_number_an_arrow_or_a_gap(published):
    [table] = tables(published, "problemindex")
    shown = {row[0]: row[1:3] for row in table.texts}
    assert shown["Österängen"] == ["1,81", "▼ sänkt · går inte att säga"]
    assert shown["Bankeryd"] == ["ej publicerat", "▲ höjt · går inte att säga"]


def test_crimes_are_those_of_the_query_and_preliminary_ones_are_marked(published, crime_rows):
    years, quarters = blocks(published, "brott", Charts)
    rows = crime_rows
    assert [p.value for p in years.charts[0].points] == [
        row.antal for row in rows if row.kvartal is None
    ]
    wanted = [
        (f"K{row.kvartal} {row.ar}", row.antal, row.preliminar) for row in rows if row.kvartal
    ]
    assert [(p.label, p.value, p.preliminary) for p in quarters.charts[0].points] == wanted
    assert quarters.basis.caveats[-1] == "Streckade staplar är preliminära."


def test_nothing_newer_than_the_chosen_year_is_shown(published):
    [index] = blocks(published, "problemindex", Charts, filter=Filter((), (2022,)))
    assert [point.label for point in index.charts[0].points] == ["2022"]
    years, quarters = blocks(published, "brott", Charts, filter=Filter((), (2020,)))
    assert years.charts[0].points[-1].label == "2020"
    assert quarters.charts[0].points[-1].label == "K4 2020"


def test_year_without_crimes_is_a_gap(published):
    assert gaps(published, "brott", filter=Filter((), (2014,))) == (
        "Anmälda brott: anmälda brott är inte publicerade för de valda åren.",
    )


def test_sources_are_exactly_those_of_the_figures(published):
    whole = made(published, "brott", "problemindex")
    table = whole.parts[-1].blocks[0].table
    used = {
        kalla for part in whole.parts[:-1] for block in part.blocks for kalla in block.basis.kallor
    }
    assert {row[0] for row in table.texts} == used == set(whole.method)
    reserved = reference.sources(published).set_index("titel")["forbehall"]
    assert all(row[-1] == reserved[row[0]] for row in table.texts)


@pytest.mark.parametrize(
    ("basis", "sentences"),
    [
        (Basis(), ()),
        (Basis(("A", "B")), ("Källa: A och B.",)),
        (
            Basis(("A",), "3 svar", ("Osäkert.",)),
            ("Källa: A.", "Underlag: 3 svar.", "Förbehåll: Osäkert."),
        ),
    ],
)
def test_basis_in_sentences(basis, sentences):
    assert basis.sentences == sentences


def test_chart_is_told_in_words():
    chart = Chart("Brott", "antal", (Point("2023", 12, "12"), Point("2024", 9, "9", True)))
    assert chart.alt == "Stapeldiagram. Brott, antal. 2023: 12; 2024: 9 (preliminärt)."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, ""),
        (
            Change(
                "sänkt",
                Verdict.UNSURE,
                Verdict.BETTER,
                Number(1.42, 2),
                "2022",
                Number(-0.15, 2, signed=True),
            ),
            "↓ −0,15 mot 2022 · ingen säker ändring",
        ),
        (Change("höjt", Verdict.UNKNOWN), "▲ höjt · går inte att säga"),
    ],
)
def test_change_is_sign_and_words(change, words):
    assert signs.change(change) == words


def test_crimes_are_told_with_their_chance_and_every_type(published):
    [told] = blocks(published, "brott", Findings)
    assert told.title == "Är ändringen ovanlig? Delvis"
    assert sentences.told(told.items[0]).startswith(
        "Året 2025 är inom det vanliga, men 1 av 6 kvartal "
    )
    assert "Minskningen är inte " in sentences.told(told.items[1])
    assert any("Nedgången 2025 är inte kontrollerad." in caveat for caveat in told.basis.caveats)
    [table] = tables(published, "brott")
    assert table.frame["Antal"].iloc[0] == 14468
    assert "– Övrigt inom Samtliga brott (uträknat)" in set(table.frame["Brottstyp"])


def test_quarters_are_those_of_the_chosen_year(published):
    [told] = blocks(published, "brott", Findings, filter=Filter((), (2024,)))
    assert "(kvartal 4 2024)" in sentences.told(told.items[2])


RASLATT_2023 = Filter(("raslatt",), (2023,))


def told(store, *parts, made_on=MADE, **choice):
    """The sentences of the opening."""
    filter = choice.pop("filter", ALL)
    opening = document(
        store, Choice("ssg", filter, parts, **choice), made_on, lambda *step: None
    ).opening
    return [sentences.told(item) for item in opening.items] if opening else []


@pytest.mark.parametrize(
    ("year", "after"),
    [
        (2024, ""),
        (2026, " Ingen uppföljning är publicerad för 2025 och 2026."),
        (2029, " Ingen uppföljning är publicerad för 2025–2029."),
    ],
)
def test_opening_says_first_how_old_the_latest_follow_up_is(published, year, after):
    first = told(published, made_on=dt.date(year, 11, 25))[0]
    assert first == f"Senaste uppföljning i underlaget: tertial 3 2024.{after}"


def test_opening_is_at_most_five_sentences_worth_of_index_activities_and_crimes(published):
    assert told(published)[1:] == [
        (
            "Problemindex sjönk i Jönköpings kommun från 1,42 (2022) till 1,27 (2023). Om ändringen"
            " är säker går inte att säga: osäkerheten är inte publicerad. Problemindex 2023 sjönk i"
            " Råslätt, Österängen och Öxnehaga och steg i Bankeryd, Ekhagen och Huskvarna Söder; om"
            " ändringarna är säkra går inte att säga."
        ),
        (
            "Av de 11 aktiviteterna är 1 försenad och 10 pågår (tertial 3 2024). Försenad: ”Lagen"
            " om kommuners brottsförebyggande ansvar”. Det politiska beslutet om åtgärdsplanen"
            " flyttas till januari. Några förslag har ändå satts i gång."
        ),
        (
            "2 av 11 aktiviteter bytte status mellan tertial 2 och 3 2024: ”Lagen om kommuners"
            " brottsförebyggande ansvar” från pågår till försenad och ”Våld i nära relation och"
            " exploatering” från ej genomförd till pågår."
        ),
        next(
            sentences.told(f)
            for f in lagesbild.lagesbild(published, ALL).findings
            if f.table == "anmalda_brott"
        ),
    ]


def test_opening_is_about_the_chosen_areas_and_parts(published):
    assert (
        told(published, filter=Filter(("oxnehaga",)))[2]
        == "Alla 6 aktiviteter som gäller Öxnehaga pågår (tertial 3 2024)."
    )
    assert told(published, "dialoger") == []
    assert [text[:13] for text in told(published, "brott")] == ["Anmälda brott"]


def test_a_change_of_status_is_told_once(published):
    whole = made(published, *PARTS)
    texts = [
        sentences.told(item)
        for part in whole.parts
        for block in part.blocks
        if isinstance(block, Findings)
        for item in block.items
        if part.name != PARTS["omrade"].name
    ]
    assert [text for text in texts if "bytte status" in text] == []
    assert sum("bytte status" in sentences.told(item) for item in whole.opening.items) == 1


def test_focus_areas_are_still_read_aloud(published):
    said = blocks(published, "lofte", Findings, filter=Filter((), (2020,)))
    assert len(said[0].items) > 1


def test_what_parts_have_nothing_of_is_gathered_in_one_place(published):
    parts = made(published, filter=RASLATT_2023).parts
    assert [part.name for part in parts] == [
        "Lägesbild",
        "Karta",
        "Medborgarlöfte",
        "Anmälda brott",
        LACKING,
        "Källor och metod",
    ]
    lines = gaps(published, filter=RASLATT_2023)
    assert [line.partition(":")[0] for line in lines] == [
        "Lägesbild",
        "Medborgarlöfte",
        "Räknade resultat",
        "Dialoger",
    ]
    assert (
        lines[1]
        == "Medborgarlöfte: inga aktiviteter är publicerade för Medborgarlöfte 2023 och Råslätt."
    )
    assert gaps(published) == ()


def test_own_words_keep_a_part_that_has_nothing(published):
    part = made(
        published, "dialoger", filter=RASLATT_2023, comments={"dialoger": "Bjud in fler."}
    ).parts[0]
    assert (part.name, part.blocks, part.comment) == ("Dialoger", (), "Bjud in fler.")


def test_readings_are_marked_where_they_stand_with_a_legend(published, follow_ups):
    read = {
        (row.aktivitet_id, row.tertial)
        for row in follow_ups.itertuples()
        if row.status_grund == "tolkning"
    }
    ids = list(promised.activities(published, "lofte-2024", Filter())["aktivitet_id"])
    for part in ("lofte", "aktiviteter"):
        table = next(t for t in tables(published, part) if "Tertial 1 2024" in t.headings)
        assert table.legend == "° läst ur källans text enligt regeln"
        for tertial in (1, 2, 3):
            column = table.headings.index(f"Tertial {tertial} 2024")
            marked = {
                (ids[i], tertial) for i, row in enumerate(table.rows) if row[column].status.is_read
            }
            assert marked == {
                (ids[i], tertial) for i, row in enumerate(table.texts) if "°" in row[column][:20]
            }
            assert marked == {key for key in read if key[1] == tertial}


def test_readings_counted_are_those_of_the_activities_shown(published, follow_ups):
    filter = Filter(("oxnehaga",), (2024,))
    found = blocks(published, "lofte", Tabulated, filter=filter)
    block = next(each for each in found if each.table.legend)
    shown = set(promised.activities(published, "lofte-2024", filter)["aktivitet_id"])
    own = follow_ups[follow_ups["aktivitet_id"].isin(shown)]
    count = (own["status_grund"] == "tolkning").sum()
    assert block.basis.caveats[0].startswith(f"{count} av {len(own)} statusar")


def test_store_without_readings_has_no_legend(litet, put):
    put("uppfoljningar", 3, "status_grund", "källa")
    put("uppfoljningar", 8, "status_grund", "källa")
    [table] = tables(opened_for(Reader(), litet), "aktiviteter")
    assert table.legend == ""


@pytest.mark.parametrize(
    ("years", "title"),
    [
        (
            (2024,),
            (
                "Problemindex 2023: 1,27, ned från 1,42; om ändringen är säker går inte att säga. "
                "Ingen mätning 2024 är publicerad."
            ),
        ),
        ((), "Problemindex 2023: 1,27, ned från 1,42; om ändringen är säker går inte att säga"),
        ((2022,), "Problemindex 2022: 1,42"),
    ],
)
def test_index_title_says_what_the_chart_shows_and_then_the_gap(published, years, title):
    [chart] = blocks(published, "problemindex", Charts, filter=Filter((), years))
    assert chart.title == title


def test_directions_of_areas_are_there_when_the_chosen_year_has_no_measurement(published):
    [table] = tables(published, "problemindex", filter=Filter((), (2024,)))
    assert "Problemindex 2023" in table.headings
    assert {row[0]: row[2] for row in table.texts}["Råslätt"] == "▼ sänkt · går inte att säga"


def test_map_of_few_areas_keeps_its_figures_for_the_workbook(published):
    [drawn] = blocks(published, "karta", Map, filter=RASLATT_2023)
    assert (
        drawn.title == "Problemindex 2023 sjönk i Råslätt; om ändringen är säker går inte att säga"
    )
    assert drawn.table.table.texts[0][:2] == ["Råslätt", "2023"]
    assert tables(published, "karta", filter=RASLATT_2023) == []
    [beside] = blocks(published, "karta", Map)
    assert beside.table is None


def test_dialogues_have_a_row_per_prioritised_area_and_a_sum(published):
    months, listed = blocks(published, "dialoger", Tabulated, filter=Filter((), (2024,)))
    assert (
        months.title
        == "Dialoger och möten per område och månad: 21 av 33 saknar område. Flest i Råslätt: 4"
    )
    by_area = {row[0]: row[-1] for row in months.table.texts}
    assert by_area["Centrum"] == "ingen"
    assert list(by_area)[-2:] == ["Utan område", "Summa"]
    assert by_area["Summa"] == "33"
    assert (
        "Listan har 34 rader: 33 hållna som räknas och 1 planerad som källan inte bekräftar."
        in listed.basis.caveats
    )
    assert len(listed.table.texts) == 34


def test_numbers_of_every_table_have_spaces_signs_and_units(published):
    table = tables(published, "brott", filter=Filter((), (2023,)))[0]
    first = dict(zip(table.headings, table.texts[0], strict=True))
    space = "\N{NO-BREAK SPACE}"
    assert [first[name] for name in ("Antal", "Förändring", "Förändring i procent")] == [
        f"15{space}372",
        f"+2{space}165",
        "+16,4 %",
    ]
    assert any(
        row[table.headings.index("Förändring i procent")].startswith("−") for row in table.texts
    )


def test_years_are_not_written_as_amounts(published):
    [table] = tables(published, "karta")
    assert {row[1] for row in table.texts} <= {"–", *map(str, range(2014, 2027))}


def test_results_of_single_meetings_are_no_chart(published):
    [charts] = blocks(published, "resultat", Charts)
    assert "Deltagare på möten" not in [chart.title for chart in charts.charts]
    assert "Deltagare på möten" in [chart.title for chart in charts.unshown]
    [table] = tables(published, "resultat")
    remarks = {
        row[table.headings.index("Anmärkning")]
        for row in table.texts
        if row[0] == "Deltagare på möten"
    }
    assert remarks == {"Mötet den 9 april.", "Mötet den 16 maj."}


def test_a_gap_between_tertials_is_no_chart(litet):
    rows = pd.DataFrame(
        {"ar": [2023, 2024], "tertial": [1, 1], "enhet": ["pass"] * 2, "anmarkning": [None] * 2}
    )
    assert not promise_parts._comparable(rows)
    assert promise_parts._comparable(rows.assign(ar=[2023, 2023], tertial=[1, 2]))
    assert promise_parts._comparable(rows.assign(ar=[2023, 2024], tertial=[3, 1]))
    assert not promise_parts._comparable(
        rows.assign(ar=2023, tertial=[1, 2], enhet=["pass", "timmar"])
    )


def test_title_says_how_many_activities_have_no_target(published):
    found = blocks(published, "lofte", Tabulated)
    block = next(each for each in found if "Måltal" in each.table.headings)
    assert (
        block.title
        == "Medborgarlöfte 2024, mål mot utfall: 1 nått, 10 av 11 aktiviteter har inget mål i tal"
    )


def test_remark_on_a_rate_stands_only_by_the_rate(published):
    whole = made(published, "lagesbild", "brott", filter=Filter((), (2024,)))
    for block in [whole.opening, *(block for part in whole.parts[:-1] for block in part.blocks)]:
        assert "kvot" not in " ".join(block.basis.caveats).lower(), block.title
    table = whole.parts[1].blocks[-1].table
    assert "Publicerad kvot är" in table.texts[0][table.headings.index("Anmärkning")]


def test_columns_that_are_empty_in_every_row_are_left_out(published):
    table = made(published, "brott").parts[-1].blocks[0].table
    assert "Licens" not in table.headings
    assert "Förbehåll" in table.headings


def test_activity_of_the_whole_kommun_and_an_area_says_both(published):
    [told_in_full] = tables(published, "aktiviteter")
    assert told_in_full.texts[0][0].endswith("\nGäller: hela kommunen, särskilt Öxnehaga")
    matrix = next(t for t in tables(published, "lofte") if "Områden" in t.headings)
    assert matrix.texts[0][-1] == "hela kommunen, särskilt Öxnehaga"


def test_very_long_follow_ups_are_told_by_their_beginning(litet, put):
    put("uppfoljningar", 2, "text", "Ord " * 2_400)
    store = opened_for(Reader(), litet)
    [table] = tables(store, "aktiviteter")
    cells = [cell for row in table.texts for cell in row]
    [cut] = [cell for cell in cells if "Ord Ord" in cell]
    assert cut.endswith("Ord … (hela texten står på sidan Medborgarlöften)")
    assert max(map(len, cells)) < 1_700


def test_matrix_of_a_long_promise_says_that_it_is_a_part(litet, put, add):
    put("loften", 3, "ar_till", "2031")
    for year in range(2024, 2029):
        add(
            "uppfoljningar",
            "".join(f"a-skola,{year},{tertial},pågår,,källa,lofte\n" for tertial in (1, 2, 3)),
        )
    store = opened_for(Reader(), litet)
    found = [block for part in ("aktiviteter", "lofte") for block in blocks(store, part, Tabulated)]
    parts = [block for block in found if "Tertial 3 2028" in block.table.headings]
    assert len(parts) == 2
    for block in parts:
        tertials = [each for each in block.table.headings if each.startswith("Tertial")]
        assert len(tertials) == by_tertial.MOST_TERTIALS
        assert any("Bara de 12 senaste tertialen visas" in caveat for caveat in block.basis.caveats)
