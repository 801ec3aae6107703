"""What the map shows in a layer, as a table."""

import pandas as pd

from lagesbild_data.answers.overview.lagesbild import SOURCE_COLUMN, Lagesbild
from lagesbild_data.public.grounds import source_ids
from lagesbild_data.public.table import Column, Table
from lagesbild_data.public.words import change_text, count_words, dated
from lagesbild_data.words import swedish


def layer_table(
    picture: Lagesbild, layer: str, titles: dict[str, str], with_surface: set[str]
) -> Table:
    """What the map shows in a layer, one row per area.

    `titles` names the sources and `with_surface` holds the ids of the areas that the map can draw.
    """
    areas, year, gap = picture.areas, picture.periods[layer].year, picture.gap(layer)
    index = {
        dated("Förändring", year): areas["andring"].map(change_text, na_action="ignore"),
        dated("Problemindex", year): areas["varde"],
    }
    columns: dict[str, dict[str, pd.Series]] = {
        "forandring": index,
        "niva": dict(reversed(index.items())),
        "aktiviteter": {
            dated("Aktiviteter", year): areas["aktiviteter"].astype("Int64"),
            "Status": areas["statusar"].map(count_words, na_action="ignore"),
        },
        "dialoger": {dated("Dialoger", year): areas["dialoger"].astype("Int64")},
    }
    meetings = dated("Dialoger och möten", picture.periods["handelser"].year)
    frame = pd.DataFrame(
        {
            "Område": areas["namn"],
            "Senast prioriterat": areas["prioriterat_ar"].astype("Int64"),
            **columns[layer],
            meetings: areas["handelser"].astype("Int64"),
            "På kartan": (
                areas["omrade_id"].map(lambda area: "ja" if area in with_surface else "yta saknas")
            ),
            "Källa": (
                areas[SOURCE_COLUMN[layer]].map(
                    lambda kallor: swedish.enumerate_words(
                        titles[kalla] for kalla in sorted(set(source_ids(kallor)))
                    ),
                    na_action="ignore",
                )
            ),
        }
    )
    return Table.of(
        frame,
        Column("Senast prioriterat", "–", grouped=False),
        Column(dated("Problemindex", year), gap, decimals=picture.decimals),
        Column("Status", "–"),
        Column(meetings, picture.gap("handelser")),
        Column("Källa", "–"),
        gap=gap,
    )
