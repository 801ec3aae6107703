"""The glossary's words explained where they first stand on a page, in text that is HTML already."""

import re
import threading

from markupsafe import Markup

from lagesbild_data.words import glossary

_PARTS = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"<(/?)(?:a|button|summary|table|script|style|dfn)\b")
"""What no word is explained within: it leads somewhere else, or isn't text."""
_EXPLAINED = Markup('<dfn class="lb-word" tabindex="0" aria-description="{}">{}</dfn>')
_run = threading.local()


def begin() -> None:
    """Begin a run of a page: no word is explained yet."""
    _run.met = set()


def explained(markup: Markup) -> Markup:
    """The markup with each word's meaning where the page has the word for the first time."""
    if not glossary.WORD.search(markup):
        return markup
    parts, within = _PARTS.split(markup), 0
    for number, part in enumerate(parts):
        if tag := _TAG.match(part):
            within += -1 if tag[1] else 1
        elif number % 2 == 0 and not within:
            parts[number] = glossary.WORD.sub(_meaning, part)
    return Markup("".join(parts))  # noqa: S704 - what was markup, and markup between


def _meaning(match: re.Match[str]) -> str:
    met, word = _run.__dict__.setdefault("met", set()), glossary.found(match)
    if word in met:
        return match[0]
    met.add(word)
    text = Markup(match[0])  # noqa: S704 - a part of what was markup
    return _EXPLAINED.format(glossary.MEANINGS[word], text)
