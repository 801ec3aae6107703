"""Small counts are hidden, and an auditor of another make can't compute any of them."""

import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from lagesbild_data.public.disclosure import hide_small_counts

FLAT = {"stöld": None, "våld": None}
TREE = {"alla": None, "stöld": "alla", "våld": "alla"}
DEEP = {"alla": None, "stöld": "alla", "inbrott": "stöld", "bostad": "inbrott", "våld": "alla"}
KOMMUN = "kommun"
YEAR, QUARTERS = (None,), (1, 2, 3, 4)


def areas_of(*names: str) -> dict[str, str | None]:
    return dict.fromkeys(names, KOMMUN) | {KOMMUN: None, "riket": None}


def long(rows: dict[tuple, int], year: int = 2024) -> pd.DataFrame:
    """Counts by (area, type, quarter or None), as rows."""
    records = [(area, kind, year, quarter, count) for (area, kind, quarter), count in rows.items()]
    frame = pd.DataFrame(records, columns=["omrade_id", "brottstyp_id", "ar", "kvartal", "antal"])
    return frame.astype({"kvartal": "Int64"})


def of_year(**counts: dict[str, int]) -> dict[tuple, int]:
    """Counts of a whole year by area and type."""
    return {
        (area, kind, None): count for area, kinds in counts.items() for kind, count in kinds.items()
    }


def hidden(rows: dict[tuple, int], types: dict, threshold: int = 5) -> set[tuple]:
    """The (area, type, quarter) of what is hidden; those of a whole year as (area, type)."""
    areas = areas_of(*{area for area, _, _ in rows if area not in (KOMMUN, "riket")})
    answer = hide_small_counts(long(rows), areas, types, threshold)
    assert answer["antal"].isna().equals(answer["dold"])
    keys = [key if key[2] else key[:2] for key in rows]
    return {key for key, is_hidden in zip(keys, answer["dold"], strict=True) if is_hidden}


class Auditor:
    """What a reader can compute: integer programming over the smallest boxes that every count is a
    sum of."""

    def __init__(self, rows: dict[tuple, int], types: dict, shown: set[tuple]):
        self.rows, self.types = rows, types
        self.inside = sorted({area for area, _, _ in rows} - {KOMMUN})
        self.quarters = sorted({quarter for _, _, quarter in rows if quarter})
        rests = [f"rest of {kind}" for kind in types if kind in types.values()]
        leaves = [kind for kind in types if kind not in types.values()]
        times = [*self.quarters, "rest of year"]
        self.boxes = list(product([*self.inside, "rest of kommun"], leaves + rests, times))
        self.matrix = [self.sum_of("nowhere", "", None), *(self.sum_of(*key) for key in shown)]
        self.sums = [0, *(rows[key] for key in shown)]
        self.no_rest_where_nothing_is_left()
        self.no_crimes_where_there_is_no_row()

    def sum_of(self, area: str, kind: str, time: object) -> list[bool]:
        """Which boxes a count is the sum of."""
        kinds = [kind]
        for one in kinds:
            kinds += [narrower for narrower, over in self.types.items() if over == one]
        kinds += [f"rest of {one}" for one in kinds]
        return [
            (area in (KOMMUN, box_area)) and box_kind in kinds and time in (None, box_time)
            for box_area, box_kind, box_time in self.boxes
        ]

    def known_at(self, time: int | None) -> list[str]:
        """The areas whose rows tell of a quarter, or of the year; one without quarters may have had
        crimes in any."""
        return [
            area
            for area in self.inside
            if time is None or any(row[0] == area and row[2] for row in self.rows)
        ]

    def no_rest_where_nothing_is_left(self) -> None:
        rows, none = self.rows, []
        for kind in self.types:
            quarters = [
                rows[KOMMUN, kind, quarter]
                for quarter in QUARTERS
                if (KOMMUN, kind, quarter) in rows
            ]
            if len(quarters) == 4:
                rows = {(KOMMUN, kind, None): sum(quarters)} | rows
        for kind, time in product(self.types, [None, *self.quarters]):
            inside = [rows[area, kind, time] for area in self.inside if (area, kind, time) in rows]
            if rows.get((KOMMUN, kind, time)) == sum(inside):
                none.append(self.sum_of("rest of kommun", kind, time))
            parts = [part for part, over in self.types.items() if over == kind]
            for area in self.known_at(time):
                total = sum(rows.get((area, part, time), 0) for part in parts)
                unknown = None if time is None and self.quarters else total
                if parts and rows.get((area, kind, time), unknown) == total:
                    none.append(self.sum_of(area, f"rest of {kind}", time))
        for area, kind in product([*self.inside, KOMMUN], self.types):
            parts = [
                rows[area, kind, quarter]
                for quarter in self.quarters
                if (area, kind, quarter) in rows
            ]
            if len(parts) == 4 or (parts and rows.get((area, kind, None)) == sum(parts)):
                none.append(self.sum_of(area, kind, "rest of year"))
        self.matrix += none
        self.sums += [0] * len(none)

    def no_crimes_where_there_is_no_row(self) -> None:
        times = [None, *self.quarters]
        for time, kind, area in [
            (*at, area) for at in product(times, self.types) for area in self.known_at(at[0])
        ]:
            boxes = np.array(self.sum_of(area, kind, time))
            inside = [row for row in self.rows if row[0] == area and boxes[self.sum_of(*row)].all()]
            if not inside:
                self.matrix.append(list(boxes))
                self.sums.append(0)

    def can_compute(self, wanted: set[tuple]) -> set[tuple]:
        """The counts that are the same in every table that the reader may think of."""
        known, left = set(), dict.fromkeys(sorted(wanted, key=str))
        matrix = np.array(self.matrix, dtype=float)
        constraint = LinearConstraint(matrix, self.sums, self.sums)
        while left:
            key = next(iter(left))
            objective = np.array(self.sum_of(*key), dtype=float)
            for sign in (1, -1):
                whole = np.ones(len(objective))
                found = milp(
                    sign * objective,
                    integrality=whole,
                    bounds=Bounds(0, 9999),
                    constraints=constraint,
                )
                assert found.success, found.message
                boxes = found.x.round()
                left = {
                    other: None for other in left if boxes @ self.sum_of(*other) == self.rows[other]
                }
                if key not in left:
                    break
            else:
                known.add(key)
                del left[key]
        return known


