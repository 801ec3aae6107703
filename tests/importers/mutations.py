"""Documents that are right but for something, to read without a crash."""

import copy
import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st


def paths(document: object, path: tuple = ()) -> list[tuple]:
    """Where the document's values stand, itself included."""
    items = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [path, *(found for key, inner in items for found in paths(inner, (*path, key)))]


def mutated(data: st.DataObject, document: Any, odd: Sequence) -> str:
    """The document as JSON with up to three of its values changed for others, also `odd` ones."""
    value = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(odd),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=5,
    )
    whole = {"": copy.deepcopy(document)}
    for _ in range(data.draw(st.integers(1, 3))):
        *to, last = data.draw(st.sampled_from(paths(whole)[1:]))
        inner: Any = whole
        for key in to:
            inner = inner[key]
        inner[last] = data.draw(value)
    return json.dumps(whole[""])
