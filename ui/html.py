"""Text handed over to the reader's browser: as our own HTML, where Streamlit has no element for it, and as Markdown,
which Streamlit takes titles, labels, messages and the choices of a segmented control for. Every text from data goes
through `escape` or `markdown`."""

import html as _html
import re

import streamlit as st

_MEANT = re.compile(r"[\\`*_\[\]<>$&~]|^[!-/:-@^{|}]|(?<=\d)[.)](?=\s|$)")
"""Signs that Markdown may read as something else than themselves, some of them only first on a line."""
_WOKEN = re.compile(r"([:@<>~]|-(?=-)|www(?=\.))")
"""What Streamlit makes icons, arrows and links of in what is already read, so that no backslash holds it back."""


def escape(value: object) -> str:
    """The value as inert text in HTML, also between quotation marks."""
    return _html.escape(str(value))


def markdown(value: object) -> str:
    """The value as one line of Markdown that reads as it stands: no link, picture, icon, formula or style."""
    parts = _WOKEN.split(" ".join(str(value).split()))
    return "".join(_alone(part) if number % 2 else _plain(part) for number, part in enumerate(parts))


def _plain(text: str) -> str:
    return _MEANT.sub(r"\\\g<0>", text)


def _alone(text: str) -> str:
    """The text in a span without a look, where what stands beside it adds nothing to its meaning."""
    return f":color[{_plain(text)}]{{}}"


def render(markup: str, *, javascript: bool = False) -> None:
    """Write markup made of escaped texts; scripts run only where a page asks for it."""
    st.html(markup, unsafe_allow_javascript=javascript)