def computable(
    rows: dict[tuple, int], types: dict, threshold: int = 5, kept: set[tuple] = frozenset()
) -> set[tuple]:
    """Hidden counts that the auditor, who has also kept some of before, computes, apart from those
    that the kommun's own counts give away."""
    out = {(*key, None)[:3] for key in hidden(rows, types, threshold)}
    of_kommun = {key for key in rows if key[0] == KOMMUN}
    given_away = Auditor(rows, types, of_kommun).can_compute(out)
    return Auditor(rows, types, set(rows) - out | kept).can_compute(out - given_away)


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ({"a": 3, "b": 20, "kommun": 30}, {"a"}),  # the kommun has a rest
        ({"a": 3, "b": 20, "kommun": 23}, {"a", "b"}),
        ({"a": 3, "b": 20, "c": 9, "kommun": 32}, {"a", "b"}),
        ({"a": 3, "b": 4, "c": 9, "kommun": 16}, {"a", "b"}),
        # 0 + 0 can't be anything else
        (
            {"a": 0, "b": 0, "c": 20, "d": 30, "kommun": 50},
            {"a", "b", "d"},
        ),
        ({"a": 0, "b": 0, "c": 20, "kommun": 20}, {"a", "b", "c"}),
        ({"a": 5, "b": 20, "kommun": 25}, set()),
        ({"a": 1, "b": 2, "kommun": 3}, {"a", "b"}),
        ({"a": 4, "kommun": 4, "riket": 4}, {"a"}),
    ],
)
def test_areas_that_make_up_the_kommun(counts, out):
    rows = {(area, "stöld", None): count for area, count in counts.items()}
    assert hidden(rows, FLAT) == {(area, "stöld") for area in out}


@pytest.mark.parametrize("kind", ["alla", "våld"])
@pytest.mark.parametrize("small", ["norrby", "ängen", "åkern"])
def test_which_count_protects_another_says_nothing_of_their_sizes(small, kind):
    """Were it the smallest shown, the hidden one would be known to be no larger, and the small one
    no smaller."""
    others = [area for area in ("norrby", "ängen", "åkern") if area != small]
    choices = set()
    for counts in ((50, 500), (500, 50), (90, 90)):
        rows = of_year(
            **{small: {kind: 4}},
            **{area: {kind: count} for area, count in zip(others, counts, strict=True)},
        )
        choices.add(frozenset(hidden(rows | of_year(kommun={kind: 4 + sum(counts)}), TREE)))
    [choice] = choices
    assert len(choice) == 2


