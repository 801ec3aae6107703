"""Types of crime, counts of reported crimes, and single reports."""

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

TABLES = (
    Table(
        "brottstyper",
        "Brottstyper",
        "Brottstyper och hur de hör ihop.",
        ("brottstyp_id",),
        (
            own_id("brottstyp_id", "Brottstyp"),
            text("namn", "Namn", required=True),
            ref(
                "over_id",
                "brottstyper",
                "Ingår i",
                "Den bredare brottstyp som denna räknas in i.",
                required=False,
            ),
            Column(
                "kontrollerad",
                "ja/nej",
                "Etiketten kontrollerad",
                "Nej när etiketten inte stämts av mot Brå.",
                required=True,
            ),
            ANMARKNING,
        ),
        called="namn",
    ),
    Table(
        "anmalda_brott",
        "Anmälda brott",
        "Antal anmälda brott per år (tomt kvartal) eller kvartal. Områden med antal får inte"
        " överlappa varandra.",
        ("omrade_id", "ar", "kvartal", "brottstyp_id"),
        (
            ref("omrade_id", "omraden", "Område"),
            year(),
            Column(
                "kvartal",
                "heltal",
                "Kvartal",
                "Tomt när raden gäller hela året.",
                minimum=1,
                maximum=4,
            ),
            ref("brottstyp_id", "brottstyper", "Brottstyp"),
            Column(
                "antal",
                "heltal",
                "Antal",
                unit="anmälda brott",
                required=True,
                minimum=0,
                maximum=MOST,
            ),
            Column(
                "preliminar",
                "ja/nej",
                "Preliminär",
                "Preliminära tal rör sig tills de fastställs.",
                required=True,
            ),
            Column(
                "per_100k",
                "heltal",
                "Per 100 000 invånare",
                "Kvoten som källan har publicerat.",
                minimum=0,
                maximum=MOST,
            ),
            Column(
                "tidsseriebrott",
                "ja/nej",
                "Tidsseriebrott",
                "Ja när talet inte säkert kan jämföras med åren före, till exempel för att"
                " räknesättet har ändrats.",
            ),
            KALLA,
            ANMARKNING,
        ),
    ),
    Table(
        "brott_per_manad",
        "Anmälda brott per månad",
        "Anmälda brott summerade per område, månad och brottstyp, efter dagen då anmälan"
        " registrerades. Områden med antal får inte överlappa varandra.",
        ("omrade_id", "ar", "manad", "brottstyp_id"),
        (
            ref("omrade_id", "omraden", "Område"),
            year(),
            Column(
                "manad",
                "heltal",
                "Månad",
                "Månaden då anmälan registrerades, inte då brottet begicks.",
                required=True,
                minimum=1,
                maximum=12,
            ),
            ref("brottstyp_id", "brottstyper", "Brottstyp"),
            Column(
                "antal",
                "heltal",
                "Antal",
                unit="anmälda brott",
                required=True,
                minimum=0,
                maximum=MOST,
            ),
            Column(
                "preliminar",
                "ja/nej",
                "Preliminär",
                "Preliminära tal rör sig tills de fastställs.",
                required=True,
            ),
            KALLA,
        ),
    ),
)

REPORTS = Table(
    "brottsanmalningar",
    "Anmälningar, en rad per anmälan",
    "Indata i en mapp med CSV-filer. Raderna räknas ihop till Anmälda brott per månad när mappen"
    " öppnas: varje anmälan räknas i sin brottstyp och de bredare som den ingår i, och i sitt"
    " område och områdets kommun. En månad utan anmälningar, från filens första till dess sista,"
    " blir 0. Enskilda anmälningar sparas inte.",
    (),
    (
        ref("omrade_id", "omraden", "Område"),
        Column(
            "datum",
            "datum",
            "Datum",
            "Dagen då anmälan registrerades, inte då brottet begicks.",
            required=True,
        ),
        ref("brottstyp_id", "brottstyper", "Brottstyp"),
        Column(
            "antal",
            "heltal",
            "Antal",
            "Tomt betyder 1.",
            unit="anmälda brott",
            minimum=0,
            maximum=1_000_000,
        ),
        Column(
            "preliminar",
            "ja/nej",
            "Preliminär",
            "Tomt betyder nej. En månad i ett område är preliminär när någon av dess anmälningar är"
            " det.",
        ),
        ref(
            "kalla_id",
            "kallor",
            "Källa",
            "Var uppgiften är publicerad; en månad i ett område har en källa.",
        ),
    ),
)
"""Read from a CSV folder into brott_per_manad, and never stored."""
