"""The whole store as one file that may leave the app: hidden counts, and what tells of them, are
left out.

Everything in a file is read from a store of the shown rows alone, so nothing else can come along:
not even the data version, which for the whole store would let a reader try which hidden counts give
it.
"""

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model import settings
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.public import reference
from lagesbild_data.public.reader import COUNTED
from lagesbild_data.store import areafile, csv_folder
from lagesbild_data.store.building import README, build
from lagesbild_data.store.location import Location
from lagesbild_data.store.stores import Store, as_text, content_hash
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words import spreadsheet, swedish

_LOG = "andringslogg"


@dataclass(frozen=True)
class _Shown:
    """What may be shown of a store, as tables, as a SQLite file of its own and in words."""

    tables: dict[str, pd.DataFrame]
    store: Store
    left_out: Mapping[str, int]
    """How many rows of a table aren't there, by its name."""

    def about(self, *form: str) -> list[str]:
        """What a reader must know of the file, as lines; `form` is what to know of this kind of
        file."""
        mark = reference.mark(self.store)
        return [
            *([mark, ""] if mark else []),
            "Hela lagret bakom Lägesbild",
            f"Dataversion: {self.store.version} (av raderna som finns här)",
            f"Uttaget: {swedish.date(dt.date.today())}",
            "",
            *form,
            "",
            *self._hidden(),
            "",
            "Källor, licens och förbehåll",
            *map(_about_source, self.tables["kallor"].to_dict("records")),
        ]

    def _hidden(self) -> Iterator[str]:
        yield "Det som är utelämnat"
        yield (
            f"Under kommunnivå utelämnas anmälda brott där antalet är under {settings.threshold()},"
            " de antal som skulle röja ett sådant, kvartal innan året är helt, och alla månader."
            " Månader i en kommun med dolda antal utelämnas i kvartal som är publicerade som något"
            " annat än månadernas summa. Skälet är att små antal kan peka ut enskilda personer. En"
            " rad som saknas betyder alltså inte noll."
        )
        if self.left_out[_LOG]:
            yield (
                "Ändringsloggens rader om anmälda brott utelämnas, eftersom de säger antalet före"
                " och efter."
            )
        told = [
            f"{BY_NAME[name].label}: {swedish.number(count)}"
            for name, count in self.left_out.items()
            if count
        ]
        yield f"Utelämnade rader: {', '.join(told) or 'inga'}."


def _about_source(source: Mapping) -> str:
    published = source["publicerad"]
    parts = [
        (
            f"{source['titel']}. {source['utgivare']},"
            f" {swedish.date(published) if published else 'datum anges inte'}."
        ),
        source["url"],
        f"Licens: {source['licens'] or 'anges inte'}.",
        source["forbehall"] and f"Förbehåll: {source['forbehall']}",
        reference.INVENTED + "." if source["pahittad"] else "",
    ]
    return "– " + " ".join(filter(None, parts))


@contextlib.contextmanager
def _shown_store(store: Store) -> Iterator[_Shown]:
    """What the reader of the store sees that says anything, in a SQLite file that is gone
    afterwards."""
    seen = _seen(store)
    tables = _telling(seen)
    left_out = {name: len(seen[name]) - len(tables[name]) for name in (*COUNTED, _LOG)}
    with Workplace() as name:
        folder, file = Path(name, "csv"), Path(name, "lager.sqlite")
        folder.mkdir()
        _write_csv(tables, store.surfaces, folder)
        build(folder, file)
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(file)), poolclass=sa.NullPool
        )
        yield _Shown(tables, Store(Location.parse(file), engine), left_out)


def version(store: Store) -> str:
    """Twelve hexadecimal digits that are the same for the same rows that may leave the app,
    whatever kind of store holds them. A hidden count makes no difference: or a reader could try
    which one gives the version.
    """
    rows = (
        (name, frame.itertuples(index=False, name=None))
        for name, frame in _telling(_seen(store)).items()
    )
    return content_hash(rows, store.surfaces)


def _seen(store: Store) -> dict[str, pd.DataFrame]:
    return {table.name: stored(store, table) for table in TABLES}