@pytest.mark.parametrize(
    ("threshold", "out"),
    [(3, set()), (4, {("a", "stöld")}), (10, {("a", "stöld"), ("b", "stöld")})],
)
def test_threshold_is_the_smallest_count_shown(threshold, out):
    rows = of_year(a={"stöld": 3}, b={"stöld": 9}, kommun={"stöld": 30})
    assert hidden(rows, FLAT, threshold) == out


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ({"alla": 40, "stöld": 3, "våld": 27}, {"stöld"}),  # the kind has a rest
        ({"alla": 30, "stöld": 3, "våld": 27}, {"stöld", "våld"}),
        ({"alla": 7, "stöld": 3, "våld": 4}, {"stöld", "våld"}),
        ({"alla": 7, "stöld": 0, "våld": 7}, {"stöld", "våld"}),
        ({"alla": 4, "stöld": 4, "våld": 0}, {"alla", "stöld", "våld"}),
    ],
)
def test_types_that_make_up_a_type(counts, out):
    rows = of_year(a=counts, kommun={"alla": 500, "stöld": 200, "våld": 200})
    assert hidden(rows, TREE) == {("a", kind) for kind in out}
    assert computable(rows, TREE) == set()


def test_types_on_three_levels():
    a = {"alla": 60, "stöld": 40, "inbrott": 20, "bostad": 3, "våld": 20}
    rows = of_year(
        a=a,
        kommun=dict.fromkeys(("bostad", "våld"), 1000)
        | {
            "inbrott": 1500,
            "stöld": 2000,
            "alla": 4000,
        },
    )
    assert hidden(rows, DEEP) == {("a", "bostad")}
    a |= {"inbrott": 3}  # nothing but bostad
    assert computable(rows | of_year(a=a), DEEP) == set()


def test_hidden_blocks_joined_by_a_single_count():
    """Rows and columns have two hidden counts each, yet b's rån is the total of a block less the
    rest of it."""
    types = {"alla": None} | dict.fromkeys(("stöld", "våld", "rån", "hot"), "alla")
    small = {
        ("a", "stöld"),
        ("a", "våld"),
        ("b", "stöld"),
        ("b", "våld"),
        ("c", "rån"),
        ("c", "hot"),
        ("d", "rån"),
        ("d", "hot"),
        ("b", "rån"),
    }
    rows = {
        (area, kind, None): 3 if (area, kind) in small else 50
        for area in "abcd"
        for kind in types
        if kind != "alla"
    }
    rows |= {
        (area, "alla", None): sum(rows[area, kind, None] for kind in types if kind != "alla")
        for area in "abcd"
    }
    rows |= {
        ("kommun", kind, None): sum(rows[area, kind, None] for area in "abcd") for kind in types
    }
    assert Auditor(rows, types, set(rows) - {(*key, None) for key in small}).can_compute(
        {("b", "rån", None)}
    )
    assert hidden(rows, types) > small
    assert computable(rows, types) == set()


QUARTERLY = {("kommun", "stöld", quarter): 100 for quarter in QUARTERS} | {
    ("kommun", "stöld", None): 400
}


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ({1: 10, 2: 3, 3: 12, 4: 15, None: 40}, {1, 2, 3, 4}),
        ({1: 1, 2: 1, 3: 1, 4: 1, None: 4}, {1, 2, 3, 4, None}),
        ({1: 10, 2: 9, 3: 12, 4: 15, None: 46}, set()),
        ({3: 10, 4: 3, None: 40}, {3, 4}),
        ({3: 10, 4: 9, None: 40}, {3, 4}),  # two are still to come
        ({1: 10, 2: 9, 3: 9, None: 40}, {1, 2, 3, None}),  # so is the rest of the year
        ({1: 10, 2: 9}, {1, 2}),
        ({4: 3, None: 40}, {4}),  # the rest of the year changes instead
        ({None: 3}, {None}),
        ({None: 40}, set()),
    ],
)
def test_quarters_are_hidden_together(counts, out):
    rows = QUARTERLY | {("a", "stöld", quarter): count for quarter, count in counts.items()}
    assert hidden(rows, FLAT) == {
        ("a", "stöld", quarter) if quarter else ("a", "stöld") for quarter in out
    }
    assert computable(rows, FLAT) == set()


