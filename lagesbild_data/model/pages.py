"""The app's pages, in the menu's order: the menu is made of them, and agendas may lead to them."""

import re
from dataclasses import dataclass

from lagesbild_data.model.cells import UNWRITABLE, UNWRITTEN
from lagesbild_data.model.tables.declaration import LONGEST_ADDRESS


@dataclass(frozen=True)
class Page:
    """A page: its file in the folder `pages`, without the ending, its name in the menu, and the
    group that it stands in there."""

    file: str
    title: str
    group: str


PAGES = {
    "": Page("lagesbild", "Lägesbild", "Läget"),
    "problemindex": Page("problemindex", "Problemindex", "Läget"),
    "brott": Page("brott", "Anmälda brott", "Läget"),
    "omrade": Page("omrade", "Område", "Områden"),
    "loften": Page("loften", "Medborgarlöften", "Löften"),
    "dialoger": Page("dialoger", "Dialoger", "Löften"),
    "mote": Page("mote", "Agenda", "Möten"),
    "underlag": Page("underlag", "Mötesunderlag", "Möten"),
    "data": Page("data", "Data och källor", "Data"),
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
