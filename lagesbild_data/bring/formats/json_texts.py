"""JSON read with the one form that every text has here."""

import json
from typing import Any

from lagesbild_data.words.text import normalised


def load_json(text: str) -> Any:
    """What a JSON text holds, with normalised texts; ValueError and RecursionError where it isn't
    JSON."""
    return _normalised_value(json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object))


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    return {normalised(name): _normalised_value(value) for name, value in members}


def _normalised_value(value: Any) -> Any:
    if isinstance(value, str):
        return normalised(value)
    if type(value) is list:
        return [_normalised_value(part) if isinstance(part, str | list) else part for part in value]
    return value
