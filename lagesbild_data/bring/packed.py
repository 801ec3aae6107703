"""Zip files and the XML in them, Office's among them, measured before anything is made of what they
hold.

A few kilobytes can stand for gigabytes: what a program builds of XML costs by the number of its
tags, not by its bytes.
"""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

from lagesbild_data.words import swedish

_MOST_MEMBERS = 5_000
"""An ordinary workbook has some tens, a presentation some hundreds."""
_MOST_DIRECTORY = 2 * 2**20
"""Bytes of the list of members: each of its entries becomes an object before there is anything to
count."""
_MOST_TIMES, _FREE = 100, 10 * 2**20
"""How many times larger than itself what is packed may be when it is unpacked, where that is more
than so many bytes; ordinary sheets are 10 to 40 times larger."""
_PIECE = 200_000
"""Bytes between two tags: a cell of Excel has room for 32 767 letters, each of six bytes at most.
"""
MOST_LETTERS = 32_767
"""Letters of a text in a workbook."""
_XML = (b"<", b"\xff\xfe", b"\xfe\xff", b"\0\0\0<", b"\0<", b"Lo\xa7\x94")
"""How XML begins, in the letters that programs read it in."""
_TOO_MANY = (
    f"är packad av fler än {swedish.number(_MOST_MEMBERS)} filer; packa bara det som ska läsas"
)
TOO_LONG = (
    f"har en text som är längre än {swedish.number(MOST_LETTERS)} tecken, som är vad en cell i"
    " Excel rymmer"
)

File = Path | IO[bytes]


class TooMuch(Exception):  # noqa: N818 - it names what is wrong with the file
    """A file that isn't to be read; the text goes on from its name."""


class NotXml(Exception):  # noqa: N818 - as above
    """XML that is damaged, or that declares a document type, which no Office file does."""


def members(file: File) -> list[zipfile.ZipInfo]:
    """What the zip file holds; TooMuch where that is too much to list. What is damaged fails as
    zipfile lets it."""
    _check_directory(file)
    with zipfile.ZipFile(file) as content:
        return content.infolist()


def opened(file: File, most: int) -> zipfile.ZipFile:
    """The zip file, open; TooMuch where it has a password, or is too large as it stands or when it
    is unpacked (`most` bytes). What is damaged fails as zipfile lets it."""
    _check_members(members(file), most)
    return zipfile.ZipFile(file)


def _check_directory(file: File) -> None:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return _check_directory(stream)
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # it alone tells before it makes objects of them all
    if end and end[zipfile._ECD_SIZE] > _MOST_DIRECTORY:  # type: ignore[attr-defined]
        raise TooMuch(_TOO_MANY)


def _check_members(found: list[zipfile.ZipInfo], most: int) -> None:
    if len(found) > _MOST_MEMBERS:
        raise TooMuch(_TOO_MANY)
    sizes = [(member.file_size, member.compress_size) for member in found]
    unpacked, packed = map(sum, zip(*sizes, strict=True)) if sizes else (0, 0)
    if unpacked > most:
        raise TooMuch(f"blir {unpacked >> 20} MB uppackad; högst {most >> 20} MB är tillåtet")
    if any(
        large > _FREE and large > _MOST_TIMES * small
        for large, small in [*sizes, (unpacked, packed)]
    ):
        raise TooMuch(
            f"blir mer än {_MOST_TIMES} gånger så stor uppackad; så packas inga vanliga filer"
        )
    if any(member.flag_bits & 1 for member in found):
        raise TooMuch("har lösenord; packa den utan")


def is_xml(content: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a member is XML, by its name or by how it begins."""
    if member.filename.lower().endswith((".xml", ".rels")):
        return True
    with content.open(member) as file:
        return file.read(100).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_XML)


def count_tags(xml: IO[bytes], most: int) -> int:
    """How many tags there are; TooMuch where they are more than `most`, NotXml as read_xml."""
    count = 0

    def start(*_: object) -> None:
        nonlocal count
        count += 1

    def check() -> None:
        if count > most:
            raise TooMuch("har för många delar; ta bort layouter och bilder som inte används")

    read_xml(xml, start, check=check)
    return count


def read_xml(
    xml: IO[bytes],
    start: Callable[[str, Mapping[str, str]], None],
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    check: Callable[[], object] = lambda: None,
    piece_size: int = _PIECE,
) -> None:
    """Tell of each tag that begins, with its attributes, and that ends, and of the text between
    them; names keep their prefix, and `check` is asked after each piece. TooMuch where there is no
    tag in a piece, NotXml where it isn't XML of an Office file."""
    count = 0

    def counted(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal count
        count += 1
        start(name, attributes)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = counted
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_type
    try:
        while piece := xml.read(piece_size):
            before = count
            parser.Parse(piece, False)
            if count == before and len(piece) == piece_size:
                raise TooMuch(TOO_LONG)
            check()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NotXml(str(error)) from None
    check()


def _refuse_type(*_: object) -> None:
    raise NotXml("a document type")


def local(name: str) -> str:
    """The name of a tag without its prefix."""
    return name.rpartition(":")[2]
