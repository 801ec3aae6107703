"""What LibreOffice makes of the slides. Needs `soffice` on PATH (the package
libreoffice-impress)."""

import io
import shutil
import subprocess

import pytest
from pptx import Presentation
from pypdf import PdfReader


@pytest.fixture(scope="module")
def rendered(slides, tmp_path_factory):
    """The slides as LibreOffice draws them, as a PDF."""
    office = shutil.which("soffice")
    assert office, "soffice saknas; installera det med: sudo apt-get install libreoffice-impress"
    folder = tmp_path_factory.mktemp("office")
    (folder / "ut.pptx").write_bytes(slides)
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "ut.pptx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return PdfReader(folder / "ut.pdf")


def test_every_slide_is_a_page(rendered, slides):
    assert len(rendered.pages) == len(Presentation(io.BytesIO(slides)).slides)


def placed(page) -> list[tuple[float, float, float, str]]:
    """What is written on a page: how far from the left and from the bottom, its size, all in
    points, and the text."""
    found = []

    def note(text, matrix, text_matrix, _, size):
        if text.strip():
            x, y = text_matrix[4], text_matrix[5]
            left = matrix[0] * x + matrix[2] * y + matrix[4]
            bottom = matrix[1] * x + matrix[3] * y + matrix[5]
            found.append((left, bottom, size * abs(matrix[3] * text_matrix[3]), text.strip()))

    page.extract_text(visitor_text=note)
    return found


def test_no_text_is_drawn_outside_its_slide(rendered):
    for page in rendered.pages:
        width, height = (float(side) for side in page.mediabox[2:])
        for left, bottom, _, text in placed(page):
            assert 0 <= left <= width, text
            assert 0 <= bottom <= height, text


def test_nothing_runs_into_the_sources_under_it(rendered):
    judged = 0
    for page in rendered.pages:
        texts = placed(page)
        for _, top, written, source in texts:
            if source.startswith("Källa: ") and written < 10.5 and "Uttaget" not in source:
                judged += 1
                assert [
                    (size, text)
                    for _, bottom, size, text in texts
                    if bottom < top + 9 and size > 10.5
                ] == []
    assert judged > 15


def test_every_follow_up_is_drawn(rendered, follow_ups):
    text = "".join("".join(page.extract_text().split()) for page in rendered.pages)
    for told in follow_ups.itertuples():
        assert "".join(told.text.split()) in text
