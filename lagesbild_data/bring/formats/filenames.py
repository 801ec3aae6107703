"""The year that a file's name tells."""

import re

from lagesbild_data.bring.formats.words import YEAR

_MONTH = r"(?:0?[1-9]|1[0-2])"
_MONTH_NAME = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_IN_NAME = re.compile(
    rf"(?<!\d){YEAR}(?:[-_.]{_MONTH}(?:[-_.][0-3]?\d)?| {_MONTH} [0-3]?\d)(?!\d)"
    rf"|(?<!\d)[0-3]?\d([-_./ ]){_MONTH}\1{YEAR}(?!\d)"
    rf"|(?<![^\W\d_]){_MONTH_NAME}[-_ ]?{YEAR}(?!\d)|(?<!\d){YEAR}[-_ ]?{_MONTH_NAME}(?![^\W\d_])",
    re.IGNORECASE,
)
"""A day or a month with its year, as 2025-03-30, 30.3.2025 or mars 2025: when a file was saved,
more often than what it is about."""
_REFERENCE = re.compile(
    rf"(?<!\d){YEAR}(?:[/:]\d+|-\d{{3,}})(?!\d)|(?<!\d)\d{{3,}}[-/:]{YEAR}(?!\d)"
)
"""The number of a case in a register, as KS 2022/145 or 2022-0456: its year is when the case came.
"""


def year_in(name: str) -> int | None:
    """The year that a file's name tells, or None where it tells none or several; that of a day, a
    month or a case in it isn't the file's."""
    name = _REFERENCE.sub(" ", _DAY_IN_NAME.sub(" ", name))
    years = {int(text) for text in re.findall(rf"(?<!\d)({YEAR})(?!\d)", name)}
    return years.pop() if len(years) == 1 else None
