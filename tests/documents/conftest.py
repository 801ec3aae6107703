"""Documents made once of the published data and of the invented store, for tests that only read
them."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from briefing import files
from briefing.blocks import Choice
from briefing.parts import PARTS
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.stores import Store

LITET = Path(__file__).parents[1] / "litet"
MADE = dt.date(2024, 5, 28)
SQUARE = """{{"type": "Feature", "properties": {{"omrade_id": "{area}"}}, "geometry": {{"type": "Polygon",
"coordinates": [[[{x}, 57.7], [{x}, 57.72], [{x}5, 57.72], [{x}5, 57.7], [{x}, 57.7]]]}}}}"""  # noqa: E501


@pytest.fixture(scope="session")
def published() -> Store:
    return opened_for(Reader(), PUBLISHED)


@pytest.fixture(scope="session")
def follow_ups(published: Store) -> pd.DataFrame:
    """The follow-ups of the promise of 2024."""
    rows = reference.table_rows(published, "uppfoljningar")
    return rows[rows["aktivitet_id"].str.startswith("a-2024-")]


@pytest.fixture(scope="session")
def crime_rows(published: Store) -> list[sa.Row]:
    """All reported crimes of the kommun, oldest first."""
    crime = SQL_TABLES["anmalda_brott"]
    query = sa.select(crime).where(
        crime.c.omrade_id == "jonkopings-kommun", crime.c.brottstyp_id == "samtliga"
    )
    return list(published.rows(query.order_by(crime.c.ar, crime.c.kvartal)))


@pytest.fixture(scope="session")
def invented() -> Store:
    return opened_for(Reader(), LITET)


@pytest.fixture
def drawn(litet: Path) -> Store:
    """The tiny store with surfaces for two of its areas."""
    shapes = ", ".join(
        SQUARE.format(area=area, x=x) for area, x in (("norrby", "14.1"), ("akern", "14.2"))
    )
    (litet / "omraden.geojson").write_text(
        f'{{"type": "FeatureCollection", "features": [{shapes}]}}'
    )
    return opened_for(Reader(), litet)


def everything(
    store: Store, ending: str, heading: str = "", comments: Mapping[str, str] = {}
) -> bytes:
    """A document of all parts and areas."""
    return files.make(store, Choice("ssg", Filter(), tuple(PARTS), heading, comments), ending, MADE)


@pytest.fixture(scope="session")
def make_everything() -> Callable[..., bytes]:
    return everything


COMMENT = {"lofte": "Vi behöver tala om #krogarna, *alla* $x$."}


@pytest.fixture(scope="session")
def slides(published: Store) -> bytes:
    return everything(published, ".pptx", "Inför mötet", COMMENT)


@pytest.fixture(scope="session")
def paper(published: Store) -> bytes:
    return everything(published, ".pdf", "Inför mötet", COMMENT)


@pytest.fixture(scope="session")
def workbook(published: Store) -> bytes:
    return everything(published, ".xlsx", "Inför mötet", COMMENT)
