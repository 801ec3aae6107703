"""The app's pages, in the menu's order: the menu is made of them, and agendas may lead to them."""

from dataclasses import dataclass


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
