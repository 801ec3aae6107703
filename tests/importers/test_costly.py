"""Files that are made to cost much are refused, with what to do, before they do; and ordinary large
ones aren't."""

import pytest
from costly import FILES

from lagesbild_data.bring.formats.ids import Ids
from lagesbild_data.bring.importing import planning
from lagesbild_data.model.checked import TextTable
from lagesbild_data.model.validation import validate

_LONG = {"names of one id", "kommuner"}
"""They are read, and take some seconds; that what they cost doesn't grow by the square is seen
below."""


@pytest.mark.parametrize("name", sorted(FILES.keys() - _LONG))
def test_costly_file_is_answered(file, database, name):
    costly = FILES[name]
    planned = planning.plan(database, file(costly.file, costly.make()))
    told = str(planned.problems[0]) if planned.problems else ""
    assert (costly.told in told) if costly.told else not told


def test_names_that_become_one_id_are_told_apart_without_trying_each_for_each():
    ids = Ids({})
    given = [ids.of("", ("x" + "!" * (at % 200) + "?" * (at // 200),)) for at in range(30_000)]
    assert given[:3] == ["x", "x-2", "x-3"]
    assert given[-1] == "x-30000"


def test_codes_of_very_many_kommuner_are_compared_once():
    rows = [(line, [f"k{line}", f"Ort {line}", "kommun", f"{line:05}"]) for line in range(30_000)]
    rows.append((30_000, ["sist", "Sist", "kommun", "00007"]))
    _, problems = validate(
        [TextTable("omraden", "omraden", ["omrade_id", "namn", "typ", "kommunkod"], rows)]
    )
    assert [str(problem) for problem in problems] == [
        'omraden rad 30000, kolumn kommunkod: "00007" har redan k7'
    ]
