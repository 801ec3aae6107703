"""The police's extract, a row per report or count, with the table that tells what its codes are."""

from collections import Counter

from .case import Case, Draw
from .dressing import DELIMITERS, book, encoded, lines, named
from .world import CRIMES, ELSEWHERE, KOMMUNER, PARTS, WIDER

_CODES = {"0801": "stold", "0840": "cykelstold", "1201": "skadegorelse", "0301": None}
"""What each code is; the last is a crime that the store has no type for."""
_OTHER = "Hot i onlinespel"
_HEADINGS = (
    "kommunkod",
    "kommunnamn",
    "desokod",
    "regsonamn",
    "brottskod",
    "inskr år",
    "inskr årmånad",
    "inskrivningsdatum",
    "antal_brott",
)
_NEEDED = {"kommunkod", "regsonamn", "brottskod", "inskr årmånad"}


def extract(d: Draw) -> Case:
    """An extract with its key."""
    has_count = not d.chance(3)
    year, month = d.whole(2015, 2025), d.whole(1, 11)
    months = [(year, month), (year, month + 1)] if d.chance() else [(year, month)]
    # the last is what Excel makes of it
    form = d.pick(("{0}{1:02}", "{0}{1:02}", "{0}-{1:02}", "{0}-{1:02}-01"))
    has_noughts = not d.chance(4)  # Excel takes codes for numbers
    truth: Counter[tuple] = Counter()
    records: list[dict[str, str]] = []
    kommun_of = {code: area for area, (_, code) in KOMMUNER.items()}
    names = {code: name for _, (name, code) in KOMMUNER.items()} | {
        code: name for name, code in ELSEWHERE
    }
    places = [(part, name, code) for part, (name, code) in PARTS.items()]
    places += [("", "", code) for code in kommun_of] + [
        ("", "Skogen", "9999"),
        ("", "Norrby", "9998"),
    ]
    places += [("", "Norrby", code) for _, code in ELSEWHERE]
    for _ in range(d.whole(1, 12)):
        part, name, code = d.pick(places)
        crime_code = d.pick([*_CODES])
        of_year, of_month = d.pick(months)
        amount = d.whole(0, 40) if has_count else 1
        records.append(
            {
                "kommunkod": code,
                "kommunnamn": names[code],
                "desokod": "",
                "brottskod": crime_code if has_noughts else crime_code.lstrip("0"),
                "regsonamn": named(d, name) if name else "",
                "inskr år": str(of_year),
                "inskr årmånad": form.format(of_year, of_month),
                "inskrivningsdatum": f"{of_year}-{of_month:02}-{d.whole(1, 28):02}",
                "antal_brott": str(amount),
            }
        )
        crimes, crime = ["samtliga"], _CODES[crime_code]
        while crime and crime != "samtliga":
            crimes.append(crime)
            crime = WIDER[crime]
        if code in kommun_of:
            for area in {kommun_of[code], part or kommun_of[code]}:
                truth.update({(area, of_year, of_month, one): amount for one in crimes})
    headings = [
        name
        for name in _HEADINGS
        if name in _NEEDED or (name == "antal_brott" and has_count) or d.chance()
    ]
    headings = [name for name in headings if has_count or name != "antal_brott"]
    headings = d.shuffled(headings) if d.chance() else headings
    written = [
        name.upper() if d.chance(6) else name.replace(" ", "_") if d.chance(6) else name
        for name in headings
    ]
    rows = [written, *([record[name] for name in headings] for record in records)]
    rows += [[""] * len(headings)] * 2 if d.chance(6) else []
    files = [_file(d, "uttag", rows), _file(d, "nyckel", _key(d))]
    return Case(
        files, {"brott_per_manad": {key: (amount,) for key, amount in truth.items() if amount}}
    )


def _file(d: Draw, name: str, rows: list[list[str]]) -> tuple[str, bytes]:
    if d.chance(4):
        as_numbers = d.chance()
        cells = [
            [int(text) if as_numbers and text.isdigit() else text for text in row] for row in rows
        ]
        return f"{name}.xlsx", book({"Blad1": cells})
    return f"{name}.csv", encoded(d, lines(d, rows, d.pick(DELIMITERS)))


def _key(d: Draw) -> list[list[str]]:
    """Every code with its levels, the widest first."""
    rows: list[list[str]] = []
    for code, crime in _CODES.items():
        rows.append([code, "1", CRIMES["samtliga"]])
        if crime and WIDER[crime] != "samtliga":
            rows.append([code, "2", CRIMES[WIDER[crime]]])
        rows.append([code, "3", CRIMES[crime] if crime else _OTHER])
    return [["brottskod", "brott_niva", "brott_niva_namn"], *d.shuffled(rows)]
