"""Areas, what they are, how many live there, and their surfaces."""

from lagesbild_data.model.tables.declaration import (
    ANMARKNING,
    KALLA,
    MOST,
    Column,
    Table,
    own_id,
    ref,
    text,
    year,
)

ROLLER = ("prioriterat", "jämförelse")

TABLES = (
    Table(
        "omraden",
        "Områden",
        "Kommuner, bostadsområden och orter som uppgifterna gäller.",
        ("omrade_id",),
        (
            own_id("omrade_id", "Område"),
            text("namn", "Namn", required=True),
            text(
                "typ",
                "Typ",
                required=True,
                allowed=("riket", "kommun", "bostadsområde", "centrum", "ort"),
            ),
            text("kommunkod", "Kommunkod", "SCB:s fyrställiga kod; tom för riket."),
        ),
        called="namn",
    ),
    Table(
        "omradesroller",
        "Områdens roller per år",
        "Vilka områden som var prioriterade ett visst år.",
        ("omrade_id", "ar", "roll"),
        (
            ref("omrade_id", "omraden", "Område"),
            year(),
            text("roll", "Roll", required=True, allowed=ROLLER),
            KALLA,
            ANMARKNING,
        ),
    ),
    Table(
        "folkmangd",
        "Folkmängd",
        "Antal folkbokförda den 31 december.",
        ("omrade_id", "ar"),
        (
            ref("omrade_id", "omraden", "Område"),
            year(),
            Column(
                "antal",
                "heltal",
                "Folkmängd",
                unit="personer",
                required=True,
                minimum=0,
                maximum=MOST,
            ),
            KALLA,
            ANMARKNING,
        ),
    ),
    Table(
        "klassningar",
        "Polisens klassningar",
        "Områden på polisens (NOA:s) listor, per lista.",
        ("omrade_id", "ar"),
        (
            ref("omrade_id", "omraden", "Område"),
            year(label="Listans år"),
            text("klass", "Klassning", required=True),
            KALLA,
            ANMARKNING,
        ),
    ),
)

SURFACES = Table(
    "omradesytor",
    "Områdesytor",
    "Lagrets egna områdesytor i en databas. I en mapp med CSV-filer står samma sak i filen"
    " omraden.geojson. Tom när kartan ritas med ytorna som följer med programmet.",
    ("omrade_id",),
    (
        ref("omrade_id", "omraden", "Område"),
        text(
            "geometri",
            "Geometri",
            "Ytan som geometri i GeoJSON (Polygon eller MultiPolygon) i WGS 84.",
            required=True,
        ),
    ),
)
"""Has checks of its own (areafile), and another form in a folder."""
