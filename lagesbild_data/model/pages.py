"""The app's pages, in the menu's order: the menu is made of them, and agendas may lead to them."""

import re
from dataclasses import dataclass

from lagesbild_data.model.cells import UNWRITABLE, UNWRITTEN
from lagesbild_data.model.tables.declaration import LONGEST_ADDRESS


@dataclass(frozen=True)
class Page:
    """A page: its file in the folder `pages`, without the ending, its name in the menu, the group
    that it stands in there, and three lines on how it is read."""

    file: str
    title: str
    group: str
    reading: tuple[str, str, str]


PAGES = {
    "": Page(
        "lagesbild",
        "Lägesbild",
        "Läget",
        (
            "Sidan samlar det viktigaste. Varje tal har sitt eget år, så läs åren innan du jämför.",
            "”Ingen säker ändring” betyder att skillnaden kan vara en slump.",
            "”Ej publicerat” betyder att källorna inte säger något, inte att inget har hänt.",
        ),
    ),
    "problemindex": Page(
        "problemindex",
        "Problemindex",
        "Läget",
        (
            "Talen kommer från en enkät till invånarna. 0 är inga problem, 6 är mycket allvarliga.",
            "Varje kurva är ett område. En lucka är ett år då inget tal är publicerat.",
            "Två år kan skilja sig av en slump. Läs vad sidan säger om hur säker ändringen är.",
        ),
    ),
    "brott": Page(
        "brott",
        "Anmälda brott",
        "Läget",
        (
            "Svaret står överst: ja, nej, delvis eller går inte att säga. Sedan kommer skälen.",
            "Fler anmälningar kan bero på fler brott, men också på att fler anmäler.",
            "Små antal i ett område är dolda, så att ingen kan pekas ut.",
        ),
    ),
    "omrade": Page(
        "omrade",
        "Område",
        "Områden",
        (
            "Välj område överst eller på kartan. Sidan samlar det som är känt om det området.",
            "Börja med vad som är nytt och vad vi inte vet.",
            "Att inget är rapporterat betyder inte att det är lugnt.",
        ),
    ),
    "loften": Page(
        "loften",
        "Medborgarlöften",
        "Löften",
        (
            "En rad är något som polis och kommun har lovat. En kolumn är fyra månader.",
            "Statusen är källans egen, eller tolkad ur dess text. De tolkade är märkta.",
            "Tryck på en rad för att läsa allt om den.",
        ),
    ),
    "dialoger": Page(
        "dialoger",
        "Dialoger",
        "Löften",
        (
            "Sidan visar de samtal och möten som källorna nämner. Fler kan ha hållits.",
            "Säger källan inte dagen, visas tiden då det kan ha varit.",
            "Det som inte hör till ett känt område står för sig.",
        ),
    ),
    "mote": Page(
        "mote",
        "Agenda",
        "Möten",
        (
            "Agendan är de sidor som mötet ska se, i ordning och med de val du har gjort.",
            "Öppna en sida, välj områden och år, och tryck på Lägg till i agendan i menyn.",
            "Starta mötet visar en sida i taget, med stor text.",
        ),
    ),
    "underlag": Page(
        "underlag",
        "Mötesunderlag",
        "Möten",
        (
            "Välj tillfälle, så föreslås delarna. Ändra dem så att de passar mötet.",
            "Områden och år väljer du i menyn. De gäller hela underlaget.",
            "Du får bilder att visa, ett dokument att läsa och en arbetsbok med talen.",
        ),
    ),
    "data": Page(
        "data",
        "Data och källor",
        "Data",
        (
            "Här står varje uppgift som sidorna bygger på, med källa.",
            "Översikt visar vad som finns och var det är luckor. Tabeller visar raderna.",
            "Kvalitet och källor säger vad uppgifterna inte duger till.",
        ),
    ),
}
"""Each page by its address; the first page's is empty."""

LOCAL_ADDRESS = rf"({'|'.join(PAGES)})(\?[^\s\x00-\x1f\x7f-\x9f<>\"'\\#]*)?"
"""A page of the app and the choices on it; nothing that leads to another host."""


def address_fault(address: str) -> str:
    """What is wrong with the address of a view of the app; "" when nothing is."""
    if len(address) > LONGEST_ADDRESS:
        return f"adressen är längre än {LONGEST_ADDRESS} tecken"
    if UNWRITABLE.search(address):
        return f"adressen {UNWRITTEN}"
    if re.fullmatch(LOCAL_ADDRESS, address) is None:
        return f'"{address}" är inte en sida här, till exempel brott?ar=2023'
    return ""
