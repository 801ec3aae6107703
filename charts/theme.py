"""Colours. Okabe–Ito for what must be told apart, one ramp for how much; a sign
(`public/signs.py`) stands beside every colour."""

from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup, escape

from lagesbild_data.public.answer import Change, Verdict

STATUS_COLOURS = {
    "genomförd": "#0072b2",
    "pågår": "#cfe6f5",
    "planerad": "#c4c9ce",
    "försenad": "#e69f00",
    "ej genomförd": "#d55e00",
}
"""Okabe–Ito, but for what runs as it should, which is pale so that the others stand out; a status
that isn't here is left uncoloured. The same on light and dark pages."""


def leaning(change: Change, palette: "Palette") -> str:
    """The colour of what a change is, or would be if it were sure."""
    colours = {Verdict.BETTER: palette.better, Verdict.WORSE: palette.worse}
    return colours[change.leaning] if change.leaning else palette.unchanged


@dataclass(frozen=True)
class Palette:
    """Colours for a light or a dark page."""

    background: str
    surface: str
    text: str
    muted: str
    line: str
    accent: str
    better: str
    worse: str
    unchanged: str
    ramp: tuple[str, ...]
    """From little to much; darker on a light page, lighter on a dark one."""


LIGHT = Palette(
    background="#ffffff",
    surface="#f3f5f7",
    text="#1c2733",
    muted="#55636f",
    line="#c9d2da",
    accent="#0b5c7a",
    better="#56b4e9",
    worse="#e69f00",
    unchanged="#c4c9ce",
    ramp=("#e3eef4", "#bcd7e5", "#8dbad2", "#5d9abb", "#36799d", "#0f567a"),
)
DARK = Palette(
    background="#10171e",
    surface="#1a242d",
    text="#e8edf2",
    muted="#a3b1bd",
    line="#3a4854",
    accent="#6cc0dc",
    better="#2a7fb0",
    worse="#b87700",
    unchanged="#56616b",
    ramp=("#1d3442", "#24495d", "#2d6079", "#3a7a97", "#4d95b5", "#6bb2d1"),
)


def palette(dark: bool) -> Palette:
    """The page's colours."""
    return DARK if dark else LIGHT


def ramp_colour(palette: Palette, value: float, low: float, high: float) -> str:
    """The ramp's colour for a value between low and high."""
    steps = len(palette.ramp)
    share = 0.0 if high <= low else (value - low) / (high - low)
    return palette.ramp[min(steps - 1, max(0, int(share * steps)))]


def tint(colour: str, share: float) -> str:
    """As much of the colour as that, and the rest of what lies under it."""
    return f"{colour}{round(255 * share):02x}"


def on(colour: str) -> str:
    """Black or white, whichever reads best on the colour (WCAG relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > 0.179 else "#ffffff"


def inert(text: object) -> Markup:
    """The text for a figure: what plotly would read as markup is signs as others."""
    return escape(text)


def dressed(figure: go.Figure, palette: Palette) -> go.Figure:
    """The figure in the page's colours and type, without anything that distracts."""
    figure.update_layout(
        template="none",
        paper_bgcolor=palette.background,
        plot_bgcolor=palette.background,
        font={"color": palette.text, "family": "Source Sans, sans-serif", "size": 14},
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        hoverlabel={"bgcolor": palette.surface, "font_color": palette.text},
    )
    figure.update_xaxes(gridcolor=palette.line, linecolor=palette.line, automargin=True)
    figure.update_yaxes(gridcolor=palette.line, zerolinecolor=palette.muted, automargin=True)
    return figure
