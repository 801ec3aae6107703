"""Hiding small counts of reported crimes below kommun level, so that nobody can compute them from
what is shown.

A reader can add and subtract: quarters make up a year, kinds of crime make up the kind they belong
to, areas make up the kommun, and what is left over is a rest that no row counts. A hidden count is
safe when another table, with the same shown counts and the same sums, has another number there.
Within a part of a year the counts are a flow: from each area's broadest kind down to its narrowest,
and back up on the kommun's side. Another table sends more or less round a cycle, so a hidden count
is safe when it lies on a cycle of counts and rests that are unknown to the reader and can change:
up always, down when above 0. Source: Gusfield 1988, "A graph theoretic approach to statistical data
security", SIAM Journal on Computing 17(3), here with kinds within kinds.

Over the parts of a year two changes are looked for: in one part, through counts whose year is
hidden too, and in two parts against each other, so that every year stays as it is. Either makes a
count safe. One that would only be safe by a change in three parts at once is treated as exposed,
and more is hidden.

Against a reader who keeps what was shown before, nothing of a year is protected by hiding what has
been shown: below kommun level a year is shown when its quarters are all there, and then all at
once.
"""

from collections.abc import Container, Mapping, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np
import pandas as pd

_PARTS = 5
"""The year, or what no row of a quarter counts of it, and four quarters."""


def hide_small_counts(
    counts: pd.DataFrame,
    areas: Mapping[str, str | None],
    types: Mapping[str, str | None],
    threshold: int,
) -> pd.DataFrame:
    """The same rows with antal as Int64, NA where hidden, and the bool column dold.

    `counts` has omrade_id, brottstyp_id, ar, kvartal (NA: the whole year) and antal. `areas` gives
    each area's kommun, None for a kommun and for riket, which are always shown; `types` gives the
    type that each type is part of, None for the broadest. KeyError for an area or type that they
    lack.

    Hidden are counts below kommun level under the threshold, 0 too; all quarters of a year that is
    hidden or has such a quarter; and then other counts that keep these from being computed, in an
    order that doesn't depend on the counts. While an area and type that has quarters lacks one of
    the four, all quarters below kommun level of that kommun and year are hidden, and while it lacks
    the last one, the year isn't over and its years are hidden too: what is shown of three quarters
    could be what the fourth makes it necessary to hide. A row that isn't there is taken as no
    crimes. In a year where that can't be, where a part is larger than its whole, where the kommun
    lacks a quarter, where its quarters don't make up its year or where some areas have no quarters
    and others do, more is hidden than need be, at worst all. Whatever the sources say, four
    quarters of the kommun are a year of it, too.

    Promised is that no hidden count follows from the shown ones and their sums; nor from them and
    those that were shown while the quarters came, in time order, with their zeros and each year
    with its last quarter, in whatever order of areas and types. Not promised is that of rows that
    are changed, or come to a year that is already shown, nor that nothing is learnt: a reader sees
    between which limits a count must lie, may see from what is hidden beside it that a count is
    under the threshold, and may subtract what is shown from its whole, for a rest that no row
    counts. What the kommun's own counts give away, such as that a part of 0 is 0, is hidden yet can
    be computed. Areas are taken to be apart: where one holds another, the one shown gives the other
    away. Who knows this rule may conclude more than the sums say, such as that a lone hidden count
    beside a rest of 1 is 0.
    """
    answer = counts.reset_index(drop=True).assign(dold=False)
    kommun = pd.Series([areas[area] for area in answer["omrade_id"]], answer.index, dtype=object)
    for (whole, year), below in answer.groupby([kommun, "ar"]):
        top = answer[(answer["omrade_id"] == whole) & (answer["ar"] == year)]
        answer.loc[below.index, "dold"] = _hidden_rows(_Year(below, top, types), threshold)
    antal = answer["antal"].astype("Int64").mask(answer["dold"])
    return answer.assign(antal=antal).set_axis(counts.index)


