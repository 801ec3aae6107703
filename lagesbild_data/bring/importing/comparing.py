"""What a file says compared with what stands in the store."""

from dataclasses import replace

from lagesbild_data.bring.formats.reading import Reading
from lagesbild_data.bring.importing.checking import by_table
from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.bring.importing.standing import all_rows, is_unseen, row_key, tells
from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.store.stores import Store


def compared(
    reading: Reading, typed: dict[str, list[Row]], known: Rows, *, keeps: bool
) -> dict[str, TableChange]:
    """What the file's rows change in each table."""
    answer = {}
    for name, rows in typed.items():
        declared = BY_NAME[name]
        headers = (text.header for text in by_table(reading, known)[name] for _ in text.rows)
        stored = {row_key(declared, row): row for row in known[name]}
        new, changed, same, kept, unseen = [], [], 0, 0, []
        for row, header in zip(rows, headers, strict=True):
            before = stored.get(row_key(declared, row))
            if before is None:
                new.append(row)
            elif _says_the_same(before, row, reading.names_sources):
                same += 1
            elif (
                row.get("preliminar")
                and not before["preliminar"]
                and (tells(before) or is_unseen(declared, before))
            ):
                kept += 1
            elif is_unseen(declared, before):
                said = row if "anmarkning" in header else _without_remark(row)
                kept_cells = {name for name in header if keeps and said[name] is None} - {
                    *declared.key
                }
                written = {*header, *declared.key, "anmarkning"} - kept_cells
                unseen.append({name: said[name] for name in said if name in written})
            else:
                changed.append((before, row if "anmarkning" in header else _without_remark(row)))
        answer[name] = TableChange(new, changed, same, kept, unseen)
    if not reading.names_sources and not any(
        change.does_something for name, change in answer.items() if name != "kallor"
    ):
        answer.pop("kallor", None)  # a source that nothing is taken from
    return answer


def _says_the_same(before: Row, row: Row, names_sources: bool) -> bool:
    """Whether two rows tell the same. Unless the file itself names sources, a figure from another
    source does, and so does one beside a gap for something that the store knows. What isn't said to
    be preliminary is final.
    """
    beside = ("kalla_id", "anmarkning")
    told = (
        row.items()
        if names_sources
        else ((n, v) for n, v in row.items() if n not in beside and v is not None)
    )
    return all(
        bool(before[name]) == bool(value) if name == "preliminar" else before[name] == value
        for name, value in told
    )


def _without_remark(row: Row) -> Row:
    """A remark belongs to the figure that it was written about."""
    return row | {"anmarkning": None} if "anmarkning" in row else row


def uncovered(store: Store, planned: Plan) -> dict[str, TableChange]:
    """What is planned for each table, with what it does to counts that aren't shown: for who owns
    the store alone."""
    known = all_rows(store)
    return {
        name: _uncovered(BY_NAME[name], change, known[name])
        for name, change in planned.changes.items()
    }


def _uncovered(table: Table, change: TableChange, stored: list[Row]) -> TableChange:
    by_key = {row_key(table, row): row for row in stored}
    pairs = [
        (before, before | row) for row in change.unseen for before in (by_key[row_key(table, row)],)
    ]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    same = change.same + len(pairs) - len(changed)
    return replace(change, changed=change.changed + changed, same=same, unseen=[])