def _telling(seen: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The rows that say anything outside the program."""
    return {
        name: frame[_says_something(name, frame)].reset_index(drop=True)
        for name, frame in seen.items()
    }


def stored(store: Store, table: Table) -> pd.DataFrame:
    """Every row of a table as the store's reader sees it: columns as declared, Python's own values,
    None where empty; pandas' own types would make 1 of a column with gaps 1.0."""
    rows = store.rows(sa.select(SQL_TABLES[table.name]))
    return pd.DataFrame(
        [tuple(row) for row in rows], columns=list(table.column_names), dtype=object
    )


def _says_something(name: str, frame: pd.DataFrame) -> pd.Series:
    """Whether each row is told outside the program: not one whose count is hidden, nor of the log
    one about counts."""
    if name == _LOG:
        return ~frame["tabell"].isin(COUNTED)
    return frame["antal"].notna() if name in COUNTED else pd.Series(True, frame.index)


def _write_csv(
    tables: Mapping[str, pd.DataFrame], surfaces: areafile.Surfaces, folder: Path
) -> None:
    for name, frame in tables.items():
        lines = (map(as_text, row) for row in frame.itertuples(index=False, name=None))
        csv_folder.write_table(folder / f"{name}.csv", frame.columns, lines)
    if surfaces:
        (folder / areafile.NAME).write_bytes(areafile.as_file(surfaces))


def _inert(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with an apostrophe before texts that a spreadsheet would run; numbers such as -0.15
    stay numbers."""
    texts = [column.name for column in table.columns if column.type == "text"]
    return frame.assign(
        **spreadsheet.inert_cells(frame[texts]).astype(object).where(frame[texts].notna(), None)
    )


def csv_zip(store: Store) -> bytes:
    """The shown rows as a zip: a CSV file per table and the surfaces, which unzipped are a store,
    and LÄSMIG.txt."""
    file = io.BytesIO()
    today = dt.date.today()
    with _shown_store(store) as what, Workplace() as name:
        folder = Path(name)
        tables = {name: _inert(frame, BY_NAME[name]) for name, frame in what.tables.items()}
        changed = sum(
            int((tables[name] != frame)[frame.notna()].sum().sum())
            for name, frame in what.tables.items()
        )
        _write_csv(tables, store.surfaces, folder)
        form = (
            "Mappen med filerna är ett lager: python -m streamlit run app.py -- --data MAPPEN",
            (
                "Filerna är i UTF-8 med kommatecken mellan kolumnerna och decimalpunkt. Kolumnerna"
                " förklaras i programmet, under Data och källor."
            ),
            (
                "Texter som börjar med =, +, -, @, tabb eller radbrytning har fått en apostrof"
                " först, så att ett kalkylprogram inte kör dem som formler. Så många texter är det"
                f" här: {swedish.number(changed)}."
            ),
        )
        (folder / README).write_text("\n".join([*what.about(*form), ""]), encoding="utf-8")
        with zipfile.ZipFile(file, "w") as archive:
            for path in sorted(folder.iterdir()):
                entry = zipfile.ZipInfo(path.name, (today.year, today.month, today.day, 0, 0, 0))
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def xlsx(store: Store) -> bytes:
    """The shown rows as a workbook: sheet Om, then a sheet per table with Swedish headings and ids
    as stored."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    form = ("Ett blad per tabell. Text är lagrad som text och körs aldrig som formel.",)
    with (
        _shown_store(store) as what,
        pd.ExcelWriter(
            file, engine="xlsxwriter", date_format="yyyy-mm-dd", engine_kwargs={"options": options}
        ) as writer,
    ):
        writer.book.set_properties({"created": dt.datetime.combine(dt.date.today(), dt.time())})
        title, *lines = what.about(*form)
        pd.DataFrame({title: list(map(spreadsheet.fitting, lines))}).to_excel(
            writer, sheet_name="Om", index=False
        )
        wrapped = writer.book.add_format({"text_wrap": True, "valign": "top"})
        writer.sheets["Om"].set_column(0, 0, 110, wrapped)
        for table in TABLES:
            frame = _for_sheet(what.tables[table.name], table)
            frame.to_excel(writer, sheet_name=table.label, index=False, freeze_panes=(1, 0))
            sheet = writer.sheets[table.label]
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
            sheet.set_column(0, len(frame.columns) - 1, 18)
    return file.getvalue()


def _for_sheet(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows with Swedish headings and ja/nej; a text that is too long for a cell is cut and says
    so."""

    def cell(value: object) -> object:
        value = as_text(value) if isinstance(value, bool) else value
        return spreadsheet.fitting(value) if isinstance(value, str) else value

    cells = {
        name: pd.Series([cell(value) for value in frame[name]], dtype=object) for name in frame
    }
    return pd.DataFrame(cells).set_axis([column.label for column in table.columns], axis=1)


def sqlite(store: Store) -> bytes:
    """The shown rows as a SQLite database that the program opens in place, with the surfaces."""
    with _shown_store(store) as what:
        return Path(str(what.store.engine.url.database)).read_bytes()
