"""Text handed over to the reader's browser: as our own HTML, where Streamlit has no element for it,
and as Markdown, which Streamlit takes titles, labels, messages and the choices of a segmented
control for. HTML is `Markup`, which escapes every other text that is put into it; what goes into
Markdown goes through `markdown`."""

import re
from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

_MEANT = re.compile(r"[\\`*_\[\]<>$&~]|^[!-/:-@^{|}]|(?<=\d)[.)](?=\s|$)")
"""Signs that Markdown may read as something else than themselves, some of them only first on a
line."""
_WOKEN = re.compile(r"([:@<>~]|-(?=-)|www(?=\.))")
"""What Streamlit makes icons, arrows and links of in what is already read, so that no backslash
holds it back."""
NOTHING = Markup("")


def own(path: Path) -> Markup:
    """The text of a file of the program's own, as it stands."""
    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704 - nothing of it is from data


def join(parts: Iterable[Markup | str]) -> Markup:
    """The parts after each other; those that aren't markup as inert text."""
    return NOTHING.join(parts)


def items(texts: Iterable[object]) -> Markup:
    """The texts as items of a list."""
    return join(Markup("<li>{}</li>").format(text) for text in texts)


def bullets(texts: Iterable[object]) -> Markup:
    """The texts as a list; those that are markup as they stand."""
    return Markup('<ul class="lb-findings">{}</ul>').format(items(texts))


def markdown(value: object) -> str:
    """The value as one line of Markdown that reads as it stands: no link, picture, icon, formula or
    style."""
    parts = _WOKEN.split(" ".join(str(value).split()))
    return "".join(
        _alone(part) if number % 2 else _plain(part) for number, part in enumerate(parts)
    )


def _plain(text: str) -> str:
    return _MEANT.sub(r"\\\g<0>", text)


def _alone(text: str) -> str:
    """The text in a span without a look, where what stands beside it adds nothing to its
    meaning."""
    return f":color[{_plain(text)}]{{}}"


def render(markup: Markup, *, javascript: bool = False) -> None:
    """Write markup; scripts run only where a page asks for it. TypeError for a text that isn't
    markup, which may hold what nothing has escaped."""
    if not isinstance(markup, Markup):
        raise TypeError(f"Markup is written, not {type(markup).__name__}")
    st.html(markup, unsafe_allow_javascript=javascript)
