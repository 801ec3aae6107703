"""What an organisation may set for itself, in environment variables."""

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from lagesbild_data.problems import InvalidStore, Problem, reason


def threshold() -> int:
    """Counts below kommun level under this are hidden: the setting LAGESBILD_TROSKEL, else 5; InvalidStore when it
    isn't a whole number from 1."""
    return _setting("LAGESBILD_TROSKEL", 5)


def smallest_base() -> int:
    """No percentage is told on a smaller count: the setting LAGESBILD_PROCENTBAS, else 20; InvalidStore when it isn't a
    whole number from 1."""
    return _setting("LAGESBILD_PROCENTBAS", 20)


def read_only() -> bool:
    """Whether nothing may be written in the app: the setting LAGESBILD_SKRIVSKYDD, ja or else nej; InvalidStore when it
    is anything else. The commands write all the same."""
    text = os.environ.get("LAGESBILD_SKRIVSKYDD", "").strip() or "nej"
    if text not in ("ja", "nej"):
        raise InvalidStore([Problem("LAGESBILD_SKRIVSKYDD", f'"{text}" är varken ja eller nej')])
    return text == "ja"


def _setting(name: str, otherwise: int) -> int:
    text = os.environ.get(name, "").strip() or str(otherwise)
    if not (text.isdecimal() and len(text) < 10 and int(text) >= 1):
        raise InvalidStore([Problem(name, f'"{text}" är inte ett heltal från 1')])
    return int(text)


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


def address() -> Address | None:
    """The address that readers use, where it isn't one that this computer knows itself by: the setting
    LAGESBILD_ADRESS, else None; InvalidStore when it isn't an address."""
    name, text = "LAGESBILD_ADRESS", os.environ.get("LAGESBILD_ADRESS", "").strip()
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port in (None, _USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
        known = parts.scheme in _USUAL_PORTS and not (parts.username or parts.query or parts.fragment)
        if not (known and re.fullmatch(r"[a-z0-9.-]+", host) and re.fullmatch(r"[\w/.~-]*", parts.path, re.ASCII)):
            raise ValueError
    except ValueError:
        message = f'"{text}" är inte en adress till programmet, till exempel https://lagesbild.exempel.se'
        raise InvalidStore([Problem(name, message)]) from None
    return Address(f"{parts.scheme}://{host}{port}", f"/{parts.path.strip('/')}")


def cache_folder() -> Path:
    """Where compiled stores are kept: the setting LAGESBILD_CACHE, else in the user's cache folder; made where it isn't
    there, InvalidStore where it can't be written."""
    set_to = os.environ.get("LAGESBILD_CACHE", "").strip()
    place, advice = "LAGESBILD_CACHE" if set_to else "Mellanlagring", "till en mapp som programmet får skriva i"
    try:
        folder = Path(set_to or platformdirs.user_cache_dir("lagesbild", appauthor=False)).expanduser()
    except RuntimeError as error:
        told = f"användaren har ingen hemmapp; sätt inställningen LAGESBILD_CACHE {advice}"
        raise InvalidStore([Problem(place, told)]) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        told = f"{folder}: mappen för mellanlagring går inte att skriva i ({reason(error, 'oväntat fel')})"
        raise InvalidStore([Problem(place, f"{told}; sätt inställningen LAGESBILD_CACHE {advice}")]) from error
