"""What the map shows in a layer, as a table."""

from functools import partial

import pandas as pd

from lagesbild_data.answers.overview.lagesbild import SOURCE_COLUMN, Lagesbild
from lagesbild_data.public.grounds import source_ids
from lagesbild_data.public.words import Looks, change_text, count_words, dated
from lagesbild_data.words import swedish


def layer_looks(picture: Lagesbild, layer: str) -> Looks:
    """How the numbers of layer_table are written: years as years, the index with its own
    decimals."""
    index = dated("Problemindex", picture.periods[layer].year)
    return {
        "Senast prioriterat": swedish.year,
        index: partial(swedish.number, decimals=picture.decimals),
    }


def layer_table(
    picture: Lagesbild, layer: str, titles: dict[str, str], with_surface: set[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """What the map shows in a layer, as a table with Swedish headings, one row per area; and what
    its empty cells mean, per heading.

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
    table = pd.DataFrame(
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
    gaps = dict.fromkeys(columns[layer], gap) | {"Status": "–", meetings: picture.gap("handelser")}
    return table, gaps | {"Senast prioriterat": "–", "Källa": "–"}
