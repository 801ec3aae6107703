"""The same bytes for the same document."""

import datetime as dt
import io
import re
import zipfile

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def dated(package: bytes, made: dt.datetime) -> bytes:
    """An Office file with all times in it, also those of workbooks inside it, set to when it was
    made."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = dated(content, made)
            elif name == "docProps/core.xml":
                content = _STAMP.sub(
                    rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content
                )
            new.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return file.getvalue()
