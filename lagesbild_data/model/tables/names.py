"""What names in other people's files have been chosen to mean."""

from lagesbild_data.model.tables.declaration import Table, text

NAMED = ("omraden", "brottstyper")
"""Tables whose rows have other names in other people's files."""
QUESTIONS = "frågor"
"""Stands for the table where an answer to a question about a file is remembered."""

TABLES = (
    Table(
        "namnval",
        "Namn i andras filer",
        "Vad namn i inlästa filer har valts att betyda; valen minns programmet.",
        ("tabell", "namn"),
        (
            text(
                "tabell",
                "Tabell",
                "Där det som namnet betyder står; frågor när det är svaret på en fråga om en fil.",
                required=True,
                allowed=(*NAMED, QUESTIONS),
            ),
            text(
                "namn",
                "Namn",
                "Så som det läses: små bokstäver, utan kommun och parentes i slutet.",
                required=True,
            ),
            text(
                "vald_id", "Betyder", "Beteckningen i tabellen; tom när namnet ska lämnas utanför."
            ),
        ),
    ),
)
