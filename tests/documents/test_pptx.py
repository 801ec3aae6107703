"""Slides read back with python-pptx: native charts and tables, alt texts, notes, and nothing
outside its slide."""

import datetime as dt
import io
import zipfile

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.util import Pt

from briefing import files, text
from briefing.blocks import Choice, NotPossible
from briefing.pptx import template
from lagesbild_data.answers.promises import results
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for


@pytest.fixture(scope="module")
def deck(slides):
    return Presentation(io.BytesIO(slides))


def shapes(deck):
    return [(slide, shape) for slide in deck.slides for shape in slide.shapes]


def charts(deck):
    return [shape.chart for _, shape in shapes(deck) if shape.has_chart]


def tables(deck):
    return [shape.table for _, shape in shapes(deck) if shape.has_table]


def shown(deck) -> str:
    """All text on the slides."""
    texts = [shape.text_frame.text for _, shape in shapes(deck) if shape.has_text_frame]
    return "\n".join(
        texts + [cell.text for table in tables(deck) for row in table.rows for cell in row.cells]
    )


def titles(deck):
    return [slide.shapes.title.text for slide in deck.slides]


def slide_called(deck, title):
    return next(slide for slide in deck.slides if slide.shapes.title.text.startswith(title))


def test_first_content_slide_can_be_read_aloud(deck):
    slide = deck.slides[1]
    assert slide.shapes.title.text == "Sammanfattning"
    [body] = [
        shape
        for shape in slide.shapes
        if shape.has_text_frame and "Senaste uppföljning" in shape.text_frame.text
    ]
    assert 3 <= len(body.text_frame.paragraphs) <= 5


def test_own_words_stand_on_the_first_slide_of_their_part(deck):
    assert "Kommentar" not in titles(deck)
    slide = slide_called(deck, "Medborgarlöfte 2024")
    [said] = [shape for shape in slide.shapes if shape.name == "Kommentar"]
    assert said.text_frame.text == "Vi behöver tala om #krogarna, *alla* $x$."
    assert sum(shape.name == "Kommentar" for _, shape in shapes(deck)) == 1


def test_long_own_words_have_a_slide_with_the_name_of_their_part(published, make_everything):
    words = "\n".join(f"Rad {number}." for number in range(12))
    deck = Presentation(
        io.BytesIO(make_everything(published, ".pptx", "", {"brott": words, "karta": "Kort."}))
    )
    assert "Anmälda brott" in titles(deck)
    assert "Rad 11." in shown(deck)
    assert inside(deck) == []


def test_readings_are_italic_and_explained_on_the_same_slide(deck):
    found = 0
    for slide in deck.slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            runs = [
                run
                for row in table.rows
                for cell in row.cells
                for p in cell.text_frame.paragraphs
                for run in p.runs
            ]
            marked = [run for run in runs if run.text.endswith("°")]
            found += len(marked)
            assert all(run.font.italic for run in marked)
            texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            assert not marked or "° läst ur källans text enligt regeln" in texts
    assert found == 61  # the matrix and the follow-ups of 2024, and those of the five areas


def test_legend_stands_under_its_table(deck):
    judged = 0
    for slide in deck.slides:
        for legend in [
            shape
            for shape in slide.shapes
            if shape.has_text_frame and shape.text_frame.text.startswith("°")
        ]:
            [table] = [shape for shape in slide.shapes if shape.has_table]
            sources = [
                shape
                for shape in slide.shapes
                if shape.has_text_frame and "Källa: " in shape.text_frame.text
            ]
            assert table.top + sum(row.height for row in table.table.rows) <= legend.top
            assert legend.top + legend.height <= sources[0].top
            judged += 1
    assert judged > 3


def test_marked_status_keeps_its_colour(deck):
    table = next(
        t for t in tables(deck) if any(c.text == "▶ pågår°" for row in t.rows for c in row.cells)
    )
    cells = [cell for row in table.rows for cell in row.cells if cell.text == "▶ pågår°"]
    assert {str(cell.fill.fore_color.rgb) for cell in cells} == {"CFE6F5"}


