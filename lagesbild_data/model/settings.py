"""What an organisation may set for itself, in environment variables: each declared once, and read
here only.

What a setting does and may be is also what its document says, hence in Swedish.
"""

import os
import re
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import platformdirs

from lagesbild_data.words.problems import InvalidStore, Problem, reason

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting."""

    name: str
    does: str
    allowed: str
    otherwise: str
    """What holds where it isn't set, in words."""
    read: Callable[[str], T]
    """Its value from what it is set to, "" where it isn't; ValueError, in Swedish, says what is
    wrong."""

    @property
    def text(self) -> str:
        """What it is set to, as it is written; "" where it isn't."""
        return os.environ.get(self.name, "").strip()

    def value(self) -> T:
        """What it is set to; InvalidStore when that isn't allowed."""
        try:
            return self.read(self.text)
        except ValueError as error:
            raise InvalidStore([Problem(self.name, str(error))]) from None


def _whole_number(otherwise: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        text = text or str(otherwise)
        if not (text.isdecimal() and len(text) < 10 and int(text) >= 1):
            raise ValueError(f'"{text}" är inte ett heltal från 1')
        return int(text)

    return read


def _yes_no(text: str) -> bool:
    if text not in ("", "ja", "nej"):
        raise ValueError(f'"{text}" är varken ja eller nej')
    return text == "ja"


@dataclass(frozen=True)
class Address:
    """Where readers find the app, as a browser writes it."""

    origin: str
    """Such as https://lagesbild.exempel.se."""
    path: str
    """Such as /lagesbild, else /."""

    @property
    def host(self) -> str:
        """The name, with the port where it isn't the usual one."""
        return self.origin.partition("://")[2]

    @property
    def is_secure(self) -> bool:
        """Whether readers reach it by https."""
        return self.origin.startswith("https:")


_USUAL_PORTS = {"http": 80, "https": 443}


def _address(text: str) -> Address | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port in (None, _USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
        known = parts.scheme in _USUAL_PORTS and not (
            parts.username or parts.query or parts.fragment
        )
        if not (
            known
            and re.fullmatch(r"[a-z0-9.-]+", host)
            and re.fullmatch(r"[\w/.~-]*", parts.path, re.ASCII)
        ):
            raise ValueError
    except ValueError:
        told = (
            f'"{text}" är inte en adress till programmet, till exempel https://lagesbild.exempel.se'
        )
        raise ValueError(told) from None
    return Address(f"{parts.scheme}://{host}{port}", f"/{parts.path.strip('/')}")


_DATA = Setting(
    "LAGESBILD_DATA",
    "Vilka uppgifter som visas, och vad kommandona läser när de inte får ett lager. Anges också"
    " `--data` gäller det.",
    "en mapp med CSV-filer, en SQLite-fil eller en adress till en databas (SQLAlchemy)",
    "de publicerade uppgifterna som följer med programmet",
    str,
)
_ADDRESS = Setting(
    "LAGESBILD_ADRESS",
    "Adressen som läsarna skriver. Behövs när den inte är serverns IP-nummer eller det namn som"
    " servern själv känner: andra namn svarar programmet inte på. Den avgör också kakans sökväg,"
    " och att kakan bara skickas krypterat när adressen börjar med https.",
    "en adress med http eller https, med port och sökväg när de behövs:"
    " https://exempel.se/lagesbild",
    "datorns egna namn och IP-nummer",
    _address,
)
_READ_ONLY = Setting(
    "LAGESBILD_SKRIVSKYDD",
    "Med `ja` kan inget läsas in, skrivas eller sparas i programmet, och sidorna säger det."
    " Kommandona påverkas inte.",
    "`ja` eller `nej`",
    "`nej`: ligger data i en SQLite-databas kan alla som når programmet skriva i den",
    _yes_no,
)
_WRITER = Setting(
    "LAGESBILD_VEM",
    "Namnet som står i ändringsloggen vid det som skrivs och läses in, i programmet och med"
    " `import`.",
    "ett namn",
    "den som skriver anger sitt namn på sidan; `import` tar användarens namn på datorn",
    str,
)
_THRESHOLD = Setting(
    "LAGESBILD_TROSKEL",
    "Antal brott under det här visas inte under kommunnivå, och inte heller det som skulle röja"
    " dem. 1 döljer bara nollor. En lägre gräns kan visa det som förut var dolt.",
    "ett heltal från 1",
    "5",
    _whole_number(5),
)
_SMALLEST_BASE = Setting(
    "LAGESBILD_PROCENTBAS",
    "En ändring skrivs inte i procent, och bedöms inte, när antalet före är mindre än det här.",
    "ett heltal från 1",
    "20",
    _whole_number(20),
)
_CACHE = Setting(
    "LAGESBILD_CACHE",
    "Mappen för mellanlagring: CSV-mappar görs om till SQLite där, en gång för varje innehåll, och"
    " där står vilka antal av anmälda brott som får visas, också när data ligger i en databas. Den"
    " kan tömmas när programmet står stilla.",
    "en mapp som programmet får skriva i; den skapas när den saknas",
    "`lagesbild` i användarens mapp för mellanlagring; utan hemmapp säger sidan att inställningen"
    " behövs",
    str,
)
ALL: tuple[Setting, ...] = (
    _DATA,
    _ADDRESS,
    _READ_ONLY,
    _WRITER,
    _THRESHOLD,
    _SMALLEST_BASE,
    _CACHE,
)
"""Every setting, those that most organisations need first."""


def data() -> str:
    """Where the data are; "" for the published ones."""
    return _DATA.value()


def address() -> Address | None:
    """The address that readers use, where it isn't one that this computer knows itself by, else
    None; InvalidStore when it isn't an address."""
    return _ADDRESS.value()


def read_only() -> bool:
    """Whether nothing may be written in the app; InvalidStore when it is neither ja nor nej. The
    commands write all the same."""
    return _READ_ONLY.value()


def writer() -> str:
    """Who stands in the change log for what is written; "" when it isn't set."""
    return _WRITER.value()


def threshold() -> int:
    """Counts below kommun level under this are hidden; InvalidStore when it isn't a whole number
    from 1."""
    return _THRESHOLD.value()


def smallest_base() -> int:
    """No percentage is told on a smaller count; InvalidStore when it isn't a whole number
    from 1."""
    return _SMALLEST_BASE.value()


def cache_folder() -> Path:
    """Where compiled stores are kept; made where it isn't there, InvalidStore where it can't be
    written."""
    set_to = _CACHE.value()
    advice = f"sätt inställningen {_CACHE.name} till en mapp som programmet får skriva i"
    place = _CACHE.name if set_to else "Mellanlagring"
    try:
        folder = Path(
            set_to or platformdirs.user_cache_dir("lagesbild", appauthor=False)
        ).expanduser()
    except RuntimeError as error:
        told = f"användaren har ingen hemmapp; {advice}"
        raise InvalidStore([Problem(place, told)]) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        told = (
            f"{folder}: mappen för mellanlagring går inte att skriva i"
            f" ({reason(error, 'oväntat fel')})"
        )
        raise InvalidStore([Problem(place, f"{told}; {advice}")]) from error


def markdown() -> str:
    """Every setting, and how they are set, as a Markdown document in Swedish."""
    parts = [_HOW]
    for setting in ALL:
        told = (
            setting.does,
            f"- **Får vara:** {setting.allowed}.",
            f"- **Utan den:** {setting.otherwise}.",
        )
        does, *rows = (
            textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)
            for text in told
        )
        parts += [f"## {setting.name}", does, "\n".join(rows)]
    return "\n\n".join([*parts, _STREAMLIT]) + "\n"


_HOW = """\
# Inställningar

Skapad ur deklarationerna i `lagesbild_data/model/settings.py`; ändra där, inte här.

En inställning är en miljövariabel. Starta om programmet efter en ändring. Är en inställning något
annat än den får vara visas inga data, eller programmet startar inte, och skälet sägs. I Linux och
macOS skrivs den före kommandot:

```sh
LAGESBILD_DATA=mina-data.sqlite .venv/bin/python -m streamlit run app.py
```

I Windows sätts den först, i samma fönster:

```bat
set LAGESBILD_DATA=mina-data.sqlite
.venv\\Scripts\\python -m streamlit run app.py
```

I en tjänst med systemd är den en rad, `Environment=LAGESBILD_DATA=…`, som i
[lagesbild.service](drift/lagesbild.service)."""
_STREAMLIT = """\
## Streamlits egna

Adress, port, färger och annat som är Streamlits står i `.streamlit/config.toml`. De går också att
ange när programmet startas, till exempel `--server.address 0.0.0.0 --server.port 80`."""
