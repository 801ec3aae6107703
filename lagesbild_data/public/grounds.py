"""What answers rest on: the sources of rows, and the remarks on them."""

from collections.abc import Iterable

import sqlalchemy as sa

from lagesbild_data.model.schema import SEPARATOR
from lagesbild_data.public.answer import Caveat


def source_ids(kallor: str) -> list[str]:
    """The ids in a text of several sources, with SEPARATOR between."""
    return kallor.split(SEPARATOR)


def sources_of(rows: Iterable[sa.Row | None]) -> tuple[str, ...]:
    """Ids of the sources of rows, each once."""
    return tuple(
        dict.fromkeys(
            kalla for row in rows if row is not None for kalla in source_ids(row.kalla_id)
        )
    )


def remarks_on(now: Iterable[sa.Row], before: Iterable[sa.Row | None] = ()) -> tuple[Caveat, ...]:
    """The remarks on figures, then those on what they are compared with, by its year; each once."""
    own = [row.anmarkning for row in now if row.anmarkning]
    earlier = [
        Caveat.remark(row.anmarkning, str(row.ar))
        for row in before
        if row is not None and row.anmarkning and row.anmarkning not in own
    ]
    return tuple(dict.fromkeys([*map(Caveat.remark, own), *earlier]))
