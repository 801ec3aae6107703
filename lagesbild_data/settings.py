"""What an organisation may set for itself, in environment variables."""

import os

from lagesbild_data import measures
from lagesbild_data.problems import InvalidStore, Problem


def threshold() -> int:
    """Counts below kommun level under this are hidden: the setting LAGESBILD_TROSKEL, else 5; InvalidStore when it
    isn't a whole number from 1."""
    return _setting("LAGESBILD_TROSKEL", 5)


def smallest_base() -> int:
    """No percentage is told on a smaller count: the setting LAGESBILD_PROCENTBAS, else 20; InvalidStore when it isn't a
    whole number from 1."""
    return _setting("LAGESBILD_PROCENTBAS", measures.SMALLEST_BASE)


def _setting(name: str, otherwise: int) -> int:
    text = os.environ.get(name, "").strip() or str(otherwise)
    if not (text.isdecimal() and len(text) < 10 and int(text) >= 1):
        raise InvalidStore([Problem(name, f'"{text}" är inte ett heltal från 1')])
    return int(text)
