"""What a reading knows of numbers: each format declares what is missing in it, and what is 0."""

import pytest

from lagesbild_data.bring.formats.reading import COUNTS, MEASURED, Reading
from lagesbild_data.model.tables.declaration import Column

VARDE = Column("varde", "tal", "Värde")


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "\u2011"])
def test_dash_is_0_where_something_is_counted_and_a_gap_where_it_is_measured(dash):
    assert Reading().number("a.csv", 2, "Värde", VARDE, f" {dash} ", COUNTS) == "0"
    assert Reading().number("a.csv", 2, "Värde", VARDE, f" {dash} ", MEASURED) == ""


@pytest.mark.parametrize("sign", ["", " ", ".", "..", "...", "…", ":", "null", "NULL"])
@pytest.mark.parametrize("missing", [COUNTS, MEASURED])
def test_dots_are_gaps_in_every_format(sign, missing):
    assert Reading().number("a.csv", 2, "Värde", VARDE, sign, missing) == ""
    assert missing.knows(sign)


def test_what_is_no_sign_is_a_number_or_a_fault():
    reading = Reading()
    assert reading.number("a.csv", 2, "Värde", VARDE, "31,5 %", MEASURED) == "31,5"
    assert (reading.number("a.csv", 3, "Värde", VARDE, "x", MEASURED), len(reading.problems)) == (
        "",
        1,
    )
    assert not MEASURED.knows("0")
