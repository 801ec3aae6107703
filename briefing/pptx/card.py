"""A key figure on a slide."""

from collections.abc import Iterable

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from briefing.pptx.shapes import add_bar, add_run
from briefing.pptx.template import Box
from briefing.text import height
from charts.theme import LIGHT
from lagesbild_data.public import signs
from lagesbild_data.public.answer import KeyFigure
from lagesbild_data.public.words import value_text


def add_card(slide: Slide, box: Box, figure: KeyFigure, spread: float) -> None:
    """One figure on a calm surface: label, value, change with sign and word, and what it is
    about."""
    shape = add_bar(slide, box, LIGHT.surface)
    shape.name = figure.label
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Pt(14)
    frame.margin_top = frame.margin_bottom = Pt(12)
    room, free = (box.width - 28) / spread, box.height - 24
    about = f"{figure.label} {figure.period}".strip()
    texts = [
        (about, 0.55, True, LIGHT.muted),
        (value_text(figure.value), 1.0, True, LIGHT.text),
        (signs.change(figure.change), 0.55, True, LIGHT.text),
        (figure.detail, 0.5, False, LIGHT.muted),
    ]
    shown = [item for item in texts if item[0]]
    size = next((s for s in range(26, 10, -1) if _card_height(shown, s, room) <= free), 10)
    for number, (text, share, bold, colour) in enumerate(shown):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(3)
        add_run(paragraph, text, _share(size, share), bold, colour)
    add_bar(slide, Box(box.left, box.top, 4, box.height), LIGHT.accent)


def _share(size: int, share: float) -> float:
    return max(10.0, round(size * share))


def _card_height(texts: Iterable[tuple[str, float, bool, str]], size: int, room: float) -> float:
    return sum(height(text, _share(size, share), room, bold) + 3 for text, share, bold, _ in texts)
