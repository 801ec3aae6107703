"""Brå's files: all kommuner of a year, the cross-tab of SOL, and the workbook for a kommun's
lägesbild."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .case import Case, Draw, Series
from .dressing import DASHES, DASHES_OF_SHARES, book, cell, encoded, lines, named, number
from .world import CRIMES, ELSEWHERE, KOMMUNER, UNKNOWN_CRIMES

_YEARS = [*range(2015, 2026)]


def _as_kommun(name: str) -> str:
    return f"{name} kommun" if name.endswith("s") else f"{name}s kommun"


def _count(d: Draw, most: int = 20_000) -> tuple[str, int | None]:
    """A count as Brå writes it, and what it is."""
    match d.whole(0, 9):
        case 8:
            return d.pick(DASHES), 0
        case 9:
            return d.pick(("..", "")), None
    value = d.whole(0, most)
    return number(d, value), value


def _rate(d: Draw, decimals: int = 2) -> tuple[str, int | None]:
    match d.whole(0, 9):
        case 8:
            return d.pick(DASHES), 0
        case 9:
            return "..", None
    value = Decimal(d.whole(0, 2_000_000)) / 10 ** d.whole(0, decimals)
    return number(d, value), int(value.quantize(Decimal(1), ROUND_HALF_UP))


def kommun(d: Draw) -> Case:
    """The file of one year with a row per kommun."""
    year, is_early, bare = d.pick(_YEARS), d.chance(3), d.chance(6)
    is_early &= not bare
    truth = {}
    rows: list[list[str]] = []
    for area, name in [
        *((area, name) for area, (name, _) in KOMMUNER.items()),
        *((None, n) for n, _ in ELSEWHERE),
    ]:
        (count, known), (rate, whole) = _count(d), _rate(d)
        if bare and (
            known is None or whole is None or not count[0].isdigit() or not rate[0].isdigit()
        ):
            count, known, rate, whole = "12", 12, "34", 34
        called = _as_kommun(name) if bare else named(d, name)
        rows.append([called, count, rate])
        if area and known is not None:
            truth[area, year, None, "samtliga"] = known, is_early, whole
    rows = d.shuffled(rows)
    mark = d.pick((" (prel.)", " (prel)")) if is_early else ""
    heading = [] if bare else [["Kommun", f"Antal{mark}", f"Per 100 000 inv.{mark}"]]
    notes = "Källa: Brå\n" if d.chance(4) else ""
    text = lines(d, [*heading, *rows], ";", quoted=False if bare else None) + notes
    is_named = not d.chance(8)
    name = (
        d.pick((f"bra-kommuner-{year}.csv", f"Anmälda brott {year}.csv"))
        if is_named
        else "kommuner.csv"
    )
    return Case([(name, encoded(d, text))], {"anmalda_brott": truth}, answers={"ar": str(year)})


def sol(d: Draw) -> Case:
    """The cross-tab: regions with their offences down, years or quarters across, each with a count
    and a rate."""
    early_year = d.pick([None, *_YEARS[-2:]])
    years = sorted(d.some(_YEARS[-4:]))
    by_quarter, has_rate = d.chance(), not d.chance(20)
    quarters = d.some([1, 2, 3, 4]) if by_quarter else [None]
    periods = [(year, quarter) for year in years for quarter in quarters]
    step = 2 if has_rate else 1
    widths = [""] * (step - 1)
    head: list[list[str]] = []
    called = {year: f"{year} prel." if year == early_year else str(year) for year in years}
    if by_quarter:
        spread = d.chance()
        said = [
            "" if at % len(quarters) and not spread else called[year]
            for at, (year, _) in enumerate(periods)
        ]
        of_years = ["", *(text for year in said for text in [year, *widths])]
        head = [
            of_years,
            ["", *(text for _, quarter in periods for text in [f"Kvartal {quarter}", *widths])],
        ]
    else:
        head = [["", *(text for year, _ in periods for text in [called[year], *widths])]]
        head = [["", "År"], *head] if d.chance() else head
    rate_head = d.pick(("/100&nbsp;000&nbsp;inv", "/100 000 inv"))
    head.append(
        ["", *(text for _ in periods for text in (["Antal", rate_head] if has_rate else ["Antal"]))]
    )
    wide = 1 + step * len(periods)
    body: list[list[str]] = []
    truth = {}
    regions: list[tuple[str | None, str]] = [
        (area, _as_kommun(name)) for area, (name, _) in KOMMUNER.items()
    ]
    regions += [
        ("riket", "Hela landet"),
        (None, "Exempellän län"),
        *((None, f"{name} kommun") for name, _ in ELSEWHERE),
    ]
    offences = [*d.some([*CRIMES.items()]), *((None, name) for name in d.some(UNKNOWN_CRIMES, 0))]
    for area, region in d.shuffled(d.some(regions, 2)):
        body.append([region, *[""] * (wide - 1)])
        for crime, offence in offences:
            fields = [offence]
            for year, quarter in periods:
                (count, known), (rate, whole) = _count(d), _rate(d, decimals=0)
                fields += [count, rate] if has_rate else [count]
                if area and crime and known is not None:
                    truth[area, year, quarter, crime] = (
                        known,
                        year == early_year,
                        whole if has_rate else None,
                    )
            body.append(fields)
    notes = [["* Källa: Brå"]] if d.chance(4) else []
    text = lines(
        d,
        [["Anmälda brott, totalt och per 100 000 invånare"], *head, *body, *notes],
        ";",
        quoted=False,
    )
    # Brå doesn't quote them
    text = text.replace('"/100&nbsp;000&nbsp;inv"', "/100&nbsp;000&nbsp;inv")
    return Case(
        [("export.csv", encoded(d, text, ("cp1252", "iso-8859-1", "utf-8", "utf-8-sig")))],
        {"anmalda_brott": truth},
    )


_SURVEYS = (
    ("Otrygghet", "Otrygg vid utevistelse sent en kväll"),
    ("Oro", "Oro för brott i samhället"),
)
_REPORTED = (("Misshandel (anmälda)", "Misshandel"), ("Skadegörelse (anmälda)", "Skadegörelse"))
_ROWS = (
    ("exempelstad", ("Exempelstad", "Exempelstads kommun")),
    (None, ("Exempellän län",)),
    ("riket", ("Hela landet",)),
)


def lagesbild(d: Draw) -> Case:
    """The workbook with a sheet per indicator and the geographies down."""
    sheets: dict[str, list[list[Any]]] = {}
    series: list[Series] = []
    formats: dict[tuple[str, int, int], str] = {}
    years = sorted(d.some(_YEARS[-4:-1]))
    early = years[-1] if d.chance(3) else None
    for name, title in d.shuffled(d.some(_SURVEYS + _REPORTED)):
        if d.chance(4):
            sheets[name], found = _years_down(d, title, years)
        elif name.endswith("(anmälda)"):
            sheets[name], found = _reported(d, title, years, early)
        else:
            sheets[name], found = _survey(d, name, title, years, early, formats)
        series += found
    if d.chance(4):
        sheets = {"Om": [["Indikatorer för kommuners lägesbild"]], **sheets}
    return Case(
        [("lagesbild.xlsx", book(sheets, formats))], series=[one for one in series if one.values]
    )


def _years_down(d: Draw, title: str, years: list[int]) -> tuple[list[list[Any]], list[Series]]:
    """A sheet with a row per year, and the geographies above their columns, said once."""
    kinds = ["Andel", *(["KI undre", "KI övre"] if d.chance() else [])]
    values: dict = {}
    rows: list[list[Any]] = []
    for year in years:
        row: list[Any] = [year]
        for area, _ in _ROWS:
            share, half = Decimal(d.whole(100, 900)) / 10, Decimal(d.whole(1, 50)) / 10
            gone = d.chance(6)
            row += [
                ".." if gone else cell(d, one)
                for one in (share, share - half, share + half)[: len(kinds)]
            ]
            if area and not gone:
                error = float(round(2 * half / Decimal("3.92"), 6)) if len(kinds) > 1 else None
                values[area, year, "totalt"] = float(share), False, None, error
        rows.append(row)
    above = [text for _, ways in _ROWS for text in (ways[0], *[None] * (len(kinds) - 1))]
    head = [[f"{title}, enligt NTU. Andel (procent)."], [None, *above], ["År", *kinds * len(_ROWS)]]
    notes = [["Not: urvalet är litet."]] if d.chance(3) else []
    return [*head, *rows, *notes], [Series((title,), values)]


def _headed(d: Draw, unit: str, year: int, early: int | None) -> str:
    return f"{unit} {year}{d.pick((' (prel.)', ' prel.')) if year == early else ''}"


def _reported(
    d: Draw, title: str, years: list[int], early: int | None
) -> tuple[list[list[Any]], list[Series]]:
    units = d.some(["Antal", "Antal per 100 000 invånare"])
    columns = d.shuffled([(unit, year) for unit in units for year in years])
    values: dict[str, dict] = {unit: {} for unit in units}
    rows: list[list[Any]] = []
    for area, ways in _ROWS:
        row: list[Any] = [d.pick(ways)]
        for unit, year in columns:
            known: int | Decimal | None = d.whole(0, 90_000)
            if unit != "Antal":
                known = Decimal(known or 0) / 10
            said: Any = cell(d, known or 0)
            match d.whole(0, 9):
                case 8:
                    said, known = d.pick(DASHES), 0
                case 9:
                    said, known = d.pick(("..", None)), None
            row.append(said)
            if area and known is not None:
                values[unit][area, year, "totalt"] = float(known), year == early, None, None
        rows.append(row)
    head = [d.pick((None, "Område")), *(_headed(d, *column, early) for column in columns)]
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    top = [[f"{title} (anmälda brott) i kommunen, länet och hela landet {span}"]]
    words = [(title, unit.casefold()) if len(units) > 1 else (title,) for unit in units]
    notes = [["Källa: Brå"]] if d.chance() else []
    return [*top, head, *rows, *notes], [
        Series(said, values[unit]) for said, unit in zip(words, units, strict=True)
    ]


def _survey(
    d: Draw,
    name: str,
    title: str,
    years: list[int],
    early: int | None,
    formats: dict[tuple[str, int, int], str],
) -> tuple[list[list[Any]], list[Series]]:
    kinds = [
        "Procent",
        *(["Nedre gräns", "Övre gräns"] if d.chance() else []),
        *(["Antal svarande i NTU"] if d.chance() else []),
    ]
    columns = [(kind, year) for year in years for kind in kinds]
    columns = columns if d.chance() else sorted(columns, key=lambda column: kinds.index(column[0]))
    as_percent = d.chance(4)  # fractions that the workbook shows as percent
    values: dict = {}
    rows: list[list[Any]] = []
    for at, (area, ways) in enumerate(_ROWS, 3):
        facts: dict[tuple[str, int], Any] = {}
        for year in years:
            share = Decimal(d.whole(100, 900)) / 10
            half = Decimal(d.whole(1, 50)) / 10
            answers = d.whole(50, 90_000)
            facts |= {
                ("Procent", year): share,
                ("Nedre gräns", year): share - half,
                ("Övre gräns", year): share + half,
                ("Antal svarande i NTU", year): answers,
            }
            gone = d.chance(6)
            if gone:
                facts |= {(kind, year): None for kind in kinds}
            if area and not gone:
                error = (
                    float(round(2 * half / Decimal("3.92"), 6)) if "Övre gräns" in kinds else None
                )
                told = answers if "Antal svarande i NTU" in kinds else None
                values[area, year, "totalt"] = float(share), year == early, told, error
        row: list[Any] = [d.pick(ways)]
        for column, (kind, year) in enumerate(columns, 2):
            known = facts[kind, year]
            if known is None:
                row.append(d.pick(("..", *DASHES_OF_SHARES)))
            elif as_percent and kind != "Antal svarande i NTU":
                row.append(float(known / 100))
                formats[name, at, column] = d.pick(("0.0%", "0%", "0.0 %"))
            else:
                row.append(cell(d, known))
        rows.append(row)
    head = [d.pick((None, "Område")), *(_headed(d, *column, early) for column in columns)]
    top = [[f"{title}, enligt NTU {years[0]}–{years[-1]}. Procent."]]
    return [*top, head, *rows], [Series((title,), values)]
