"""Sources."""

from lagesbild_data.model.tables.declaration import (
    LONGEST_ADDRESS,
    LONGEST_REMARK,
    Column,
    Table,
    own_id,
    text,
)

TABLES = (
    Table(
        "kallor",
        "Källor",
        "Dokument och statistik som uppgifterna är hämtade ur.",
        ("kalla_id",),
        (
            own_id("kalla_id", "Källa"),
            text("titel", "Titel", required=True),
            text("utgivare", "Utgivare", required=True),
            text("url", "Webbadress", longest=LONGEST_ADDRESS),
            Column("publicerad", "datum", "Publicerad", "Tomt när källan inte anger något datum."),
            text("licens", "Licens"),
            text(
                "forbehall",
                "Förbehåll",
                "Vad källan inte kan användas till.",
                longest=LONGEST_REMARK,
            ),
            Column(
                "pahittad",
                "ja/nej",
                "Påhittad",
                "Ja när uppgifterna är påhittade: det sägs då på varje sida och fil.",
            ),
        ),
        called="titel",
    ),
)