def _hidden_rows(year: "_Year", threshold: int) -> np.ndarray:
    """Whether each row below kommun level is hidden."""
    if year.is_under_way:
        return np.ones(len(year.place[0]), dtype=bool)
    small = year.has & (year.counts < threshold)
    years: np.ndarray = small[..., 0]
    quarters = year.has_quarters & (np.any(small, axis=-1) | (not year.is_whole))
    given_away = year.exposed(year.has[..., 0], year.has_quarters) & year.tells_all
    most = 1  # one may protect many, so begin with few
    while (exposed := year.exposed(years, quarters) & ~given_away).any():
        if not _hide_more(year, exposed, years, quarters, most):
            break
        most *= 2
    area, kind, part = year.place
    return np.where(part == 0, years[area, kind], quarters[area, kind])


def _hide_more(
    year: "_Year", exposed: np.ndarray, years: np.ndarray, quarters: np.ndarray, most: int
) -> bool:
    """Hide, for each exposed count, the first shown one that shares a sum with it, or else the
    first of all; False when nothing is left to hide.

    Narrower kinds go first, else the order is that of a hash of the ids: were it that of the
    counts, a hidden one would be known to be smaller than those shown. A year takes its quarters
    with it. An exposed count waits for the next look where one that shares a sum with it within the
    area has just been hidden, or `most` of its kind.
    """
    taken = np.zeros_like(years)
    for area, kind in np.argwhere(exposed.any(axis=-1)):
        if taken[area, year.related[kind]].any() or taken[:, kind].sum() >= most:
            continue
        family = np.zeros_like(years)
        family[area, year.related[kind]] = family[:, kind] = True
        shown_years, shown_quarters = year.has[..., 0] & ~years, year.has_quarters & ~quarters
        steps = [(years, shown_years), (quarters, shown_quarters)]
        if not exposed[area, kind, 0]:
            steps.reverse()
        near = [(hidden, shown & family) for hidden, shown in steps]
        hidden, candidates = next((step for step in near + steps if step[1].any()), steps[0])
        if not candidates.any():
            break
        first = np.unravel_index(np.where(candidates, year.order, np.inf).argmin(), years.shape)
        hidden[first] = True
        quarters[first] = year.has_quarters[first]
        taken[first] = True
    return bool(taken.any())