def test_slides_are_wide_and_begin_with_what_the_document_is(deck, published):
    assert deck.slide_width * 9 == deck.slide_height * 16
    first = "\n".join(
        shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame
    )
    for said in (
        "Inför mötet",
        "SSG",
        "Alla områden · alla år",
        "28 maj 2024",
        f"Dataversion {published.version}",
    ):
        assert said in first


def chart_called(deck, name):
    return next(chart for chart in charts(deck) if chart.plots[0].series[0].name == name)


def test_charts_are_native_and_hold_the_numbers_of_the_query(deck, crime_rows):
    rows = crime_rows
    years = chart_called(deck, "Anmälda brott per år").plots[0]
    quarters = chart_called(deck, "Anmälda brott per kvartal").plots[0]
    assert list(years.categories) == [str(row.ar) for row in rows if row.kvartal is None]
    assert list(years.series[0].values) == [row.antal for row in rows if row.kvartal is None]
    assert list(quarters.series[0].values) == [row.antal for row in rows if row.kvartal]


def test_chart_of_each_counted_result_holds_the_numbers_of_the_query(deck, published):
    series = dict(results.result_series(results.results_over_time(published, Filter())))
    names = [chart.plots[0].series[0].name for chart in charts(deck)]
    shown_series = [name for name in names if name in series]
    assert len(shown_series) == 7
    for name in shown_series:
        assert list(chart_called(deck, name).plots[0].series[0].values) == list(
            series[name]["varde"]
        )


def test_chart_can_be_edited(deck):
    assert chart_called(deck, "Anmälda brott per år").part.chart_workbook.xlsx_part.blob.startswith(
        b"PK"
    )


def test_charts_begin_at_zero(deck):
    assert {chart.value_axis.minimum_scale for chart in charts(deck)} == {0}


def test_preliminary_columns_are_hatched(deck, crime_rows):
    plot = chart_called(deck, "Anmälda brott per kvartal").plots[0]
    rows = [row for row in crime_rows if row.kvartal]
    hatched = [
        i
        for i in range(len(rows))
        if plot.series[0]._element.xpath(f"c:dPt[c:idx/@val={i}]//a:pattFill")
    ]
    assert hatched == [i for i, row in enumerate(rows) if row.preliminar]
    assert hatched


def test_number_with_a_reservation_is_labelled_with_it(deck):
    labels = (
        chart_called(deck, "Fotpatrulltillfällen")
        .plots[0]
        .series[0]
        ._element.xpath("c:dLbls/c:dLbl//a:t/text()")
    )
    assert labels == ["> 500", "≥ 608"]


def test_everything_that_is_not_text_has_alt_text(deck):
    seen = set()
    for _, shape in shapes(deck):
        if shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
            seen.add(shape.shape_type)
            assert len(shape._element.xpath(".//p:cNvPr/@descr")[0]) > 20
    assert seen == {MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.PICTURE}


def test_only_the_map_is_a_picture(deck):
    assert [
        shape.name for _, shape in shapes(deck) if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    ] == ["Karta"]


def test_tables_have_a_heading_row(deck):
    assert tables(deck)
    assert all(table.first_row for table in tables(deck))


def test_every_follow_up_is_on_a_slide_in_full(deck, follow_ups):
    everything = "".join(shown(deck).split())
    for told in follow_ups.itertuples():
        assert "".join(told.text.split()) in everything


def test_every_slide_has_a_title_a_number_and_notes_with_source_and_method(deck, published):
    for slide in deck.slides:
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert PP_PLACEHOLDER.SLIDE_NUMBER in kinds
        assert slide.shapes.title.text
        assert f"Dataversion: {published.version}" in slide.notes_slide.notes_text_frame.text
    notes = next(
        s for s in deck.slides if "Anmälda brott i" in s.shapes.title.text
    ).notes_slide.notes_text_frame.text
    assert "Källa: Anmälda brott, statistik ur Brå SOL." in notes
    assert "Talen är hämtade ur en kopia hos tredje part" in notes