def test_year_is_safe_also_from_the_quarters_of_the_kommun():
    """a and b hide each other in the year, but each quarter of the kommun belongs to one of
    them."""
    quarters = {"a": (3, 0, 0, 0), "b": (0, 4, 0, 0), "c": (9, 9, 9, 9), "d": (8, 8, 8, 8)}
    quarters["kommun"] = tuple(map(sum, zip(*quarters.values(), strict=True)))
    rows = {
        (area, "stöld", quarter): count
        for area, counts in quarters.items()
        for quarter, count in zip(QUARTERS, counts, strict=True)
    }
    rows |= {(area, "stöld", None): sum(counts) for area, counts in quarters.items()}
    assert {("a", "stöld"), ("b", "stöld")} <= hidden(rows, FLAT)
    assert computable(rows, FLAT) == set()


def test_quarters_of_the_kommun_alone_hide_nothing_more():
    assert hidden(QUARTERLY | of_year(a={"stöld": 3}, b={"stöld": 40}), FLAT) == {("a", "stöld")}


def test_four_quarters_of_the_kommun_are_its_year():
    quarters = {
        ("kommun", "stöld", quarter): count
        for quarter, count in zip(QUARTERS, (20, 20, 20, 2), strict=True)
    }
    rows = quarters | of_year(norrby={"stöld": 2}, ängen={"stöld": 36}, åkern={"stöld": 24})
    assert len(hidden(rows, FLAT)) == 2
    assert computable(rows, FLAT) == set()


@pytest.mark.parametrize("year", [62, 50, 90])
def test_neither_the_year_of_the_kommun_nor_its_quarters_give_a_count_away(year):
    """The sources disagree on the kommun, and the reader may believe either."""
    quarters = {
        ("kommun", "stöld", quarter): count
        for quarter, count in zip(QUARTERS, (20, 20, 20, 2), strict=True)
    }
    below = of_year(norrby={"stöld": 2}, ängen={"stöld": 36}, åkern={"stöld": 24})
    out = {(*key, None) for key in hidden(below | quarters | of_year(kommun={"stöld": year}), FLAT)}
    assert Auditor(below | quarters, FLAT, {*below, *quarters} - out).can_compute(out) == set()


def test_area_without_quarters_is_protected_beside_one_with():
    """a's crimes may have been in either quarter, so it is b's year that gives a away, not the
    kommun."""
    b, kommun = (
        {(area, "stöld", quarter): count for quarter, count in ((3, 0), (4, 7), (None, 7))}
        for area in ("b", "kommun")
    )
    rows = of_year(a={"stöld": 0}) | b | kommun
    assert {("a", "stöld"), ("b", "stöld")} <= hidden(rows, FLAT)
    assert computable(rows, FLAT) == set()


def test_rest_of_a_quarter_is_no_cover_where_the_year_has_none():
    """b has no rows for quarters, so the kommun's rest in each quarter is b's, and a is the kommun
    less b."""
    rows = {("kommun", "stöld", quarter): 10 for quarter in QUARTERS} | of_year(
        kommun={"stöld": 40}, b={"stöld": 36}
    )
    rows |= {("a", "stöld", quarter): 1 for quarter in QUARTERS} | of_year(a={"stöld": 4})
    assert ("b", "stöld") in hidden(rows, FLAT)


def test_year_that_makes_up_the_kommun_is_hidden_also_where_a_quarter_of_the_kommun_is_missing():
    counts = {"a": {3: 0, 4: 0, None: 0}, "b": {3: 0, 4: 0, None: 20}, "kommun": {4: 0, None: 20}}
    rows = {
        (area, "stöld", time): count
        for area, times in counts.items()
        for time, count in times.items()
    }
    assert {("a", "stöld"), ("b", "stöld")} <= hidden(rows, FLAT)
    assert computable(rows, FLAT) == set()


def test_nobody_knows_what_the_rest_of_the_kommun_consists_of():
    """The rest has 5 inbrott and no other stöld, but for the reader that may be the other way
    round."""
    types = {"stöld": None, "inbrott": "stöld"}
    rows = of_year(a={"stöld": 5, "inbrott": 0}, kommun={"stöld": 10, "inbrott": 5})
    assert hidden(rows, types) == {("a", "inbrott")}
    assert computable(rows, types) == set()


def test_nobody_knows_when_in_the_year_the_rest_of_the_kommun_was():
    counts = {("kommun", 4): 10, ("kommun", None): 14, ("a", 4): 3, ("a", None): 7}
    rows = {(area, "stöld", quarter): count for (area, quarter), count in counts.items()}
    assert hidden(rows, FLAT) == {("a", "stöld", 4)}
    assert computable(rows, FLAT) == set()


