"""Texts made of what stands in a file."""

import re
import unicodedata
from typing import Any

from lagesbild_data.store.stores import as_text


def slug(text: str) -> str:
    """A text as an id of small letters a–z, digits and hyphens, 80 at most: "Våld (anmälda)" →
    "vald-anmalda"."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")


def json_text(value: Any) -> str:
    """A JSON value as it would stand in a CSV file; what can't stand there is shown as what
    it is."""
    if isinstance(value, (list, dict)):
        return "[…]" if isinstance(value, list) else "{…}"
    return as_text(value)
