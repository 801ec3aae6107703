"""What a status looks like, and the written rule for each."""

import pandas as pd
from markupsafe import Markup

from charts import theme
from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Status
from lagesbild_data.public.table import Table
from ui.parts import prose, tables


def badge(status: str) -> Markup:
    """A status as HTML: sign, word and colour."""
    fill = theme.STATUS_COLOURS.get(status)
    style = (
        f"background:{fill};color:{theme.on(fill)}" if fill else "outline:1px solid currentColor"
    )
    return Markup('<span class="lb-status" style="{}">{}</span>').format(
        style, signs.status(status)
    )


def status_rules() -> None:
    """The written rule for each status, behind a click."""
    prose.folded("statusregler", "Så sätts statusen", _status_rules)


def _status_rules() -> None:
    rules = follow_ups.STATUS_RULES.items()
    frame = pd.DataFrame({"Status": Status(status), "Regel": rule} for status, rule in rules)
    tables.table(Table(frame), "Statusregler")
    prose.note(
        "Källa: källan säger statusen med egna ord. Tolkning: statusen är utläst ur texten enligt"
        " regeln. När flera regler passar gäller försenad före ej genomförd, planerad och pågår."
    )
