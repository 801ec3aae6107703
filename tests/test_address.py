"""Addresses: whatever they hold, a page opens with what of it is understood, and says what
isn't."""

import re
from pathlib import Path

import pytest

from ui.frame import address

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("[a-z]*.py"))
TEXTS = {"sok", "rubrik"}
"""What is written, and may be anything."""
TOLD = re.compile(r'<p class="lb-note" role="status">(.*?)</p>')
WRONG = {
    "unknown": ["Finns inte"],
    "several": ["Finns inte", "Inte heller", "Inte det"],
    "repeated": ["Finns inte", "Finns inte"],
    "with an empty one": ["", "Finns inte"],
    "out of range": ["9" * 400],
    "negative": ["-1"],
    "decimals": ["2023.0"],
    "id": ["akern"],
    "long": ["å" * 2_000],
    "markup": ["</p><script>alert(1)</script>![x](http://example.org/x.png) *a* $x$ :material/x:"],
    "template": ["{{7*7}}{#{% {norra} {0} %s %(x)s %7B%7Bx%7D%7D&#123;"],
    "signs": ["a\x00b\x1b[31m\u202e\ufeff\n\r\t\ufffe 👩\u200d👧 e\u0301"],
}
"""Kinds of values that no page of the tiny store has among its choices."""


def html(app) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def told(app) -> list[str]:
    """What the page says of its address, a line each."""
    return [line for lines in TOLD.findall(html(app)) for line in lines.split("<br>")]


def content(app) -> list[str]:
    """What the page shows, but for what it says of its address and the agenda's bar."""
    headings = [heading.value for heading in (*app.title, *app.subheader)]
    words = [TOLD.sub("", element.proto.body) for element in app.get("html")]
    return [*headings, *(part for part in words if part and "lb-steps" not in part)]


def bound(app) -> dict[str, list[str]]:
    """What the page's address can set, by name, with the options of what has any."""
    widgets = [
        *app.selectbox,
        *app.multiselect,
        *app.get("button_group"),
        *app.toggle,
        *app.text_input,
    ]
    return {
        widget.key: list(getattr(widget, "options", []))
        for widget in widgets
        if widget.proto.query_param_key
    }


@pytest.fixture
def open_at(open_page, litet):
    """Open a page of the tiny store without failure, with this in its address."""

    def open_(name, **parameters):
        app = open_page(f"pages/{name}", litet, **parameters)
        assert (list(app.error), list(app.exception)) == ([], [])
        assert len(content(app)) > 3
        return app

    return open_


@pytest.fixture
def views(open_at):
    """Open a page, and each of its sections that has parameters of its own; give the address of
    each, the page, and the parameters by their names with the options of each."""

    def open_(name):
        plain = open_at(name)
        everywhere = bound(plain)
        yield {}, plain, everywhere
        for section in everywhere.get("avsnitt", []):
            app = open_at(name, avsnitt=[section])
            if own := {
                key: options for key, options in bound(app).items() if key not in everywhere
            }:
                yield {"avsnitt": [section]}, app, own

    return open_


def test_only_one_place_reads_an_address_or_binds_to_it():
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("pages", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"query.params|\bbind=", path.read_text(encoding="utf-8"))
    ]
    assert found == ["ui/frame/address.py"]


def test_every_name_that_a_page_looks_for_in_its_address_is_tried(views, open_at, monkeypatch):
    asked = set()
    given = address.given
    monkeypatch.setattr(address, "given", lambda key: asked.add(key) or given(key))
    tried = {key for name in PAGES for *_, own in views(name) for key in own}
    open_at("mote.py", mote=["true"], agenda=["SSG"], punkt=["1"])
    assert asked == {*tried, "agenda", "punkt"}
    assert tried >= TEXTS


@pytest.mark.parametrize("name", PAGES)
def test_wrong_values_leave_a_page_as_it_is_and_are_said(views, open_at, name):
    for place, plain, own in views(name):
        keys = own.keys() - TEXTS
        another = next(
            word
            for word in ("Kvartal", "Tabeller")
            if all(word not in options for options in own.values())
        )
        for kind, words in {**WRONG, "of another page": [another]}.items():
            app = open_at(name, **place, **dict.fromkeys(keys, words))
            assert content(app) == content(plain), kind
            assert len(told(app)) == len(keys), (kind, told(app))
            assert all("adressen nämner " in line for line in told(app)), kind


