"""The change log."""

from lagesbild_data.model.tables.declaration import Column, Table, text

_LONGEST_ROW = 100_000
"""Letters of a row as the change log keeps it."""

TABLES = (
    Table(
        "andringslogg",
        "Ändringslogg",
        "Varje ändring som har gjorts i programmet, med före och efter.",
        ("andring_id",),
        (
            Column("andring_id", "heltal", "Ändring", required=True, minimum=1),
            text("tid", "Tid", "Datum och klockslag (UTC).", required=True),
            text("vem", "Vem", required=True),
            text("tabell", "Tabell", required=True),
            text(
                "nyckel",
                "Nyckel",
                "Raden som ändrades, som JSON.",
                required=True,
                longest=_LONGEST_ROW,
            ),
            text(
                "fore",
                "Före",
                "Raden före ändringen, som JSON; tom när den inte fanns.",
                longest=_LONGEST_ROW,
            ),
            text(
                "efter",
                "Efter",
                "Raden efter ändringen, som JSON; tom när den togs bort.",
                longest=_LONGEST_ROW,
            ),
            Column("angrar", "heltal", "Ångrar", "Ändringen som denna tar tillbaka.", minimum=1),
        ),
    ),
)
