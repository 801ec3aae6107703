"""The app's pages, in the menu's order: the menu is made of them, and agendas may lead to them."""

import re
from dataclasses import dataclass

from lagesbild_data.model.cells import UNWRITABLE, UNWRITTEN
from lagesbild_data.model.tables.declaration import LONGEST_ADDRESS


@dataclass(frozen=True)
class Page:
    """A page: its file in the folder `pages`, without the ending, and its name in the menu."""

    file: str
    title: str


PAGES = {
    "": Page("lagesbild", "Lägesbild"),
    "omrade": Page("omrade", "Område"),
    "problemindex": Page("problemindex", "Problemindex"),
    "brott": Page("brott", "Anmälda brott"),
    "loften": Page("loften", "Medborgarlöften"),
    "dialoger": Page("dialoger", "Dialoger"),
    "underlag": Page("underlag", "Mötesunderlag"),
    "mote": Page("mote", "Möte"),
    "data": Page("data", "Data och källor"),
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
