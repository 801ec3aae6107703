"""Room for text, and pages that hold what is on them."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import paging, text

WORDS = st.text(alphabet="abå –\n.W", max_size=200)
ROOM = st.floats(min_value=30, max_value=400)


@given(WORDS, ROOM)
def test_lines_are_the_text_and_no_wider_than_the_room(words, room):
    found = text.lines(words, 12, room)
    assert "".join(found) == words
    assert all(text.width(line.rstrip(), 12) <= room for line in found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("en två", ["en två"]),
        ("rad ett\nrad två", ["rad ett\n", "rad två"]),
        ("fotpatrull fotpatrull", ["fotpatrull ", "fotpatrull"]),
        ("", [""]),
    ],
)
def test_lines_end_after_words_and_line_breaks(words, found):
    assert text.lines(words, 12, 70) == found


def test_width_is_that_of_arial():
    # The advance of "m" in Arial is 0.833 of the size, and lines are counted 3 % wider.
    assert text.width("mm", 100) == pytest.approx(2 * 83.3 * 1.03, rel=0.01)
    assert text.width("mm", 100, bold=True) > text.width("mm", 100)


@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=6), st.floats(60, 300)
)
def test_columns_fill_the_room(rows, room):
    widths = text.column_widths(rows, 12, room, 6)
    assert sum(widths) == pytest.approx(room)
    assert min(widths) > 0


def test_one_long_word_takes_no_room_from_columns_of_short_words():
    widths = text.column_widths([["kort", "ord", "x" * 300]], 12, 300, 6)
    assert widths[0] >= text.width("kort", 12, bold=True)
    assert widths[1] >= text.width("ord", 12, bold=True)


def test_words_fit_says_whether_a_word_must_be_broken():
    rows = [["Område", "Skadegörelse"]]
    needed = sum(text.width(word, 12, bold=True) + 6 for word in rows[0])
    assert text.words_fit(rows, 12, needed + 0.1, 6)
    assert not text.words_fit(rows, 12, needed - 0.1, 6)


def test_only_words_wider_than_the_room_may_be_broken_anywhere():
    assert text.breakable("kort ord", 12, 100) == "kort ord"
    broken = text.breakable("a" * 100, 12, 100)
    assert broken.replace("\N{ZERO WIDTH SPACE}", "") == "a" * 100
    assert all(
        text.width(piece, 12, bold=True) <= 100 for piece in broken.split("\N{ZERO WIDTH SPACE}")
    )


@pytest.mark.parametrize("room", [8, 30, 400])
def test_a_word_of_ten_thousand_letters_is_broken_at_once(room):
    word = "abcdefghij" * 1000
    start = time.perf_counter()
    found = text.lines(word, 12, room)
    broken = text.breakable(word, 12, room)
    assert time.perf_counter() - start < 1
    assert "".join(found) == broken.replace("\N{ZERO WIDTH SPACE}", "") == word
    assert max(text.width(line, 12) for line in found) <= max(room, text.width("m", 12))


@given(WORDS.filter(lambda word: " " not in word and "\n" not in word), ROOM)
def test_a_broken_word_fills_its_lines(word, room):
    found = text.lines(word, 12, room)
    assert all(text.width(line + after[0], 12) > room for line, after in itertools.pairwise(found))


@given(st.lists(WORDS, max_size=8), ROOM, st.floats(20, 200))
def test_pages_of_paragraphs_hold_all_words_and_are_no_higher_than_asked(texts, width, height):
    pages = paging.paragraphs(texts, 12, width, height, 5)
    assert "".join("".join(piece for page in pages for piece in page).split()) == "".join(
        "".join(texts).split()
    )
    for page in pages:
        assert (
            sum(text.height(piece, 12, width) + 5 for piece in page) - 5
            <= max(height, 12 * text.LINE) + 0.001
        )


@given(st.lists(st.tuples(WORDS, WORDS).map(list), max_size=8), st.floats(40, 200))
def test_pages_of_rows_hold_all_text_and_are_no_higher_than_asked(rows, height):
    pages = paging.rows(rows, [80, 90], 12, height, (6, 4))
    second = "".join(row.cells[1] for page in pages for row in page)
    assert "".join(second.split()) == "".join("".join(row[1].split()) for row in rows)
    for page in pages:
        assert sum(row.height for row in page) <= height + 0.001
        for row in page:
            for cell, width in zip(row.cells, (80, 90), strict=True):
                assert text.height(cell, 12, width - 6, bold=True) + 4 <= row.height + 0.001


def test_a_row_taller_than_a_page_goes_on_under_its_own_name():
    pages = paging.rows([["Fotpatruller", "ord " * 100]], [80, 60], 12, 100, (6, 4))
    assert len(pages) > 2
    assert {page[0].cells[0] for page in pages} == {"Fotpatruller"}


def test_pages_are_filled_evenly():
    pages = paging.paragraphs(["en rad"] * 11, 10, 200, 10 * 10 * text.LINE, 0)
    assert [len(page) for page in pages] == [6, 5]
