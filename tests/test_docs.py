"""The documents are in step with each other and with the program."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "LICENSE-DATA.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def headings(path: Path) -> list[str]:
    """The document's headings, without its examples."""
    text = re.sub(
        r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def anchor(heading: str) -> str:
    """What a link to the heading is, as GitHub makes it."""
    kept = (
        sign for sign in heading.lower() if sign in " -_" or unicodedata.category(sign)[0] in "LNM"
    )
    return "".join(kept).replace(" ", "-")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_link_leads_to_something(path):
    text = re.sub(
        r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text):
        file, _, part = "".join(link).partition("#")
        if file.startswith(("http:", "https:")):
            continue
        target = path.parent / file if file else path
        assert target.exists(), link
        assert not part or part in map(anchor, headings(target)), link


def test_every_decision_has_a_number_of_its_own_and_its_day():
    found = [heading for heading in headings(ROOT / "docs" / "beslut.md") if heading[0].isdigit()]
    read = [re.fullmatch(r"(\d+)\. .+ \((\d{4}-\d\d-\d\d)\)", heading) for heading in found]
    assert all(read), found
    numbered = sorted((int(match[1]), match[2]) for match in read)
    assert [number for number, _ in numbered] == list(range(1, len(found) + 1))
    assert [day for _, day in numbered] == sorted(day for _, day in numbered)


def names(path: Path) -> set[str]:
    """What a module declares, and what its classes do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    return found | {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


@pytest.mark.parametrize("document", ["arkitektur.md", "utveckla.md"])
def test_every_file_and_name_of_the_recipes_is_there(document):
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    found = re.findall(r"`([\w./-]+?(?:\.(?:py|md|csv|toml)|/))(?::(\w+))?`", text)
    found += re.findall(r"`((?:tests|lagesbild_data)/[\w/]+)()`", text)
    assert len(found) > 20
    for path, name in found:
        assert (ROOT / path).exists(), path
        assert not name or name in names(ROOT / path), f"{path}:{name}"