@pytest.mark.parametrize("name", PAGES)
def test_empty_value_is_none_and_nothing_is_said(views, open_at, name):
    for place, plain, own in views(name):
        for parameters in (*({key: [""]} for key in own), {key: ["", ""] for key in own}):
            app = open_at(name, **place, **parameters)
            assert (content(app), told(app)) == (content(plain), []), parameters
            assert all(group.value for group in app.get("button_group")), parameters


@pytest.mark.parametrize("name", PAGES)
def test_right_value_beside_a_wrong_one_holds_where_several_can_be_chosen(views, open_at, name):
    for place, _, own in views(name):
        right = {key: options[len(options) // 2] for key, options in own.items() if options}
        for order in (1, -1):
            app = open_at(
                name, **place, **{key: [word, "Finns inte"][::order] for key, word in right.items()}
            )
            several = {widget.key: widget for widget in app.multiselect}
            assert len(told(app)) == len(right)
            assert sum("nämner flera val" in line for line in told(app)) == len(
                right.keys() - several
            )
            for key in right.keys() & several:
                assert [several[key].format_func(value) for value in several[key].value] == [
                    right[key]
                ]


@pytest.mark.parametrize(("name", "key"), [("loften.py", "sok"), ("underlag.py", "rubrik")])
def test_any_text_may_be_searched_for_and_be_a_heading(open_at, name, key):
    for words in map(
        WRONG.__getitem__, ("several", "with an empty one", "long", "template", "signs")
    ):
        app = open_at(name, **{key: words})
        assert app.text_input(key=key).value
        assert len(told(app)) == (len(set(words) - {""}) > 1)


def test_agenda_that_is_not_there_is_said_in_the_meeting(open_at):
    for words in map(WRONG.__getitem__, ("unknown", "several", "long", "template", "signs")):
        [line] = told(open_at("mote.py", mote=["true"], agenda=words, punkt=words))
        assert line.startswith("Agenda: adressen nämner ")
        assert line.endswith("; här gäller ingen.")
    [line] = told(open_at("mote.py", mote=["true"], agenda=["SSG"], punkt=["２"]))
    assert (
        line == "Punkt i agendan: adressen nämner ２, som inte finns att välja; här gäller ingen."
    )


def test_what_is_said_names_little_of_a_long_address_and_is_inert(open_at):
    app = open_at("brott.py", steg=["<b>" * 100], omrade=[f"nr {number}" for number in range(100)])
    assert told(app) == [
        (
            "Områden: adressen nämner nr 0, nr 1, nr 2 och 97 till, som inte finns att välja; här"
            " gäller alla områden."
        ),
        f"Tid: adressen nämner {'&lt;b&gt;' * 20}…, som inte finns att välja; här gäller År.",
    ]


def test_address_that_is_too_long_to_be_read_opens_the_page(open_at):
    assert content(open_at("brott.py", steg=["å" * 100_000])) == content(open_at("brott.py"))


def test_what_is_said_stays_until_something_else_is_chosen_there(open_at):
    app = open_at("brott.py", steg=["Vecka"], omrade=["Rosenlund", "Åkern"])
    area, step = told(app)
    assert told(app.run()) == [area, step]
    assert area == "Områden: adressen nämner Rosenlund, som inte finns att välja; här gäller Åkern."
    assert step == "Tid: adressen nämner Vecka, som inte finns att välja; här gäller År."
    assert told(app.segmented_control(key="steg").set_value("kvartal").run()) == [area]
    assert told(app.multiselect(key="omrade").set_value(["norrby"]).run()) == []


@pytest.mark.parametrize("name", PAGES)
def test_choices_that_are_gone_when_the_store_is_changed_leave_a_page_that_opens(
    views, open_at, exempelstad, monkeypatch, name
):
    for place, _, own in views(name):
        app = open_at(
            name, **place, **{key: [options[-1]] for key, options in own.items() if options}
        )
        with monkeypatch.context() as patch:
            patch.setenv("LAGESBILD_DATA", str(exempelstad))
            app.run()
        assert (list(app.error), list(app.exception)) == ([], [])
        assert len(content(app)) > 3