class _Year:
    """The counts of one kommun and year as arrays, area × type × part of the year, and the network
    of their sums."""

    def __init__(self, below: pd.DataFrame, top: pd.DataFrame, types: Mapping[str, str | None]):
        areas = pd.Index(below["omrade_id"].unique())
        ids = pd.concat([below, top])["brottstyp_id"].unique()
        kinds = pd.Index(sorted(ids, key=lambda kind: -len(wider(kind, types))))  # narrowest first
        self._over = kinds.get_indexer(
            pd.Index([nearest_wider(kind, types, kinds) for kind in kinds], dtype=object)
        )
        self._narrower = [np.flatnonzero(self._over == kind) for kind in range(len(kinds))]
        places = np.arange(len(kinds))
        self.related = [
            (self._over == wide) | (self._over == kind) | (places == wide)
            for kind, wide in enumerate(self._over)
        ]
        """For each type, the types that share a sum with it."""
        hashes = [[crc32(f"{area}\0{kind}".encode()) for kind in kinds] for area in areas]
        self.order = np.array(hashes) - [len(wider(kind, types)) << 32 for kind in kinds]
        """The order in which counts are hidden to protect others."""
        self.place = _place(below, areas, kinds)
        """Where each row stands in the arrays."""
        self.counts, self.has = _arrays(
            self.place, below["antal"], (len(areas), len(kinds), _PARTS)
        )
        self.has_quarters = np.any(self.has[..., 1:], axis=-1)
        of_series = self.has[self.has_quarters]
        self.is_whole, self.is_under_way = bool(of_series[:, 1:].all()), not of_series[:, -1].all()
        """Whether all that have quarters have all four, and whether any lacks the last."""
        [total], [total_has] = _arrays(
            _place(top, pd.Index(top["omrade_id"].unique()), kinds),
            top["antal"],
            (1, len(kinds), _PARTS),
        )
        self._used = np.append(True, self.has[..., 1:].any(axis=(0, 1)))
        self._four = total_has[:, 1:].all(axis=1)
        sums = total[:, 1:].sum(axis=1)
        self._agrees = ~self._four | ~total_has[:, 0] | (total[:, 0] == sums)
        total[:, 0] = np.where(total_has[:, 0], total[:, 0], sums * self._four)
        total_has[:, 0] |= self._four
        total_has &= self._used  # a quarter of the kommun binds nothing where no area has one
        self._complete(total, total_has)
        self._connect(total, total_has)

    def _complete(self, total: np.ndarray, total_has: np.ndarray) -> None:
        """Give cells without a row what their parts add up to."""
        counts, used = self.counts, self._used[1:]
        self._counted = self.has.copy()
        self._counted[..., 0] &= ~self.has_quarters
        for kind in range(len(self._over)):
            parts = self._narrower[kind]
            self._counted[:, kind] |= ~self.has[:, kind] & self._counted[:, parts].any(axis=1)
            least = counts[:, parts].sum(axis=1)
            counts[:, kind] = np.where(self.has[:, kind], counts[:, kind], least)
            least = np.maximum(counts[:, kind, 0], counts[:, kind, 1:].sum(axis=1))
            counts[:, kind, 0] = np.where(self.has[:, kind, 0], counts[:, kind, 0], least)
            least = np.maximum(total[parts].sum(axis=0), counts[:, kind].sum(axis=0))
            if not total_has[kind, 0]:
                total[kind, 0] = max(least[0], (total[kind, 1:] * used).sum())
            rest = max(0, total[kind, 0] - counts[:, kind, 0].sum())  # may be in any quarter
            total[kind, 1:] = np.where(
                total_has[kind, 1:], total[kind, 1:], (least[1:] + rest) * used
            )

    def _connect(self, total: np.ndarray, total_has: np.ndarray) -> None:
        """Lay the arcs: cells of the areas, cells of the kommun's rest, rests within a type, cells
        of the kommun."""
        n, size, _ = self.counts.shape
        split = [kind for kind, parts in enumerate(self._narrower) if len(parts)]
        cells = np.concatenate([self.counts, [total - self.counts.sum(axis=0)]])
        within = np.zeros((n + 1, len(split), _PARTS), dtype=int)
        for position, kind in enumerate(split):
            within[:, position] = cells[:, kind] - cells[:, self._narrower[kind]].sum(axis=1)
        values = np.concatenate([block.reshape(-1, _PARTS) for block in (cells, within, total)])
        year = values[:, :1].copy()
        values[:, 0] -= values[:, 1:].sum(axis=1)
        areas = slice(n * size)
        rests = slice(n * size, -size)
        rest = slice(n * size, (n + 1) * size)
        # else some may have been in any quarter
        alike = not self._used[1:].any() or self.has_quarters.any(axis=1).all()
        adds_up = min(values[rests].min(), year[rests].min()) >= 0 and self._agrees.all() and alike
        complete = (total_has | ~self._used).all(axis=1, keepdims=True) | ~total_has[:, :1]
        none = total_has & (total == 0) & self._agrees[:, None]
        self.tells_all = (adds_up & complete.all()) | none | none[:, :1]
        """Whether, per type and part, what is exposed with all hidden is so by the kommun's own
        counts: they are 0, or no part is larger than its whole and each part of the year can be
        judged by itself."""
        # also where areas lack some quarters
        values[rests] = np.minimum(values[rests], year[rests])

        # What a reader can't know to be 0: what has a row, and what isn't 0. Of the rest of the
        # kommun the kinds within a kind have no row at all, and of any rest the part of the year
        # outside the quarters.
        possible = values > 0
        possible[areas] |= self._counted.reshape(-1, _PARTS)
        possible[rests, 0] |= (values[rests, 0] == 0) & (year[rests, 0] > 0)
        within_rest = slice(-size - len(split), -size)
        possible[within_rest] |= values[within_rest] == 0
        # Where the kommun's year and its quarters disagree, its rest is one thing or the other: it
        # covers nothing.
        covers = np.array(
            [self._agrees[[kind, *parts]].all() for kind, parts in enumerate(self._narrower)]
        )
        possible[rest] &= self._agrees[:, None]
        possible[within_rest] &= covers[split, None]
        # the year has no time outside four quarters
        possible[rest, 0] &= ~(self._four & self._used.all())
        known = total_has.copy()
        known[:, 0] &= (total_has | ~self._used).all(axis=1)
        possible[-size:] = ~known
        self._values, self._possible = values, possible
        self._tied_total = total_has[:, 0]

        column = 1 + np.arange(size)
        node = column + size * (1 + np.arange(n + 1)[:, None])
        broadest = self._over < 0
        narrowest = np.array([len(parts) == 0 for parts in self._narrower])
        tails = [np.where(broadest, 0, node[:, self._over]), node[:, split], column]
        heads = [
            np.where(narrowest, column, node),
            np.tile(column[split], n + 1),
            np.where(broadest, 0, column[self._over]),
        ]
        self._tail, self._head = (
            np.concatenate([block.ravel() for block in ends]) for ends in (tails, heads)
        )

    def exposed(self, years: np.ndarray, quarters: np.ndarray) -> np.ndarray:
        """Whether each hidden count can be computed, when these years and these quarters are
        hidden."""
        n, size, _ = self.counts.shape
        areas = slice(n * size)
        unknown = ~self.has | quarters[..., None]
        unknown[..., 0] = ~self.has[..., 0] | years | quarters
        open_ = self._possible.copy()
        open_[areas] &= unknown.reshape(-1, _PARTS)
        tied = np.zeros(len(open_), dtype=bool)
        tied[areas] = (self.has[..., 0] & ~years).ravel()
        tied[-size:] = self._tied_total

        changes = [(part,) for part in range(_PARTS)] + list(combinations(range(_PARTS), 2))
        up, down = np.zeros((2, len(changes), len(open_)), dtype=bool)
        for index, (part, *against) in enumerate(changes):
            can_change, can_fall = open_[:, part], self._values[:, part] > 0
            if against:
                can_change = can_change & open_[:, against[0]]
                up[index] = can_change & (self._values[:, against[0]] > 0)
            else:
                can_change = can_change & ~tied
                up[index] = can_change
            down[index] = can_change & can_fall
        moved = _on_cycle(self._tail, self._head, up, down)[:, areas].reshape(-1, n, size)
        answer = np.zeros(self.has.shape, dtype=bool)
        answer[..., 0] = years & ~moved[:_PARTS].any(axis=0)
        for part in range(1, _PARTS):
            safe = moved[[part in change for change in changes]].any(axis=0)
            answer[..., part] = self.has[..., part] & quarters & ~safe
        return answer


