"""Agendas of meetings."""

from lagesbild_data.model.tables.declaration import LONGEST_ADDRESS, Column, Table, text

TABLES = (
    Table(
        "agendapunkter",
        "Mötesagendor",
        "Vyer som har sparats för möten, i den ordning de ska visas.",
        ("agenda", "nummer"),
        (
            text("agenda", "Agenda", "Agendans namn.", required=True),
            Column("nummer", "heltal", "Nummer", "Ordning inom agendan.", required=True, minimum=1),
            text("titel", "Titel", required=True),
            text(
                "adress",
                "Adress",
                "Sidan och valen på den, till exempel brott?ar=2023.",
                required=True,
                longest=LONGEST_ADDRESS,
            ),
        ),
    ),
)
