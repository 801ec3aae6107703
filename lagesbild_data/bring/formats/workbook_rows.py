"""The sheets of a workbook as rows of texts, and what is hidden, merged, struck through or misread
in them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import get_column_letter

from lagesbild_data.bring import packed, templates
from lagesbild_data.bring.formats import misread
from lagesbild_data.bring.formats.lines import HEADINGS_WITHIN, Line
from lagesbild_data.bring.formats.misread import Mend
from lagesbild_data.bring.formats.words import YEAR, YEAR_HEADINGS
from lagesbild_data.bring.formats.workbook import (
    Book,
    Layout,
    Marked,
    Merged,
    check_cells,
    is_percent,
    shows_another,
)
from lagesbild_data.bring.packed import TooMuch
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.misread import restored
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.text import MINUS, normalised

_MOST_LETTERS = 100_000_000
_MOST_FORMULAS = 20
NAMED = 5
"""Sheets, and hidden rows and columns, or runs of them, that are told by name."""
WithProgress = Callable[[Iterable[Any], int], Iterator[Any]]
"""Gives rows one by one, of about so many, while it is told how far they have come."""


@dataclass
class Workbook:
    """What is read of a workbook."""

    sheets: dict[str, list[Line]] = field(default_factory=dict)
    """Per sheet that isn't hidden the rows that say anything, cells as texts."""
    has_merged: bool = False
    """Whether it has merged cells below each other: their text then stands in all of them."""
    hidden_sheets: list[str] = field(default_factory=list)
    """What the sheets are called that are hidden."""
    remarks: dict[str, list[str]] = field(default_factory=dict)
    """Per sheet what a reader should know of what is hidden or struck through in it, a sentence
    each."""


def _hidden(title: str, rows: list[Line], layout: Layout) -> list[str]:
    """What to tell of hidden rows and columns that have something in them."""
    hidden_rows = [number for number, texts in rows if number in layout.hidden_rows]
    used = (
        {at for _, texts in rows for at, text in enumerate(texts, 1) if text}
        if layout.hidden_columns
        else set()
    )
    hidden_columns = sorted(used & layout.hidden_columns)
    told = [("rad", _runs(hidden_rows, str)), ("kolumn", _runs(hidden_columns, get_column_letter))]
    return [
        f"Dolda {what}er i bladet {title} läses som de andra: {what} {named}."
        for what, named in told
        if named
    ]


