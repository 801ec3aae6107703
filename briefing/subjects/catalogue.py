"""What a document rests on: its sources, how it is to be read, and the rules of its statuses."""

from collections.abc import Iterator

import pandas as pd

from briefing.asked import Asked
from briefing.blocks import Basis, Block, Prose, Tabulated
from lagesbild_data.answers.promises import follow_ups, targets
from lagesbild_data.public.answer import Status
from lagesbild_data.public.table import Column, Table
from lagesbild_data.words import swedish

_METHOD = (
    "Ej publicerat betyder att källorna inte har någon uppgift. Det är inte noll.",
    "Där bara riktningen är publicerad visas en pil utan tal.",
    "Anmälda brott säger också något om hur mycket som anmäls och hur polisen arbetar.",
)


def sources(ask: Asked) -> Iterator[Block]:
    """The sources that have been used, and how the document is to be read."""
    used = ask.sources.loc[list(ask.used)]
    frame = pd.DataFrame(
        {
            "Källa": used["titel"],
            "Utgivare": used["utgivare"],
            "Publicerad": used["publicerad"].astype(object),
            "Licens": used["licens"],
            "Förbehåll": used["forbehall"],
        }
    )
    if len(frame):
        table = Table.of(frame, Column("Publicerad", "datum anges inte"), gap="–").filled()
        counted_sources = swedish.counted(len(frame), "källa", "källor")
        yield Tabulated("Källor och deras förbehåll", Basis(n=counted_sources), table)
    facts = (f"Dataversion {ask.version}. Samma version betyder samma uppgifter.",)
    lights = [f"Ljusen vid mål: {targets.LIGHT_RULE.strip()}"] if ask.uses_lights else []
    yield Prose("Så läses uppgifterna", Basis(), (*_METHOD, *lights, *facts))
    if any(table.cells for table in ask.matrices.values()):
        rules = [(Status(status), rule) for status, rule in follow_ups.STATUS_RULES.items()]
        table = Table(pd.DataFrame(rules, columns=["Status", "Regel"]))
        yield Tabulated("Så sätts en aktivitets status", Basis(), table)


def method(ask: Asked) -> dict[str, str]:
    """Who publishes each source that has been used, and its reservation, by its title."""
    used = ask.sources.loc[list(ask.used)]
    about = used["utgivare"] + ". " + used["forbehall"].fillna("")
    return dict(zip(used["titel"], about.str.strip(), strict=True))
