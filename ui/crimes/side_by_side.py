"""Several chosen areas and the kommun, a row each."""

from dataclasses import replace

import streamlit as st

from lagesbild_data.answers.crimes import by_area, comparison, control, reported
from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.model.filter import Filter
from ui.crimes.choice import Choice
from ui.crimes.series import compared, latest_year, series
from ui.frame import data
from ui.parts import prose, tables


def _standing(choice: Choice, own: bool, chosen: Filter) -> AreaCrimes:
    """An area's crimes as the page speaks of them."""
    its, year = compared(choice, chosen), latest_year(choice, choice.step, chosen)
    years, quarters = (series(choice, step) for step in comparison.JUDGED)
    unusual = control.unusual(years, quarters, chosen)
    return AreaCrimes(choice.omrade_id, choice.area, own, its, None if its else year, unusual)


def side_by_side(choice: Choice, chosen: Filter) -> None:
    """Several chosen areas and the kommun, a row each; nothing where fewer than two have counts."""
    areas = data.ask(reported.areas)
    wanted = areas[areas["omrade_id"].isin(chosen.areas) | areas["own"]]
    if wanted["omrade_id"].isin(chosen.areas).sum() < 2:
        return
    st.subheader("De valda områdena", anchor=False)
    found = [
        _standing(replace(choice, omrade_id=omrade_id, area=name), own, chosen)
        for omrade_id, name, own in wanted[["omrade_id", "namn", "own"]].itertuples(index=False)
    ]
    caption = f"{choice.kind.label} i de valda områdena och kommunen"
    tables.table(by_area.side_by_side(found), caption)
    prose.sources(kalla for each in found for kalla in each.kallor)
    prose.note(
        f"Svaret och resten av sidan gäller {choice.area}; välj ett annat under Område. Sist"
        " jämförs alla per invånare."
    )