def test_what_the_kommun_gives_away_hides_nothing_else():
    rows = of_year(
        a={"stöld": 30, "våld": 0}, b={"stöld": 20, "våld": 0}, kommun={"stöld": 50, "våld": 0}
    )
    assert hidden(rows, FLAT) == {("a", "våld"), ("b", "våld")}


@pytest.mark.parametrize(("count", "share"), [(20, 0), (1, 1)])
def test_nothing_small_hides_nothing_and_all_small_hides_all(count, share):
    rows = {(area, kind, quarter): count for area in "abc" for kind in FLAT for quarter in QUARTERS}
    rows |= {(area, kind, None): 4 * count for area in "abc" for kind in FLAT}
    of_kommun = {
        ("kommun", kind, quarter): 4 * rows["a", kind, quarter] for _, kind, quarter in rows
    }
    assert len(hidden(rows | of_kommun, FLAT)) == share * len(rows)


def test_kommuner_and_years_are_apart():
    """Each kommun and year has a rest of its own, or none."""
    areas = {
        "a": "ena",
        "b": "ena",
        "c": "andra",
        "d": "andra",
        "ena": None,
        "andra": None,
        "riket": None,
    }
    first = {"a": 3, "b": 20, "ena": 23, "c": 3, "d": 20, "andra": 90, "riket": 2}
    second = {"a": 9, "b": 20, "ena": 29}
    frame = pd.concat(
        [
            long({(area, "stöld", None): count for area, count in counts.items()}, year)
            for year, counts in ((2023, first), (2024, second))
        ]
    )
    answer = hide_small_counts(frame, areas, FLAT, 5)
    out = answer[answer["dold"]]
    assert list(zip(out["omrade_id"], out["ar"], strict=True)) == [
        ("a", 2023),
        ("b", 2023),
        ("c", 2023),
    ]
    assert answer.index.equals(frame.index)
    assert answer["antal"].dtype == "Int64"
    assert (
        answer.loc[~answer["dold"], "antal"].to_list()
        == frame.loc[~answer["dold"].to_numpy(), "antal"].to_list()
    )


def test_no_rows_give_no_rows():
    assert hide_small_counts(long({}), {}, {}, 5).empty


@pytest.mark.parametrize(("area", "kind"), [("okänt", "stöld"), ("a", "okänd")])
def test_unknown_area_or_type_is_not_shown(area, kind):
    with pytest.raises(KeyError, match="okän"):
        hide_small_counts(long({(area, kind, None): 9}), areas_of("a"), FLAT, 5)


def test_scipy_is_not_loaded_for_a_kommun_alone():
    code = (
        "import sys, pandas as pd; from lagesbild_data.public.disclosure import hide_small_counts;"
        " row = {'omrade_id': ['k'], 'brottstyp_id': ['s'], 'ar': [2024], 'kvartal': [pd.NA],"
        " 'antal': [3]}; hide_small_counts(pd.DataFrame(row), {'k': None}, {'s': None}, 5);"
        " sys.exit('scipy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1]).returncode == 0
    )


@st.composite
def tables(draw, whole: bool = False) -> tuple[dict[tuple, int], dict[str, str | None]]:
    """A small kommun: with or without a rest, quarters, years, rests within types, rows for 0 and
    rows of its own; some areas may have rows for years alone. One that is `whole` has all four
    quarters of all, and rows for 0.
    """
    types = draw(st.sampled_from([FLAT, TREE, DEEP, {"alla": None, "stöld": "alla"}]))
    wholes = [(QUARTERS, True), (QUARTERS, False)]
    quarters, with_year = draw(
        st.sampled_from(wholes if whole else [((), True), *wholes, ((1, 2), True), ((3, 4), True)])
    )
    inside = ["a", "b", "c", "d"][: draw(st.integers(1, 4))]
    counts = draw(st.sampled_from([(0, 1, 2, 3), (0, 0, 0, 7), (0, 2, 6, 12)]))
    in_rest = draw(st.booleans())
    of_type = draw(st.booleans())
    rows_for_0 = whole or draw(st.booleans())
    by_year = draw(st.sampled_from([(), (), inside, inside[:1]])) if with_year and not whole else ()
    of_kommun = draw(st.sampled_from([(*QUARTERS, None), QUARTERS, YEAR, ()]))
    boxes = {
        (area, kind, time): (
            draw(st.sampled_from(counts)) if of_type or kind not in types.values() else 0
        )
        for area in [*inside, *(["rest of kommun"] if in_rest else [])]
        for kind in types
        for time in [*quarters, *(["rest of year"] if len(quarters) < 4 else [])]
    }
    rows = {}
    for area, kind, time in product([*inside, KOMMUN], types, [*quarters, *YEAR[: int(with_year)]]):
        kinds = [kind]
        for one in kinds:
            kinds += [narrower for narrower, over in types.items() if over == one]
        count = sum(
            count
            for (box_area, box_kind, box_time), count in boxes.items()
            if area in (KOMMUN, box_area) and box_kind in kinds and time in (None, box_time)
        )
        if (
            time in of_kommun
            if area == KOMMUN
            else (count or rows_for_0) and not (time and area in by_year)
        ):
            rows[area, kind, time] = count
    return rows, types


