"""The data dictionary: every table declared once.

The SQL schema, the validation, the reading of CSV and the documentation of the data all come from
these declarations. Labels and help texts are what a user sees, hence in Swedish.
"""

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["text", "heltal", "tal", "datum", "ja/nej"]
LONGEST_NAME = 300
"""Letters of a name, an id or another short text."""
_LONGEST_REMARK = 2_000
"""Letters of a remark, half a page."""
_LONGEST_STORY = 10_000
"""Letters of a follow-up or description, three pages: it stands in a cell of a table, on a slide
and in a workbook."""
LONGEST_ADDRESS = 2_000
_LONGEST_ROW = 100_000
"""Letters of a row as the change log keeps it."""


@dataclass(frozen=True)
class Column:
    """One column: how it is stored, what is allowed in it and what it is called on screen."""

    name: str
    type: Type
    label: str
    help: str = ""
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    references: str = ""
    """The table whose key this column points at."""
    longest: int = LONGEST_NAME
    """Letters that a text may have."""


@dataclass(frozen=True)
class Table:
    """One table; `key` is what makes a row unique (an empty value counts as a value of its own)."""

    name: str
    label: str
    help: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)
    called: str = ""
    """The column that names a row where another table refers to it."""

    def column(self, name: str) -> Column:
        """The column with this name; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in the order of the file."""
        return tuple(column.name for column in self.columns)


FIRST_YEAR, LAST_YEAR = 1950, 2100
_MOST = 10**12
"""More than any country counts, and so few that sums of it stay exact also as numbers with
decimals."""
RIKTNINGAR = ("höjt", "sänkt", "oförändrat")
STATUSAR = ("genomförd", "pågår", "planerad", "försenad", "ej genomförd", "ej rapporterad")
GRUNDER = ("källa", "tolkning")
JAMFORELSER = ("exakt", "minst", "cirka", "över", "högst")
HANDELSETYPER = (
    "medborgardialog",
    "krogar mot knark",
    "strategiskt råd",
    "ssg-möte",
    "allvarlig händelse",
    "övrigt",
)
NAMED = ("omraden", "brottstyper")
"""Tables whose rows have other names in other people's files."""
QUESTIONS = "frågor"
"""Stands for the table where an answer to a question about a file is remembered."""
ROLLER = ("prioriterat", "jämförelse")
STORNINGSGRUPPER = (
    "utemiljö",
    "missbruk",
    "andra ordningsstörningar",
    "utsatthet för brott",
    "oro",
    "konkret otrygghet",
    "polisens agerande",
)


def _text(name: str, label: str, help: str = "", **kwargs) -> Column:
    return Column(name, "text", label, help, **kwargs)


def _id(
    name: str,
    label: str,
    help: str = "Kort beteckning utan mellanslag; den används av andra tabeller.",
) -> Column:
    return Column(name, "text", label, help, required=True)


def _ref(name: str, table: str, label: str, help: str = "", required: bool = True) -> Column:
    return Column(name, "text", label, help, required=required, references=table)


def _year(name: str = "ar", label: str = "År", help: str = "", required: bool = True) -> Column:
    return Column(
        name, "heltal", label, help, required=required, minimum=FIRST_YEAR, maximum=LAST_YEAR
    )


_KALLA = _ref("kalla_id", "kallor", "Källa", "Var uppgiften är publicerad.")
_ANMARKNING = _text(
    "anmarkning", "Anmärkning", "Förbehåll som ska följa med uppgiften.", longest=_LONGEST_REMARK
)
_TERTIAL = Column(
    "tertial",
    "heltal",
    "Tertial",
    "1 = januari–april, 2 = maj–augusti, 3 = september–december.",
    required=True,
    minimum=1,
    maximum=3,
)