def test_footer_says_what_is_chosen_on_every_slide(deck):
    for slide in deck.slides:
        footers = [
            s.text for s in slide.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.FOOTER
        ]
        assert "Alla områden · alla år" in footers[0]


def inside(deck):
    """Faults: what stands outside its slide, and text that is higher than its frame."""
    faults = []
    for slide, shape in shapes(deck):
        if (
            shape.left < 0
            or shape.top < 0
            or shape.left + shape.width > deck.slide_width
            or (shape.top + shape.height > deck.slide_height)
        ):
            faults.append((slide.shapes.title.text, shape.name, "utanför"))
        if shape.has_table:
            heights = [row.height for row in shape.table.rows]
            if shape.top + sum(heights) > deck.slide_height - Pt(40):
                faults.append((slide.shapes.title.text, shape.name, "tabellen"))
            faults += [
                (slide.shapes.title.text, cell.text)
                for row in shape.table.rows
                for cell, column in zip(row.cells, shape.table.columns, strict=True)
                if not _holds(cell, column.width, row.height)
            ]
        elif (
            shape.has_text_frame
            and shape.text_frame.text
            and not _holds(shape, shape.width, shape.height)
        ):
            faults.append((slide.shapes.title.text, shape.text_frame.text))
    return faults


def _holds(cell, width, height) -> bool:
    frame = cell.text_frame
    margins = cell if not hasattr(cell, "shape_id") else frame
    room = (
        width - margins.margin_left - margins.margin_right
    ) / 12700 + 0.1  # widths are whole units of the file
    taken = 0.0
    for number, paragraph in enumerate(frame.paragraphs, 1):
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
        bold = any(run.font.bold for run in paragraph.runs)
        size = max(sizes, default=10)
        indent = sum(map(int, paragraph._p.xpath("a:pPr/@marL"))) / 12700
        taken += text.height(paragraph.text.replace("\v", "\n"), size, room - indent, bold)
        if number < len(frame.paragraphs):
            taken += (paragraph.space_after or 0) / 12700
    return taken <= (height - margins.margin_top - margins.margin_bottom) / 12700 + 0.1


def test_nothing_is_cut_or_outside_its_slide(deck):
    assert inside(deck) == []


@pytest.fixture
def long_texts(litet, put):
    """The tiny store with a follow-up of a page and an address without spaces."""
    put("uppfoljningar", 2, "text", " ".join(f"Mening {i} om det som gjordes." for i in range(50)))
    put("handelser", 3, "plats", "https://exempelstad.example/" + "lang" * 60)
    put("loften", 3, "namn", "Ett medborgarlöfte med ett mycket långt namn " * 4)
    return opened_for(Reader(), litet)


def test_long_text_goes_on_on_more_slides_and_nothing_is_lost(long_texts, make_everything):
    deck = Presentation(io.BytesIO(make_everything(long_texts, ".pptx")))
    assert inside(deck) == []
    bodies = (list(table.rows)[1:] for table in tables(deck))
    cells = "".join(
        row.cells[1].text + " " for rows in bodies for row in rows if len(row.cells) == 3
    )
    words = cells.split()
    assert [int(words[i + 1]) for i, word in enumerate(words) if word == "Mening"] == list(
        range(50)
    )


def test_invented_data_is_said_on_every_slide(invented, make_everything, deck):
    for slide in Presentation(io.BytesIO(make_everything(invented, ".pptx"))).slides:
        assert reference.INVENTED in [
            shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        ]
    assert reference.INVENTED not in shown(deck)


def test_same_document_is_the_same_bytes(slides, published, make_everything):
    again = make_everything(
        published, ".pptx", "Inför mötet", {"lofte": "Vi behöver tala om #krogarna, *alla* $x$."}
    )
    assert again == slides


