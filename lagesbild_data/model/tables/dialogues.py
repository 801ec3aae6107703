"""Dialogues, meetings and events."""

from lagesbild_data.model.tables.declaration import (
    ANMARKNING,
    JAMFORELSER,
    KALLA,
    Column,
    Table,
    own_id,
    ref,
    text,
)

HANDELSETYPER = (
    "medborgardialog",
    "krogar mot knark",
    "strategiskt råd",
    "ssg-möte",
    "allvarlig händelse",
    "övrigt",
)

TABLES = (
    Table(
        "handelser",
        "Dialoger och händelser",
        "Daterade dialoger, möten och händelser.",
        ("handelse_id",),
        (
            own_id("handelse_id", "Händelse"),
            Column("datum_fran", "datum", "Från och med", required=True),
            Column("datum_till", "datum", "Till och med", required=True),
            text(
                "precision",
                "Datumets precision",
                "period: något datum inom tiden, inte hela tiden.",
                required=True,
                allowed=("dag", "period"),
            ),
            text("typ", "Typ", required=True, allowed=HANDELSETYPER),
            text("tema", "Tema"),
            text("plats", "Plats"),
            ref(
                "omrade_id",
                "omraden",
                "Område",
                "Tomt när platsen ligger utanför eller inte säkert inom ett område.",
                required=False,
            ),
            text("arrangor", "Arrangör"),
            ref(
                "aktivitet_id",
                "aktiviteter",
                "Aktivitet",
                "Den överenskomna aktivitet som händelsen hör till.",
                required=False,
            ),
            Column(
                "genomford",
                "ja/nej",
                "Genomförd",
                "Nej när källan bara säger att den var planerad.",
                required=True,
            ),
            Column("deltagare", "heltal", "Deltagare", unit="personer", minimum=0),
            text("deltagare_jamforelse", "Deltagare anges som", allowed=JAMFORELSER),
            KALLA,
            ANMARKNING,
        ),
    ),
)
