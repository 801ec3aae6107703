"""Indicators, their values and the surveys behind them."""

from lagesbild_data.model.tables.declaration import (
    ANMARKNING,
    KALLA,
    LONGEST_STORY,
    Column,
    Table,
    own_id,
    ref,
    text,
    year,
)

RIKTNINGAR = ("höjt", "sänkt", "oförändrat")
STORNINGSGRUPPER = (
    "utemiljö",
    "missbruk",
    "andra ordningsstörningar",
    "utsatthet för brott",
    "oro",
    "konkret otrygghet",
    "polisens agerande",
)

TABLES = (
    Table(
        "indikatorer",
        "Indikatorer",
        "Det som mäts, med skala och vilket håll som är bättre.",
        ("indikator_id",),
        (
            own_id("indikator_id", "Indikator"),
            text("namn", "Namn", required=True),
            text("enhet", "Enhet"),
            Column("minimum", "tal", "Skalans lägsta värde"),
            Column("maximum", "tal", "Skalans högsta värde"),
            Column(
                "decimaler",
                "heltal",
                "Decimaler",
                "Hur många decimaler värdet publiceras med.",
                minimum=0,
                maximum=6,
            ),
            text("battre", "Bättre är", allowed=("lägre", "högre")),
            text("beskrivning", "Beskrivning", longest=LONGEST_STORY),
        ),
        called="namn",
    ),
    Table(
        "indikatorvarden",
        "Indikatorvärden",
        "Publicerade värden; där bara riktningen är känd står den ensam.",
        ("indikator_id", "omrade_id", "ar", "grupp"),
        (
            ref("indikator_id", "indikatorer", "Indikator"),
            ref("omrade_id", "omraden", "Område"),
            year(),
            text(
                "grupp",
                "Grupp",
                "Vilka värdet gäller.",
                required=True,
                allowed=("totalt", "kvinnor", "män"),
            ),
            Column("varde", "tal", "Värde", "Tomt när talet inte är publicerat."),
            text(
                "riktning", "Riktning", "Mot föregående mätning, enligt källan.", allowed=RIKTNINGAR
            ),
            Column("antal_svar", "heltal", "Antal svar", unit="svar", minimum=0),
            Column("standardfel", "tal", "Standardfel", "I samma enhet som värdet.", minimum=0),
            Column(
                "preliminar",
                "ja/nej",
                "Preliminär",
                "Ja när värdet kan ändras tills det fastställs.",
            ),
            KALLA,
            ANMARKNING,
        ),
    ),
    Table(
        "undersokningar",
        "Undersökningar",
        "Enkäterna bakom indikatorerna: utskick och svarsfrekvens.",
        ("indikator_id", "omrade_id", "ar"),
        (
            ref("indikator_id", "indikatorer", "Indikator"),
            ref("omrade_id", "omraden", "Område"),
            year(),
            text("namn", "Undersökning", required=True),
            Column("utskick", "heltal", "Utskick", unit="enkäter", minimum=0),
            Column("svarsfrekvens", "tal", "Svarsfrekvens", unit="procent", minimum=0, maximum=100),
            KALLA,
            ANMARKNING,
        ),
    ),
    Table(
        "storningar",
        "Störningar",
        "Problemindex nedbrutet på enskilda störningar och problem.",
        ("omrade_id", "ar", "storning"),
        (
            ref("omrade_id", "omraden", "Område"),
            year(),
            text("grupp", "Grupp", required=True, allowed=STORNINGSGRUPPER),
            text("storning", "Störning", "Det som de svarande har bedömt.", required=True),
            Column(
                "varde",
                "tal",
                "Värde",
                "0 är i stort sett inget problem, 6 är ett mycket allvarligt problem.",
                unit="index",
                required=True,
                minimum=0,
                maximum=6,
            ),
            Column("antal_svar", "heltal", "Antal svar", unit="svar", minimum=0),
            KALLA,
            ANMARKNING,
        ),
    ),
)
