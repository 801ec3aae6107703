"""The promise's purpose, focus areas and prioritised areas."""

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers.promises import promised
from lagesbild_data.model.filter import Filter
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.html import bullets, join, render
from ui.parts import prose


def about(lofte_id: str, chosen: Filter) -> None:
    """The promise's purpose, focus areas and the areas prioritised in its years."""
    row = data.ask(promised.promises, chosen).set_index("lofte_id").loc[lofte_id]
    paragraph = Markup("<p>{}</p>")
    lines = [paragraph.format(row["syfte"])] if pd.notna(row["syfte"]) else []
    focus = data.ask(promised.focus_areas, lofte_id)
    if len(focus):
        named = zip(focus["namn"], focus["beskrivning"].fillna(""), strict=True)
        told = bullets(Markup("<b>{}</b>. {}").format(name, text) for name, text in named)
        lines.append(Markup("<p>Fokusområden:</p>{}").format(told))
        if row["knutna"] == 0:
            lines.append(paragraph.format("Källan knyter inte aktiviteterna till fokusområdena."))
    years_by_areas: dict[str, list[str]] = {}
    for year, areas in data.ask(promised.prioritised_that_year, lofte_id).items():
        years_by_areas.setdefault(swedish.enumerate_words(areas), []).append(str(year))
    for in_words, years in years_by_areas.items():
        lines.append(
            paragraph.format(f"Prioriterade områden {swedish.enumerate_words(years)}: {in_words}.")
        )
    lines += map(paragraph.format, data.ask(promised.prioritised_remarks, lofte_id))
    link = prose.table_links(chosen)("loften", prose.source_titles()[str(row["kalla_id"])])
    render(
        Markup('<div class="lb-prose">{}<p class="lb-note">Källa: {}</p></div>').format(
            join(lines), link
        )
    )