def test_no_time_of_day_is_left_in_the_file(slides):
    def stamps(package: bytes):
        with zipfile.ZipFile(io.BytesIO(package)) as file:
            for entry in file.infolist():
                yield entry.date_time
                if entry.filename.endswith(".xlsx"):
                    yield from stamps(file.read(entry))
                if entry.filename == "docProps/core.xml":
                    assert b"2024-05-28T00:00:00Z" in file.read(entry)

    assert set(stamps(slides)) == {(1980, 1, 1, 0, 0, 0)}


# An organisation's template


def saved(deck) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def own_template(*names: str):
    """A template of 4:3 that has these layouts of python-pptx's own, under other names, and a
    slide."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[6]).name = "gammal"
    for layout in list(deck.slide_layouts):
        if layout.name not in (*names, "Blank"):
            deck.slide_layouts.remove(layout)
    for number, layout in enumerate(deck.slide_layouts):
        layout.name = f"Layout {number}"
    return deck


def made_on(published, template_bytes, tmp_path):
    path = tmp_path / "mall.pptx"
    path.write_bytes(template_bytes)
    choice = Choice("ssg", Filter(), ("brott", "lofte", "aktiviteter"))
    return Presentation(
        io.BytesIO(files.make(published, choice, ".pptx", dt.date(2024, 5, 28), path))
    )


def test_templates_layouts_are_found_by_what_they_hold(published, tmp_path):
    deck = made_on(
        published, saved(own_template("Title Slide", "Title and Content", "Title Only")), tmp_path
    )
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert [slide.slide_layout.name for slide in deck.slides][:2] == ["Layout 0", "Layout 2"]
    assert "gammal" not in [slide.name for slide in deck.slides]
    assert inside(deck) == []


def test_template_without_a_cover_uses_its_title_layout(published, tmp_path):
    deck = made_on(published, saved(own_template("Title and Content")), tmp_path)
    assert {slide.slide_layout.name for slide in deck.slides} == {"Layout 0"}
    assert "28 maj 2024" in shown(deck)
    for slide in deck.slides:
        others = {shape.placeholder_format.type for shape in slide.placeholders}
        assert PP_PLACEHOLDER.OBJECT not in others  # no empty frame that says "click to add text"


def test_template_without_slide_numbers_gets_them(published, tmp_path):
    mall = own_template("Title Slide", "Title Only")
    for layout in mall.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                shape._element.getparent().remove(shape._element)
    for slide in made_on(published, saved(mall), tmp_path).slides:
        assert slide._element.xpath("//a:fld[@type='slidenum']")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"inte en pptx", "Mallen mall.pptx går inte att läsa som en PowerPoint-fil (.pptx)."),
        (
            saved(own_template()),
            (
                "Mallen mall.pptx har ingen layout med en platshållare för rubrik. "
                "Lägg till en sådan layout."
            ),
        ),
    ],
    ids=["not a file of PowerPoint", "no layout with a title"],
)
def test_template_that_can_not_be_used_says_what_is_missing(file, message):
    with pytest.raises(NotPossible) as told:
        template.given(file, "mall.pptx")
    assert str(told.value) == message


def test_template_with_no_room_under_its_title_says_so():
    mall = own_template("Title Only")
    title = mall.slide_layouts[0].placeholders[0]
    title.left, title.top, title.width, title.height = Pt(20), Pt(380), Pt(600), Pt(60)
    with pytest.raises(NotPossible, match="har för lite plats under rubriken i layouten Layout 0"):
        template.given(saved(mall), "mall.pptx")


def test_long_choice_and_signs_that_no_file_holds_are_no_hindrance(invented, make_everything):
    heading = "a\x01b\ufeff\uffff" + "rubrik " * 60
    deck = Presentation(
        io.BytesIO(make_everything(invented, ".pptx", heading, {"lofte": "x\ufffey"}))
    )
    assert deck.core_properties.title.startswith("abrubrik rubrik")
    assert len(deck.core_properties.title) == 255
    assert "xy" in shown(deck)
    assert make_everything(invented, ".pdf", heading, {"lofte": "x\ufeff\ufffey"}).startswith(
        b"%PDF"
    )
