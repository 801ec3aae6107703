"""With areas chosen, every page and document speaks of those areas, with the kommun beside."""

import datetime as dt
import re

import pytest

from briefing.blocks import Charts, Choice, Findings, KeyFigures, Tabulated
from briefing.parts import document
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import CrimesChanged
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told

TWO = ("pahittsbacken", "dromhojden")
NAMES = ["Påhittsbacken", "Drömhöjden"]
MANY = ("pahittsbacken", "dromhojden", "modellhagen", "gatlunda")


def html(page) -> str:
    written = " ".join(element.proto.body for element in page.get("html"))
    return re.sub("<[^>]+>", " ", re.sub("</?dfn[^>]*>", "", written)).replace("\u00a0", " ")


def headings(page) -> list[str]:
    return [each.value for each in page.subheader]


def blocks(folder, areas, *parts, years=(2025,)):
    choice = Choice("polisbriefing", Filter(areas, years), parts)
    made = document(opened_for(Reader(), folder), choice, dt.date(2026, 1, 15), lambda *_: None)
    return [
        *([made.opening] if made.opening else []),
        *(block for part in made.parts for block in part.blocks),
    ]


def test_two_areas_stand_side_by_side_on_reported_crimes_with_the_kommun(open_page, exempelstad):
    page = open_page("pages/brott.py", exempelstad, omrade=NAMES, ar=["2025"])
    assert "De valda områdena" in headings(page)
    rows = html(page).partition("De valda områdena")[0]
    for name, count in (("Drömhöjden", "342"), ("Påhittsbacken", "463"), ("Exempelstad", "1 960")):
        assert re.search(rf"{name} +2025, preliminärt +{count} ", rows), rows[:500]
    assert "De valda områdena" not in headings(
        open_page("pages/brott.py", exempelstad, omrade=NAMES[:1])
    )


def test_what_is_not_published_is_not_called_hidden_beside_what_is(
    open_page, local, monkeypatch, add
):
    monkeypatch.setenv("LAGESBILD_TROSKEL", "28")
    add("anmalda_brott", "norrby,2022,,samtliga,310,nej,,,statistik,\n")
    folder, areas = local.location.path, ["Åkern", "Norrby"]
    told_of = {
        year: html(open_page("pages/brott.py", folder, omrade=areas, ar=[str(year)]))
        for year in (2022, 2023)
    }
    assert re.search(r"Åkern +2023 +dolt ", told_of[2023])
    assert re.search(r"Åkern +– +ej publicerat ", told_of[2022])
    for year, word in ((2022, "ej publicerat"), (2023, "dolt")):
        found = blocks(folder, ("akern", "norrby"), "brott", years=(year,))
        tables = [block for block in found if isinstance(block, Tabulated)]
        [block] = [block for block in tables if "valda" in block.title]
        [row] = [row for row in block.table.texts if row[0] == "Åkern"]
        assert row[2] == word


def test_rates_of_all_chosen_areas_are_compared(open_page, exempelstad, monkeypatch):
    page = open_page("pages/brott.py", exempelstad, omrade=NAMES)
    [compared] = re.findall(r"År( .*?) 2025 ", html(page).rpartition("lb-")[2] or html(page))[-1:]
    assert all(name in compared for name in NAMES), compared


def test_year_with_only_quarters_is_told_on_the_page_as_on_the_start_page(open_page, litet):
    page, start = (
        html(open_page(f"pages/{name}.py", litet, ar=["2024"])) for name in ("brott", "lagesbild")
    )
    for text in (page, start):
        assert "kvartal 1–2 2024, preliminärt" in text
        assert "480" in text
        assert "−10 (−2,0 %) mot kvartal 1–2 2023" in text or "−10 mot kvartal 1–2 2023" in text


def test_two_areas_are_both_told_of_on_the_page_of_the_index(open_page, exempelstad):
    text = html(open_page("pages/problemindex.py", exempelstad, omrade=NAMES, ar=["2025"]))
    for name in (*NAMES, "Exempelstad"):
        assert re.search(rf"Problemindex (steg|sjönk) i {name} från", text)
    assert re.search(
        r"Problemindex i Drömhöjden: .* \(2015\) → .* \(2025\) · Påhittsbacken: ", text
    )


def test_perceived_and_reported_stand_beside_each_other_for_the_chosen_areas(
    open_page, exempelstad, saved
):
    _, described = saved
    open_page("pages/problemindex.py", exempelstad, omrade=NAMES)
    assert [alt for alt in described if "anmälda brott i" in alt] == [
        f"Påhittade data. Problemindex och anmälda brott i {name}, i var sitt diagram"
        for name in sorted(NAMES)
    ]


def test_perceived_and_reported_are_the_kommuns_where_areas_have_no_counts(open_page, saved):
    _, described = saved
    open_page("pages/problemindex.py", omrade=["Råslätt"])
    assert any("anmälda brott i Jönköpings kommun" in alt for alt in described)


@pytest.mark.parametrize(("areas", "names"), [(TWO[:1], NAMES[:1]), (TWO, NAMES)])
def test_document_tells_of_the_chosen_areas_crimes(exempelstad, areas, names):
    found = blocks(exempelstad, areas, "lagesbild", "brott")
    first = [item.values.area for item in found[0].items if isinstance(item.values, CrimesChanged)]
    assert first == [*sorted(names), "Exempelstad"]
    labels = [
        figure.label for block in found if isinstance(block, KeyFigures) for figure in block.figures
    ]
    assert [label for label in labels if "brott" in label] == [
        f"Anmälda brott i {name}" for name in sorted(names)
    ]
    charts = [chart.title for block in found if isinstance(block, Charts) for chart in block.charts]
    own = [f"Anmälda brott i {name} per år" for name in sorted(names)]
    assert charts == [*own, "Anmälda brott per år", "Anmälda brott per kvartal"]
    asked = [
        block.title for block in found if isinstance(block, Findings) and "ovanlig?" in block.title
    ]
    assert [title.partition(" ovanlig?")[0] for title in asked] == [
        *(f"Är ändringen i {name}" for name in sorted(names)),
        "Är ändringen",
    ]
    together = [
        row[0]
        for block in found
        if isinstance(block, Tabulated) and "valda områdena" in block.title
        for row in block.table.texts
    ]
    assert together == ([*sorted(names), "Exempelstad"] if len(names) > 1 else [])


def test_document_of_many_areas_tells_of_each_in_a_table(exempelstad):
    found = blocks(exempelstad, MANY, "brott")
    [table] = [
        block for block in found if isinstance(block, Tabulated) and "valda områdena" in block.title
    ]
    assert len(table.table.rows) == 5
    charts = [chart.title for block in found if isinstance(block, Charts) for chart in block.charts]
    assert charts == ["Anmälda brott per år", "Anmälda brott per kvartal"]
    assert any("per område" in told(item) for item in found[0].items)


def test_hidden_count_is_hidden_in_document_and_on_start_page(open_page, local, monkeypatch):
    monkeypatch.setenv("LAGESBILD_TROSKEL", "28")
    folder = local.location.path
    found = blocks(folder, ("akern", "norrby"), "lagesbild", "brott", years=(2023,))
    figures = [
        figure for block in found if isinstance(block, KeyFigures) for figure in block.figures
    ]
    assert [
        figure.value.value for figure in figures if figure.label == "Anmälda brott i Åkern"
    ] == ["dolt"]
    text = html(open_page("pages/lagesbild.py", folder, omrade=["Åkern"], ar=["2023"]))
    assert re.search(r"Anmälda brott i Åkern 2023 +dolt", text)
    assert "27" not in text.replace("2027", "")