@settings(max_examples=60)
@given(tables())
def test_no_hidden_count_can_be_computed(table):
    rows, types = table
    out = {(*key, None)[:3] for key in hidden(rows, types)}
    assert {key for key, count in rows.items() if key[0] != KOMMUN and count < 5} <= out
    assert not {key for key in out if key[0] == KOMMUN}
    assert computable(rows, types) == set()


@st.composite
def arrivals(draw) -> tuple[list[dict[tuple, int]], dict[str, str | None]]:
    """A whole year as it comes, file by file: quarter by quarter, each for a type or an area at a
    time, in any order; the row of the year comes with the last quarter."""
    rows, types = draw(tables(whole=True))
    part = draw(st.sampled_from([0, 1]))  # an area, the kommun too, or a type of all of them
    names = sorted({key[part] for key in rows})
    files = [
        {
            key: count
            for key, count in rows.items()
            if key[part] == name and (key[2] or 4) == quarter
        }
        for quarter in QUARTERS
        for name in draw(st.permutations(names))
    ]
    return [file for file in files if file], types


@settings(max_examples=25)
@given(arrivals())
def test_who_keeps_what_was_shown_while_quarters_came_can_compute_no_hidden_count(coming):
    files, types = coming
    rows: dict[tuple, int] = {}
    kept: set[tuple] = set()
    for file in files:
        rows |= file
        kept |= set(rows) - {(*key, None)[:3] for key in hidden(rows, types)}
    assert computable(rows, types, kept=kept) == set()


def test_three_quarters_are_not_shown_before_the_fourth_that_would_hide_them():
    counts = {"a": (20, 30, 25, 3), "b": (40, 40, 40, 40), "kommun": (60, 70, 65, 43)}
    rows = {
        (area, "stöld", quarter): count
        for area, of_area in counts.items()
        for quarter, count in zip(QUARTERS, of_area, strict=True)
    }
    first_three = {key: count for key, count in rows.items() if key[2] < 4}
    assert hidden(first_three, FLAT) == {key for key in first_three if key[0] != KOMMUN}
    rows |= {(area, "stöld", None): sum(of_area) for area, of_area in counts.items()}
    assert hidden(rows, FLAT) == {(area, "stöld", quarter) for area in "ab" for quarter in QUARTERS}


def test_one_area_and_type_without_its_last_quarter_keeps_all_of_the_kommun_waiting():
    rows = {
        (area, kind, quarter): 30
        for area in ("a", "b")
        for kind in FLAT
        for quarter in (*QUARTERS, None)
    }
    assert hidden(rows, FLAT) == set()
    del rows["b", "våld", 4]
    assert hidden(rows, FLAT) == {key if key[2] else key[:2] for key in rows}


@pytest.mark.parametrize("a", [3, 40])
def test_part_larger_than_the_kommun_ends_in_an_answer(a):
    """The sources disagree, so what the kommun gives away can not be told."""
    rows = of_year(a={"stöld": a}, b={"stöld": 1}, kommun={"stöld": 2})
    assert {("b", "stöld")} <= hidden(rows, FLAT) <= {("a", "stöld"), ("b", "stöld")}


def test_kommun_with_none_in_a_year_without_quarters_hides_nothing_else():
    rows = QUARTERLY | of_year(kommun={"våld": 0}) | of_year(a={"stöld": 40, "våld": 0})
    rows |= {
        ("a", kind, quarter): count
        for kind, count in (("stöld", 10), ("våld", 0))
        for quarter in QUARTERS
    }
    assert hidden(rows, FLAT) == {("a", "våld")} | {("a", "våld", quarter) for quarter in QUARTERS}
