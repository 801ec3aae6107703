"""Files that aren't read, known by what is in them: what each is, and how to save what it holds."""

import re

from lagesbild_data.bring.formats.upload import Upload

_OPEN = "öppna den i Excel eller LibreOffice och spara den som arbetsbok (.xlsx)"
_COPY = "kopiera tabellen till ett kalkylark och spara det som arbetsbok (.xlsx)"
_IMAGE = "är en bild; be den som gjorde den om tabellen som arbetsbok (.xlsx) eller CSV"
_MAIL = f"är ett brev; spara bilagan för sig, eller {_COPY}"

_BEGINS = (
    (rb"%PDF-", f"är en PDF-fil; be om tabellen som arbetsbok, eller {_COPY}"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|.{4}ftyp(heic|heix|mif1|avif)", _IMAGE),
    (rb"\{\\rtf", f"är ett textdokument (RTF); {_COPY}"),
    (
        rb"\0\0\x02\0[\x04\x06]|\0\0\x1a\0[\0-\x05]\x10",
        f"är ett kalkylark från Lotus 1-2-3; {_OPEN}",
    ),
    (
        rb"[\x09][\0\x02\x04]..[\0\x02-\x04]\0[\x10\x20\0]",
        f"är en Excel-fil från före 1995; {_OPEN}",
    ),
    (
        rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh[1-9]|\xfd7zXZ\0",
        "är packad på ett sätt som inte läses; packa upp den först",
    ),
    (
        rb"\s*\{\s*\"(?:url|doc_id|resource_id)\"\s*:.{0,300}(?:docs\.google\.com|\"doc_id\"|\"resource_id\")",
        (
            "är bara en länk till ett Google-kalkylark; öppna det och välj Arkiv, Ladda ned,"
            " Microsoft Excel (.xlsx)"
        ),
    ),
    (
        (
            rb"(?:Return-Path|Received|From|Delivered-To|MIME-Version|Message-ID|X-[\w-]+):"
            rb" .{0,4000}\n(?:To|Subject|Date): "
        ),
        _MAIL,
    ),
    (
        (
            rb"(?:<\?xml.{0,300})?<\?mso-application"
            rb" progid=.Excel|<\?xml.{0,500}urn:schemas-microsoft-com:office:spreadsheet"
        ),
        f"är en arbetsbok i XML (XML-kalkylark 2003); {_OPEN}",
    ),
    (
        rb"(?:<\?xml.{0,300})?<\?mso-application progid=.Word",
        f"är ett Word-dokument i XML; {_COPY}",
    ),
    (
        rb"(?i)\s*(?:<!--.{0,300}-->\s*)?(?:<!doctype html|<html|<table|<meta |<head)",
        f"är en webbsida (HTML), fast den kan heta .xls; {_OPEN}",
    ),
)
"""How a file begins, and what is then to be said of it."""
_HOLDS = (
    ("EncryptedPackage", "har lösenord; öppna den i Excel och spara den utan"),
    ("WordDocument", f"är ett äldre Word-dokument; {_COPY}"),
    ("PowerPoint Document", f"är en äldre PowerPoint-fil; {_COPY}"),
    ("__properties_version1.0", _MAIL),
    ("WksSSWorkBook", f"är ett kalkylark från Microsoft Works; {_OPEN}"),
    ("word/document.xml", f"är ett Word-dokument; {_COPY}"),
    ("ppt/presentation.xml", f"är en PowerPoint-fil; {_COPY}"),
    (
        "Index/Document.iwa",
        "är ett dokument från Apple, till exempel Numbers; välj Arkiv, Exportera till, Excel",
    ),
    ("index.apxl", f"är en presentation från Apple; {_COPY}"),
    ("content.xml", f"är ett dokument från LibreOffice men inget kalkylblad; {_COPY}"),
)
"""What a container or a zip file holds, and what is then to be said of it."""


def not_read(upload: Upload) -> str:
    """What is to be said of a file of a known kind that isn't read; the text goes on from its name.
    "" for others."""
    if upload.kind == "arbetsbok":
        return ""
    held = {*upload.streams, *upload.members}
    if told := next((told for name, told in _HOLDS if name in held), ""):
        return told
    head = upload.head.removeprefix(b"\xef\xbb\xbf")
    return next((told for begin, told in _BEGINS if re.match(begin, head, re.DOTALL)), "")
