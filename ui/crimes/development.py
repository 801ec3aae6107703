"""The series as a figure, with what its marks mean, and what of it doesn't agree."""

import pandas as pd

from charts import crimes as figures
from lagesbild_data.answers.crimes import comparison
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.model import settings
from lagesbild_data.model.filter import Filter
from ui.crimes.choice import Choice
from ui.crimes.series import TOO_SMALL, latest_year, series
from ui.frame.shell import palette
from ui.parts import plots, prose, tables


def rate_differences(choice: Choice, chosen: Filter) -> None:
    """Published rates that are not what count and population give; nothing where all are."""
    if found := comparison.rate_findings(series(choice, choice.step)):
        prose.findings(found, chosen)


def development(choice: Choice, chosen: Filter) -> None:
    """The series as a figure with the latest chosen year marked, as a table and as files."""
    frame = series(choice, choice.step)
    marked = latest_year(choice, choice.step, chosen) if chosen.years else None
    if frame["antal"].isna().all():
        nothing = f"Inget är publicerat för {choice.area}, {choice.kind.name}."
        prose.empty(TOO_SMALL if frame["dold"].any() else nothing)
        return
    drawn = figures.development(frame, choice.step, choice.measure, palette(), marked)
    heading = crime_series.headline(frame, choice.step, choice.measure, choice.kind, choice.area)
    table = crime_series.table(frame, choice.step)
    kallor = crime_series.sources([frame])
    plots.figure("brott", drawn, heading, table, heading, kallor)
    _signs(frame, choice)
    tables.downloads(
        table,
        f"anmalda-brott-{choice.step}-{choice.file}",
        "Anmälda brott",
        choice.sentence,
        kallor,
    )


def _signs(frame: pd.DataFrame, choice: Choice) -> None:
    """What the marks of the figure mean, those that are in it."""
    signs = []
    if frame["preliminar"].any():
        mark = "Snedrandig stapel" if choice.step == "ar" else "Ofylld punkt"
        signs.append(f"{mark}: preliminärt, talet rör sig tills det fastställs.")
    if frame["tidsseriebrott"].any():
        signs.append(
            "Streckad linje: serien är bruten; tal på var sida om den kan inte säkert jämföras."
        )
    if frame["dold"].any():
        hidden = (
            f"antal under {settings.threshold()}, ett antal som skulle röja ett sådant, eller ett"
            " år som inte är helt"
        )
        signs.append(f"Dolt: {hidden}; kvartal visas när alla fyra finns.")
    if signs:
        prose.note(" ".join(signs))