def _on_cycle(tail: np.ndarray, head: np.ndarray, up: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Whether each arc lies on a cycle of its own graph; `up` and `down` say, graph × arc, which
    way it can be gone.

    Gone both ways an arc must not be a bridge of its strongly connected part (Gusfield 1988).
    """
    # a store without figures below kommun level never loads SciPy
    from scipy.sparse import (
        coo_array,
    )
    from scipy.sparse.csgraph import connected_components

    graph, arc = np.nonzero(up | down)
    ends = np.concatenate([tail[arc], head[arc]]) + (max(tail.max(), head.max()) + 1) * np.tile(
        graph, 2
    )
    used = np.bincount(ends) > 0
    start, end = np.split((np.cumsum(used) - 1)[ends], 2)
    forward, back = up[graph, arc], down[graph, arc]
    source, target = np.append(start[forward], end[back]), np.append(end[forward], start[back])
    nodes = used.sum()
    directed = coo_array((np.ones(len(source), bool), (source, target)), shape=(nodes, nodes))
    _, component = connected_components(directed, connection="strong")
    inside = component[start] == component[end]
    inside[inside] = ~_bridges(start[inside], end[inside], nodes)
    answer = np.zeros_like(up)
    answer[graph, arc] = inside
    return answer


def _bridges(start: np.ndarray, end: np.ndarray, nodes: int) -> np.ndarray:
    """Whether each edge of a graph is the only connection between two parts of it.

    Every edge outside a spanning forest gets a random number, and an edge of the forest those of
    all edges that close a cycle with it, by exclusive or; a bridge gets 0, and another edge gets 0
    by a chance of 2⁻⁶³. Source: Pritchard and Thurimella 2011, "Fast computation of small cuts via
    cycle space sampling".
    """
    from scipy.sparse import coo_array  # as above
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    shape = (nodes + 1, nodes + 1)
    parts, component = connected_components(
        coo_array((np.ones(len(start)), (start, end)), shape=shape), directed=False
    )
    first = np.zeros(parts, dtype=int)
    first[component] = np.arange(nodes + 1)
    first = first[first < nodes]
    rooted = coo_array(
        (
            np.ones(len(start) + len(first)),
            (np.append(start, np.full(len(first), nodes)), np.append(end, first)),
        ),
        shape,
    )
    order, parent = breadth_first_order(rooted.tocsr(), nodes, directed=False)
    lower = np.where(parent[start] == end, start, end)
    along = np.flatnonzero((parent[start] == end) | (parent[end] == start))
    above = np.full(nodes, -1)
    above[lower[along]] = along  # of several edges between two nodes one is of the forest
    in_forest = np.zeros(len(start), bool)
    in_forest[above[above >= 0]] = True
    numbers = np.random.default_rng(0).integers(1, 2**63, len(start))
    numbers[in_forest] = 0
    sums = np.zeros(nodes + 1, dtype=np.int64)
    np.bitwise_xor.at(sums, start, numbers)
    np.bitwise_xor.at(sums, end, numbers)
    below = sums.tolist()  # plain numbers are much faster one by one
    for node, over in zip(order[:0:-1].tolist(), parent[order[:0:-1]].tolist(), strict=True):
        below[over] ^= below[node]
    return in_forest & (np.array(below)[lower] == 0)


def wider(kind: str, types: Mapping[str, str | None]) -> list[str]:
    """The types that a type is part of, the nearest first."""
    over = types[kind]
    return [] if over is None else [over, *wider(over, types)]


def nearest_wider(kind: str, types: Mapping[str, str | None], among: Container[str]) -> str | None:
    """The nearest of these types that a type is part of; None where it is part of none. `types` as
    for hide_small_counts."""
    return next((wide for wide in wider(kind, types) if wide in among), None)


def _place(
    rows: pd.DataFrame, areas: pd.Index, kinds: pd.Index
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The place of each row among the areas, the types and the parts of the year."""
    part = rows["kvartal"].fillna(0).astype(int).to_numpy()
    return (
        areas.get_indexer(pd.Index(rows["omrade_id"])),
        kinds.get_indexer(pd.Index(rows["brottstyp_id"])),
        part,
    )


def _arrays(
    place: Sequence[np.ndarray], antal: pd.Series, shape: tuple[int, int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The counts, 0 where there is no row, and whether there is one."""
    counts, has = np.zeros(shape, dtype=int), np.zeros(shape, dtype=bool)
    counts[tuple(place)], has[tuple(place)] = antal, True
    return counts, has
