"""What the reader chooses: a promise, and which of its tertials."""

import streamlit as st

from lagesbild_data.answers.promises import by_tertial, promised
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.words import tertial_words
from ui.frame import address, data
from ui.parts import prose


def choose_promise(chosen: Filter) -> str | None:
    """Let the reader choose a promise among those in force in the chosen years; None when there is
    none."""
    found = data.ask(promised.promises, chosen)
    if found.empty:
        prose.empty(
            "Inget medborgarlöfte är publicerat för de valda åren. Löften läggs till i loften.csv."
        )
        return None
    names = dict(zip(found["lofte_id"], found["namn"], strict=True))
    with_activities = found.loc[found["aktiviteter"] > 0, "lofte_id"]
    first = list(names).index(with_activities.iloc[0]) if len(with_activities) else 0
    return address.choose(
        st.selectbox,
        "Medborgarlöfte",
        list(names),
        key="lofte",
        format_func=names.__getitem__,
        index=first,
    )


def choose_last(lofte_id: str) -> tuple[int, int] | None:
    """Let the reader choose which tertials of a long promise to see, by the last of them; None for
    the latest."""
    found = data.ask(by_tertial.tertials, lofte_id)
    lasts = {
        f"{year}-{number}": (year, number) for year, number in found[:: -by_tertial.MOST_TERTIALS]
    }
    if len(lasts) < 2:
        return None

    def told(name: str) -> str:
        shown = [tertial for tertial in found if tertial <= lasts[name]][
            -by_tertial.MOST_TERTIALS :
        ]
        return f"{tertial_words(shown[0])} till {tertial_words(shown[-1])}".capitalize()

    chosen = address.choose(st.selectbox, "Tertial", list(lasts), key="till", format_func=told)
    return lasts[chosen]
