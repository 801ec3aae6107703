"""Surfaces on their way into a store: beside those that stand, undone with the rest, refused when
others have come."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from shapely import box, to_geojson

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, telling, writing
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store import editing
from lagesbild_data.store.building import build
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.opening import open_store
from lagesbild_data.words.problems import InvalidStore


def drawn(folder: Path, name: str, **west: float) -> Upload:
    """A file with a square per area, as far east of 14 as is told."""
    drawn = {
        area: json.loads(to_geojson(box(14 + x, 57.7, 14.01 + x, 57.71)))
        for area, x in west.items()
    }
    features = [
        {"type": "Feature", "properties": {"omrade_id": area}, "geometry": geometry}
        for area, geometry in drawn.items()
    ]
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return Upload.of(folder / name)


def areas(store) -> dict:
    return store.surfaces


def test_new_surfaces_stand_beside_the_others(database, tmp_path):
    for name, west in (
        ("a.geojson", {"norrby": 0.1}),
        ("b.geojson", {"norrby": 0.105, "angen": 0.3}),
    ):
        planned = planning.plan(database, drawn(tmp_path, name, **west))
        writing.carry_out(database, planned, "Anna")
    names = {"norrby": "Norrby", "angen": "Ängen"}
    assert (
        telling.told_of_surfaces(planned, names)
        == "Områdesytor: ny för Ängen och ändrad för Norrby. Övriga ytor står kvar."
    )
    assert areas(database).keys() == {"norrby", "angen"}
    log = SQL_TABLES["andringslogg"].c
    logged = database.rows(sa.select(log.efter).where(log.tabell == editing.IMPORT))
    assert json.loads(logged[-1].efter) == {"omraden.geojson": {"nya": 1, "ändrade": 1}}
    assert not planning.plan(
        database, drawn(tmp_path, "b.geojson", norrby=0.105, angen=0.3)
    ).changes_something


def test_areas_keep_the_surfaces_that_come_with_the_program(tmp_path):
    build(PUBLISHED, tmp_path / "data.sqlite")
    store = open_store(tmp_path / "data.sqlite")
    planned = planning.plan(
        store, drawn(tmp_path, "a.geojson", raslatt=0.15), answers={"langt-bort": "med"}
    )
    writing.carry_out(store, planned, "Anna")
    assert {"raslatt", "osterangen", "oxnehaga"} <= areas(store).keys()


def test_surfaces_are_undone_when_the_database_can_not_be_written(database, tmp_path, monkeypatch):
    writing.carry_out(
        database, planning.plan(database, drawn(tmp_path, "a.geojson", norrby=0.1)), "Anna"
    )
    before = areas(database)
    planned = planning.plan(database, drawn(tmp_path, "b.geojson", norrby=0.105))

    def fail(connection: sa.Connection, cursor: object, statement: str, *_: object) -> None:
        if statement == "COMMIT" and connection.engine.url.database == str(database.location.path):
            raise sa.exc.OperationalError("COMMIT", {}, Exception("disk I/O error"))

    sa.event.listen(sa.Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(InvalidStore, match="gick inte att spara"):
            writing.carry_out(database, planned, "Anna")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", fail)
    assert areas(database) == before


def test_surface_that_somebody_else_has_put_in_place_is_not_written_over(database, tmp_path):
    first = planning.plan(database, drawn(tmp_path, "a.geojson", norrby=0.1))
    second = planning.plan(database, drawn(tmp_path, "b.geojson", norrby=0.105))
    writing.carry_out(database, first, "Anna")
    before = areas(database)
    with pytest.raises(InvalidStore, match="granska den igen"):
        writing.carry_out(database, second, "Bo")
    assert areas(database) == before