def _runs(numbers: list[int], name: Callable[[int], str]) -> str:
    """The numbers, rising, in words: "3, 5–9 och 12", at most a few of them."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return swedish.enumerate_some(["–".join(map(name, run)) for run in runs], NAMED)


def _spread(rows: list[Line], merged: list[Merged]) -> None:
    """Let the text of merged cells stand in all of them. A number isn't spread: it may be the sum
    of what they are."""
    fields = dict(rows)
    for column, first, last in merged:
        above = fields.get(first, [])
        text = above[column] if column < len(above) else ""
        if not text or (
            _NUMBER.fullmatch(text)
            and not (_YEAR.fullmatch(text) and _is_of_years(rows, column, first))
        ):
            continue
        for below in (fields[number] for number in range(first + 1, last + 1) if number in fields):
            below.extend([""] * (column + 1 - len(below)))
            below[column] = text


def _is_of_years(rows: list[Line], column: int, row: int) -> bool:
    """Whether a column has a heading above this row, among the first rows, that says that it is of
    years."""
    above = (
        texts[column]
        for number, texts in rows[:HEADINGS_WITHIN]
        if number < row and column < len(texts)
    )
    return any(YEAR_HEADINGS & {*re.split(r"\W+", text.casefold())} for text in above)


_NUMBER = re.compile(rf"[-+{MINUS}]?[\d\s]+([.,]\d+)?\s*%?")
_YEAR = re.compile(YEAR)


def _may_be(word: str, meant: str) -> str:
    """What to say of a word that may have been misread."""
    if not meant:
        return f'"{word}" har tecken som har gått förlorade; skriv rätt text i cellen'
    return f'"{word}" kan vara {meant}, sparat i fel teckenkodning; skriv rätt text i cellen'


def _cell_text(cell: Any, mend: Mend) -> str:
    """A cell as it would stand in a CSV file; 0.553 that is shown as 55.3 % is 55.3 %."""
    value = cell.value
    if value is None:
        return ""
    if (
        isinstance(value, float | int)
        and not isinstance(value, bool)
        and is_percent(cell.number_format or "")
    ):
        return f"{as_text(round(value * 100, 10))} %"
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    return normalised(mend(as_text(value)).replace("_x000D_", "\r")).strip()


def refuse_doubts(place: str, read: Workbook, doubts: Mapping[str, str]) -> None:
    """InvalidStore with the cells that have words that may have been misread."""
    problems = [
        Problem(f"{place} {name}", _may_be(word, doubts[word]), number, get_column_letter(at))
        for name, lines in (read.sheets.items() if doubts else ())
        for number, texts in [(0, [name]), *lines]
        for at, text in enumerate(texts, 1)
        for word in misread.words_in(text)
        if word in doubts
    ]
    if problems:
        raise InvalidStore(problems[:_MOST_FORMULAS])


def cells_in(
    place: str, book: Book, words: set[str], with_progress: WithProgress, mend: Mend = restored
) -> Workbook:
    """What the book holds, its texts mended; their words are added to `words`."""
    answer = Workbook()
    formulas: list[Problem] = []
    count = size = 0
    for sheet in book.worksheets:
        title = mend(sheet.title)
        words |= {*misread.words_in(sheet.title)}
        if sheet.sheet_state != "visible":
            if title != templates.LISTS:
                answer.hidden_sheets.append(title)
            continue
        expected = max(sheet.max_row or 1, 1)
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        rows: list[Line] = []
        struck: set[int] = set()
        mended: dict[str, str] = {}
        for number, row in enumerate(with_progress(sheet.iter_rows(), expected), start=1):
            count += len(row) + 1
            check_cells(count)
            if not row:
                continue
            row = row[
                : max((at for at, cell in enumerate(row, 1) if cell.value is not None), default=0)
            ]
            formulas += [
                Problem(
                    f"{place} {title}",
                    f'"{str(cell.value)[:60]}" är en formel; klistra in den som värde',
                    number,
                    cell.column_letter,
                )
                for cell in row
                if cell.data_type == "f"
            ]
            formulas += [
                Problem(
                    f"{place} {title}",
                    f"{as_text(cell.value)} visas som ett annat tal (formatet"
                    f" {cell.number_format}); skriv talet som det ska läsas",
                    number,
                    cell.column_letter,
                )
                for cell in row
                if cell.data_type == "n"
                and cell.value is not None
                and shows_another(cell.number_format or "")
            ]
            if len(formulas) >= _MOST_FORMULAS:
                raise InvalidStore(formulas[:_MOST_FORMULAS])
            texts = [_cell_text(cell, mend) for cell in row]
            for raw in (cell.value for cell in row if isinstance(cell.value, str)):
                words |= {*misread.words_in(raw)}
                if (text := mend(raw)) != raw:
                    mended[raw] = text
            lengths = [*map(len, texts)]
            size += sum(lengths)
            if size > _MOST_LETTERS:
                raise TooMuch(
                    f"har mer text än {_MOST_LETTERS // 10**6} miljoner tecken; dela upp den"
                )
            if max(lengths, default=0) > packed.MOST_LETTERS:
                letter = get_column_letter(lengths.index(max(lengths)) + 1)
                raise InvalidStore([Problem(f"{place} {title}", packed.TOO_LONG, number, letter)])
            if any(texts):
                rows.append((number, texts))
            marked = [
                (at, cell.value) for at, cell in enumerate(row) if isinstance(cell.value, Marked)
            ]
            formulas += _doubtful(place, title, number, texts, [at for at, _ in marked])
            if any(text.is_struck for _, text in marked):
                struck.add(number)
        layout = book.layout(sheet)
        texts_of = dict(rows) if layout.marked else {}
        for number, at in sorted(layout.marked):
            formulas += _doubtful(place, title, number, texts_of.get(number, []), [at - 1])
        remarks = answer.remarks[title] = _hidden(title, rows, layout)
        if told := _runs(
            [number for number, _ in rows if number in struck | layout.struck_rows], str
        ):
            remarks.append(f"Överstruken text i bladet {title} läses som den andra: rad {told}.")
        if mended:
            shown = swedish.enumerate_some(
                [f'"{text}" där det står "{raw}"' for raw, text in mended.items()], 3
            )
            remarks.append(f"Text i bladet {title} har sparats fel och läses som {shown}.")
        _spread(rows, layout.merged)
        answer.has_merged |= bool(layout.merged)
        answer.sheets[title] = rows
    if formulas:
        raise InvalidStore(formulas[:_MOST_FORMULAS])
    return answer


def _doubtful(
    place: str, title: str, number: int, texts: list[str], marked: list[int]
) -> list[Problem]:
    """The faults of numbers of which something is raised or struck through: 34 and the note 1
    isn't 341."""
    message = '"{}" har upphöjda, nedsänkta eller överstrukna tecken; skriv bara talet i cellen'
    return [
        Problem(f"{place} {title}", message.format(texts[at]), number, get_column_letter(at + 1))
        for at in marked
        if at < len(texts) and _NUMBER.fullmatch(texts[at])
    ]