TABLES: tuple[Table, ...] = (
    Table(
        "kallor",
        "Källor",
        "Dokument och statistik som uppgifterna är hämtade ur.",
        ("kalla_id",),
        (
            _id("kalla_id", "Källa"),
            _text("titel", "Titel", required=True),
            _text("utgivare", "Utgivare", required=True),
            _text("url", "Webbadress", longest=LONGEST_ADDRESS),
            Column("publicerad", "datum", "Publicerad", "Tomt när källan inte anger något datum."),
            _text("licens", "Licens"),
            _text(
                "forbehall",
                "Förbehåll",
                "Vad källan inte kan användas till.",
                longest=_LONGEST_REMARK,
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
    Table(
        "omraden",
        "Områden",
        "Kommuner, bostadsområden och orter som uppgifterna gäller.",
        ("omrade_id",),
        (
            _id("omrade_id", "Område"),
            _text("namn", "Namn", required=True),
            _text(
                "typ",
                "Typ",
                required=True,
                allowed=("riket", "kommun", "bostadsområde", "centrum", "ort"),
            ),
            _text("kommunkod", "Kommunkod", "SCB:s fyrställiga kod; tom för riket."),
        ),
        called="namn",
    ),
    Table(
        "omradesroller",
        "Områdens roller per år",
        "Vilka områden som var prioriterade ett visst år.",
        ("omrade_id", "ar", "roll"),
        (
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            _text("roll", "Roll", required=True, allowed=ROLLER),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "folkmangd",
        "Folkmängd",
        "Antal folkbokförda den 31 december.",
        ("omrade_id", "ar"),
        (
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            Column(
                "antal",
                "heltal",
                "Folkmängd",
                unit="personer",
                required=True,
                minimum=0,
                maximum=_MOST,
            ),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "klassningar",
        "Polisens klassningar",
        "Områden på polisens (NOA:s) listor, per lista.",
        ("omrade_id", "ar"),
        (
            _ref("omrade_id", "omraden", "Område"),
            _year(label="Listans år"),
            _text("klass", "Klassning", required=True),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "indikatorer",
        "Indikatorer",
        "Det som mäts, med skala och vilket håll som är bättre.",
        ("indikator_id",),
        (
            _id("indikator_id", "Indikator"),
            _text("namn", "Namn", required=True),
            _text("enhet", "Enhet"),
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
            _text("battre", "Bättre är", allowed=("lägre", "högre")),
            _text("beskrivning", "Beskrivning", longest=_LONGEST_STORY),
        ),
        called="namn",
    ),
    Table(
        "indikatorvarden",
        "Indikatorvärden",
        "Publicerade värden; där bara riktningen är känd står den ensam.",
        ("indikator_id", "omrade_id", "ar", "grupp"),
        (
            _ref("indikator_id", "indikatorer", "Indikator"),
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            _text(
                "grupp",
                "Grupp",
                "Vilka värdet gäller.",
                required=True,
                allowed=("totalt", "kvinnor", "män"),
            ),
            Column("varde", "tal", "Värde", "Tomt när talet inte är publicerat."),
            _text(
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
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "undersokningar",
        "Undersökningar",
        "Enkäterna bakom indikatorerna: utskick och svarsfrekvens.",
        ("indikator_id", "omrade_id", "ar"),
        (
            _ref("indikator_id", "indikatorer", "Indikator"),
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            _text("namn", "Undersökning", required=True),
            Column("utskick", "heltal", "Utskick", unit="enkäter", minimum=0),
            Column("svarsfrekvens", "tal", "Svarsfrekvens", unit="procent", minimum=0, maximum=100),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "storningar",
        "Störningar",
        "Problemindex nedbrutet på enskilda störningar och problem.",
        ("omrade_id", "ar", "storning"),
        (
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            _text("grupp", "Grupp", required=True, allowed=STORNINGSGRUPPER),
            _text("storning", "Störning", "Det som de svarande har bedömt.", required=True),
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
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "brottstyper",
        "Brottstyper",
        "Brottstyper och hur de hör ihop.",
        ("brottstyp_id",),
        (
            _id("brottstyp_id", "Brottstyp"),
            _text("namn", "Namn", required=True),
            _ref(
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
            _ANMARKNING,
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
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            Column(
                "kvartal",
                "heltal",
                "Kvartal",
                "Tomt när raden gäller hela året.",
                minimum=1,
                maximum=4,
            ),
            _ref("brottstyp_id", "brottstyper", "Brottstyp"),
            Column(
                "antal",
                "heltal",
                "Antal",
                unit="anmälda brott",
                required=True,
                minimum=0,
                maximum=_MOST,
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
                maximum=_MOST,
            ),
            Column(
                "tidsseriebrott",
                "ja/nej",
                "Tidsseriebrott",
                "Ja när talet inte säkert kan jämföras med åren före, till exempel för att"
                " räknesättet har ändrats.",
            ),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "brott_per_manad",
        "Anmälda brott per månad",
        "Anmälda brott summerade per område, månad och brottstyp, efter dagen då anmälan"
        " registrerades. Områden med antal får inte överlappa varandra.",
        ("omrade_id", "ar", "manad", "brottstyp_id"),
        (
            _ref("omrade_id", "omraden", "Område"),
            _year(),
            Column(
                "manad",
                "heltal",
                "Månad",
                "Månaden då anmälan registrerades, inte då brottet begicks.",
                required=True,
                minimum=1,
                maximum=12,
            ),
            _ref("brottstyp_id", "brottstyper", "Brottstyp"),
            Column(
                "antal",
                "heltal",
                "Antal",
                unit="anmälda brott",
                required=True,
                minimum=0,
                maximum=_MOST,
            ),
            Column(
                "preliminar",
                "ja/nej",
                "Preliminär",
                "Preliminära tal rör sig tills de fastställs.",
                required=True,
            ),
            _KALLA,
        ),
    ),
    Table(
        "loften",
        "Medborgarlöften",
        "Löften mellan polis och kommun.",
        ("lofte_id",),
        (
            _id("lofte_id", "Löfte"),
            _text("namn", "Namn", required=True),
            _year("ar_fran", "Från och med år"),
            _year("ar_till", "Till och med år"),
            _text("syfte", "Syfte", longest=_LONGEST_STORY),
            _KALLA,
        ),
        called="namn",
    ),
    Table(
        "fokusomraden",
        "Fokusområden",
        "Det som ett löfte riktar in sig på.",
        ("fokusomrade_id",),
        (
            _id("fokusomrade_id", "Fokusområde"),
            _ref("lofte_id", "loften", "Löfte"),
            _text("namn", "Namn", required=True),
            _text("beskrivning", "Beskrivning", longest=_LONGEST_STORY),
            _KALLA,
        ),
        called="namn",
    ),
    Table(
        "aktiviteter",
        "Aktiviteter",
        "Det som parterna har kommit överens om att göra.",
        ("aktivitet_id",),
        (
            _id("aktivitet_id", "Aktivitet"),
            _ref("lofte_id", "loften", "Löfte"),
            _ref(
                "fokusomrade_id",
                "fokusomraden",
                "Fokusområde",
                "Tomt när källan inte knyter aktiviteten till något.",
                required=False,
            ),
            Column("nummer", "heltal", "Nummer", "Ordning inom löftet.", required=True, minimum=1),
            _text("namn", "Namn", required=True),
            _text("beskrivning", "Beskrivning", longest=_LONGEST_STORY),
            _KALLA,
        ),
        called="namn",
    ),
    Table(
        "aktivitetsomraden",
        "Aktiviteternas områden",
        "Vilka områden en aktivitet gäller.",
        ("aktivitet_id", "omrade_id"),
        (
            _ref("aktivitet_id", "aktiviteter", "Aktivitet"),
            _ref("omrade_id", "omraden", "Område"),
            _text(
                "grund",
                "Grund",
                "källa: sägs i källan; tolkning: utläst enligt en skriven regel.",
                required=True,
                allowed=GRUNDER,
            ),
        ),
    ),
    Table(
        "parter",
        "Parter",
        "De som ansvarar för eller medverkar i aktiviteter.",
        ("part_id",),
        (
            _id("part_id", "Part"),
            _text("namn", "Namn", required=True),
        ),
        called="namn",
    ),
    Table(
        "aktivitetsparter",
        "Aktiviteternas parter",
        "Vem som ansvarar och vilka som medverkar.",
        ("aktivitet_id", "part_id"),
        (
            _ref("aktivitet_id", "aktiviteter", "Aktivitet"),
            _ref("part_id", "parter", "Part"),
            _text("roll", "Roll", required=True, allowed=("ansvarig", "medverkar")),
            _text("grund", "Grund", required=True, allowed=GRUNDER),
        ),
    ),
    Table(
        "mal",
        "Mål",
        "Måltal i löften och aktiviteter.",
        ("mal_id",),
        (
            _id("mal_id", "Mål"),
            _ref("lofte_id", "loften", "Löfte"),
            _ref(
                "aktivitet_id",
                "aktiviteter",
                "Aktivitet",
                "Tomt när målet gäller löftet som helhet.",
                required=False,
            ),
            _text("matt", "Mått", required=True),
            _text("jamforelse", "Jämförelse", required=True, allowed=JAMFORELSER),
            Column(
                "varde", "tal", "Måltal", "Tomt när målet är hur ofta något ska ske.", minimum=0
            ),
            _text("enhet", "Enhet"),
            _text("frekvens", "Hur ofta", "Till exempel varje vecka, när målet inte är ett tal."),
            _KALLA,
            _ANMARKNING,
        ),
        called="matt",
    ),
    Table(
        "malomraden",
        "Målens områden",
        "Områden som ett mål gäller; flera områden delar på måltalet.",
        ("mal_id", "omrade_id"),
        (
            _ref("mal_id", "mal", "Mål"),
            _ref("omrade_id", "omraden", "Område"),
        ),
    ),
    Table(
        "uppfoljningar",
        "Uppföljningar",
        "Läget för en aktivitet ett visst tertial, i egna korta ord.",
        ("aktivitet_id", "ar", "tertial"),
        (
            _ref("aktivitet_id", "aktiviteter", "Aktivitet"),
            _year(),
            _TERTIAL,
            _text("status", "Status", required=True, allowed=STATUSAR),
            _text("text", "Uppföljning", longest=_LONGEST_STORY),
            _text(
                "status_grund",
                "Statusens grund",
                "källa: sägs i källan; tolkning: satt enligt den skrivna regeln.",
                required=True,
                allowed=GRUNDER,
            ),
            _KALLA,
        ),
    ),
    Table(
        "utfall",
        "Utfall",
        "Räknade resultat per tertial.",
        ("aktivitet_id", "ar", "tertial", "matt", "omrade_id"),
        (
            _ref("aktivitet_id", "aktiviteter", "Aktivitet"),
            _year(),
            _TERTIAL,
            _text("matt", "Mått", required=True),
            _text(
                "jamforelse",
                "Jämförelse",
                "Hur källan anger talet.",
                required=True,
                allowed=JAMFORELSER,
            ),
            Column("varde", "tal", "Värde", required=True, minimum=0),
            _text("enhet", "Enhet", required=True),
            _text(
                "avser",
                "Avser",
                "Om talet gäller tertialet eller året så långt.",
                required=True,
                allowed=("tertialet", "året hittills"),
            ),
            _ref(
                "omrade_id",
                "omraden",
                "Område",
                "Tomt när talet gäller flera områden tillsammans.",
                required=False,
            ),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "handelser",
        "Dialoger och händelser",
        "Daterade dialoger, möten och händelser.",
        ("handelse_id",),
        (
            _id("handelse_id", "Händelse"),
            Column("datum_fran", "datum", "Från och med", required=True),
            Column("datum_till", "datum", "Till och med", required=True),
            _text(
                "precision",
                "Datumets precision",
                "period: något datum inom tiden, inte hela tiden.",
                required=True,
                allowed=("dag", "period"),
            ),
            _text("typ", "Typ", required=True, allowed=HANDELSETYPER),
            _text("tema", "Tema"),
            _text("plats", "Plats"),
            _ref(
                "omrade_id",
                "omraden",
                "Område",
                "Tomt när platsen ligger utanför eller inte säkert inom ett område.",
                required=False,
            ),
            _text("arrangor", "Arrangör"),
            _ref(
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
            _text("deltagare_jamforelse", "Deltagare anges som", allowed=JAMFORELSER),
            _KALLA,
            _ANMARKNING,
        ),
    ),
    Table(
        "linjer",
        "Arbeten över tid",
        "Sådant som lever vidare från löfte till löfte.",
        ("linje_id",),
        (
            _id("linje_id", "Linje"),
            _text("namn", "Namn", required=True),
        ),
        called="namn",
    ),
    Table(
        "linjeposter",
        "Arbetenas led",
        "Vilka aktiviteter och mål som är samma arbete, och på vilken grund.",
        ("linje_id", "aktivitet_id", "mal_id"),
        (
            _ref("linje_id", "linjer", "Linje"),
            _ref("aktivitet_id", "aktiviteter", "Aktivitet", required=False),
            _ref(
                "mal_id",
                "mal",
                "Mål",
                "När löftet har ett mål men ingen publicerad aktivitet.",
                required=False,
            ),
            _text("grund", "Grund", required=True, allowed=GRUNDER),
            _text(
                "motivering",
                "Motivering",
                "Varför de räknas som samma arbete.",
                required=True,
                longest=_LONGEST_REMARK,
            ),
        ),
    ),
    Table(
        "agendapunkter",
        "Mötesagendor",
        "Vyer som har sparats för möten, i den ordning de ska visas.",
        ("agenda", "nummer"),
        (
            _text("agenda", "Agenda", "Agendans namn.", required=True),
            Column("nummer", "heltal", "Nummer", "Ordning inom agendan.", required=True, minimum=1),
            _text("titel", "Titel", required=True),
            _text(
                "adress",
                "Adress",
                "Sidan och valen på den, till exempel brott?ar=2023.",
                required=True,
                longest=LONGEST_ADDRESS,
            ),
        ),
    ),
    Table(
        "namnval",
        "Namn i andras filer",
        "Vad namn i inlästa filer har valts att betyda; valen minns programmet.",
        ("tabell", "namn"),
        (
            _text(
                "tabell",
                "Tabell",
                "Där det som namnet betyder står; frågor när det är svaret på en fråga om en fil.",
                required=True,
                allowed=(*NAMED, QUESTIONS),
            ),
            _text(
                "namn",
                "Namn",
                "Så som det läses: små bokstäver, utan kommun och parentes i slutet.",
                required=True,
            ),
            _text(
                "vald_id", "Betyder", "Beteckningen i tabellen; tom när namnet ska lämnas utanför."
            ),
        ),
    ),
    Table(
        "andringslogg",
        "Ändringslogg",
        "Varje ändring som har gjorts i programmet, med före och efter.",
        ("andring_id",),
        (
            Column("andring_id", "heltal", "Ändring", required=True, minimum=1),
            _text("tid", "Tid", "Datum och klockslag (UTC).", required=True),
            _text("vem", "Vem", required=True),
            _text("tabell", "Tabell", required=True),
            _text(
                "nyckel",
                "Nyckel",
                "Raden som ändrades, som JSON.",
                required=True,
                longest=_LONGEST_ROW,
            ),
            _text(
                "fore",
                "Före",
                "Raden före ändringen, som JSON; tom när den inte fanns.",
                longest=_LONGEST_ROW,
            ),
            _text(
                "efter",
                "Efter",
                "Raden efter ändringen, som JSON; tom när den togs bort.",
                longest=_LONGEST_ROW,
            ),
            Column("angrar", "heltal", "Ångrar", "Ändringen som denna tar tillbaka.", minimum=1),
        ),
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

REPORTS = Table(
    "brottsanmalningar",
    "Anmälningar, en rad per anmälan",
    "Indata i en mapp med CSV-filer. Raderna räknas ihop till Anmälda brott per månad när mappen"
    " öppnas: varje anmälan räknas i sin brottstyp och de bredare som den ingår i, och i sitt"
    " område och områdets kommun. En månad utan anmälningar, från filens första till dess sista,"
    " blir 0. Enskilda anmälningar sparas inte.",
    (),
    (
        _ref("omrade_id", "omraden", "Område"),
        Column(
            "datum",
            "datum",
            "Datum",
            "Dagen då anmälan registrerades, inte då brottet begicks.",
            required=True,
        ),
        _ref("brottstyp_id", "brottstyper", "Brottstyp"),
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
        _ref(
            "kalla_id",
            "kallor",
            "Källa",
            "Var uppgiften är publicerad; en månad i ett område har en källa.",
        ),
    ),
)
"""Read from a CSV folder into brott_per_manad, and never stored."""

SURFACES = Table(
    "omradesytor",
    "Områdesytor",
    "Lagrets egna områdesytor i en databas. I en mapp med CSV-filer står samma sak i filen"
    " omraden.geojson. Tom när kartan ritas med ytorna som följer med programmet.",
    ("omrade_id",),
    (
        _ref("omrade_id", "omraden", "Område"),
        _text(
            "geometri",
            "Geometri",
            "Ytan som geometri i GeoJSON (Polygon eller MultiPolygon) i WGS 84.",
            required=True,
        ),
    ),
)
"""Has checks of its own (areafile), and another form in a folder."""
