"""Addresses as a browser sends them: with percent signs, damaged or empty, a page opens and says
what it left out."""

import pytest
from playwright.sync_api import expect
from reading import at_rest, open_page

LINE = "p.lb-note[role=status]"


@pytest.mark.parametrize(
    ("address", "question", "told"),
    [
        ("?lager=", "Problemindex ", []),
        ("problemindex?matt=", "Hur stora är problemen, och ändras de?", []),
        ("brott?steg=", "Är ändringen i anmälda brott ovanlig?", []),
        ("loften?grupp", "Gör vi det vi har lovat?", []),
        ("loften?grupp=&sok=&aktivitet=&lofte=", "Gör vi det vi har lovat?", []),
        ("data?avsnitt=&tabell=", "Var kommer uppgifterna ifrån?", []),
        ("?omrade=&ar=&mote=&lager=&&=&?", "Problemindex ", []),
        ("?lager=%7B%7Bx%7D%7D", "Problemindex ", ["Kartlager: adressen nämner {{x}}, "]),
        (
            "?ar=%E5r&ar=2024",
            "Problemindex ",
            ["År: adressen nämner \N{REPLACEMENT CHARACTER}r, "],
        ),
        ("brott?steg=%", "Är ändringen i anmälda brott ovanlig?", ["Tid: adressen nämner %, "]),
        (
            "brott?steg=Kvartal%00",
            "Är ändringen i anmälda brott ovanlig?",
            ["Tid: adressen nämner Kvartal"],
        ),
        (
            "omrade?plats=R%C3%A5sl%C3%A4tt&ar=2024+",
            "Vad vet vi om Råslätt?",
            ["År: adressen nämner 2024 , "],
        ),
        (
            "omrade?plats=Rosenlund&mote=ja",
            "Vad vet vi om ",
            ["Mötesläge: adressen nämner ja, ", "Område: adressen nämner Rosenlund, "],
        ),
        (
            "mote?mote=true&agenda=borta&punkt=2",
            "Vad ska mötet gå igenom?",
            ["Agenda: adressen nämner borta, "],
        ),
    ],
)
def test_page_opens_whatever_its_address_holds(page, app, address, question, told):
    open_page(page, f"{app}/{address}")
    assert page.locator("h1").first.inner_text().startswith(question)
    assert page.get_by_text("Något gick fel").count() == 0
    assert page.get_by_role("dialog").count() == 0
    expect(page.locator(LINE)).to_have_count(min(len(told), 1))
    lines = [line for text in page.locator(LINE).all_inner_texts() for line in text.splitlines()]
    assert len(lines) == len(told)
    assert all(line.startswith(start) for line, start in zip(lines, told, strict=True)), lines
    choices = page.get_by_test_id("stButtonGroup").all()
    assert all(choice.locator("[aria-checked=true]").count() == 1 for choice in choices)


def test_way_back_to_an_empty_choice_opens_the_page_too(page, app):
    open_page(page, f"{app}/brott")
    page.evaluate("history.pushState({}, '', 'brott?steg=')")
    page.evaluate("history.pushState({}, '', 'brott?steg=Kvartal')")
    page.go_back()
    at_rest(page)
    expect(page.get_by_role("radio", name="År", exact=True)).to_be_checked()
    assert page.get_by_text("Något gick fel").count() == 0


def test_what_is_said_of_an_address_is_gone_on_the_next_page(page, app):
    open_page(page, f"{app}/brott?ar=1850")
    expect(page.locator(LINE)).to_contain_text("År: adressen nämner 1850, ")
    page.get_by_role("link", name="Dialoger").click()
    expect(page.locator("h1")).to_have_text("Vad har vi pratat om, och var?")
    at_rest(page)
    assert page.locator(LINE).count() == 0
