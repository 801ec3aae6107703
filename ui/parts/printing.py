"""What paper needs of a page that only its script can do."""

from pathlib import Path

from markupsafe import Markup

from ui.frame.html import own, render

_SCRIPT = Markup('<span class="lb-script"></span><script>{}</script>').format(
    own(Path(__file__).parent / "printing.js")
)


def prepare() -> None:
    """Have figures and maps fit the paper when the page is printed, however often it is asked
    for."""
    render(_SCRIPT, javascript=True)
