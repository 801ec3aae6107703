"""Native charts whose numbers can be edited."""

import io
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter import Workbook

from briefing.blocks import Chart, Point
from briefing.pptx.shapes import describe, emu, rgb
from briefing.pptx.template import Box
from charts.theme import LIGHT

_MOST_WIDE = 5
"""As few columns as this stand far apart."""


def add_chart(slide: Slide, box: Box, chart: Chart) -> None:
    """A native column chart; its numbers can be edited."""
    data = CategoryChartData(number_format=_number_format(chart))
    data.categories = [point.label for point in chart.points]
    data.add_series(chart.title, [point.value for point in chart.points])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *emu(box), data)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_numbers_behind(chart))
    describe(frame, chart.title, chart.alt)
    drawn = frame.chart
    large = box.width > 500
    drawn.has_legend = False
    drawn.font.size, drawn.font.color.rgb = Pt(12 if large else 10), rgb(LIGHT.text)
    drawn.has_title = True
    heading = drawn.chart_title.text_frame
    heading.text = chart.heading
    heading.paragraphs[0].runs[0].font.size = Pt(14 if large else 11)
    heading.paragraphs[0].runs[0].font.bold = not large
    plot = drawn.plots[0]
    plot.gap_width = 45 if len(chart.points) > _MOST_WIDE else 150
    few = chart.is_short
    axis = drawn.value_axis
    axis.minimum_scale, axis.has_major_gridlines, axis.visible = 0, not few, not few
    if not few:
        axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
        axis.format.line.fill.background()
        _label_every(drawn.category_axis, 4)
    drawn.category_axis.format.line.color.rgb = rgb(LIGHT.muted)
    drawn.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.category_axis.has_major_gridlines = False
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(LIGHT.accent)
    if few:
        labels = series.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
        labels.number_format, labels.number_format_is_linked = _number_format(chart), False
    for number, point in enumerate(chart.points):
        if point.preliminary:
            fill = series.points[number].format.fill
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb, fill.back_color.rgb = rgb(LIGHT.accent), rgb(LIGHT.background)
            series.points[number].format.line.color.rgb = rgb(LIGHT.accent)
        if few and not _is_plain(point):
            label = series.points[number].data_label
            label.text_frame.text = point.shown
            label.position = XL_LABEL_POSITION.OUTSIDE_END


def _numbers_behind(chart: Chart) -> bytes:
    """The workbook of a native chart, as python-pptx refers to it, but with no text of it a formula
    or a link."""
    file = io.BytesIO()
    with Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        number_format = book.add_format({"num_format": _number_format(chart)})
        sheet.write_column(1, 0, [point.label for point in chart.points])
        sheet.write_string(0, 1, chart.title)
        sheet.write_column(1, 1, [point.value for point in chart.points], number_format)
    return file.getvalue()


def _label_every(axis: Any, step: int) -> None:
    """Write the first of every `step` labels only."""
    last = axis._element.find("{*}noMultiLvlLbl")
    last.addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{step}"/>'))


def _is_plain(point: Point) -> bool:
    """Whether the number says it all, without ≥ or ca."""
    return point.shown[0].isdigit()


def _number_format(chart: Chart) -> str:
    decimals = max(
        (len(p.shown.partition(",")[2]) for p in chart.points if _is_plain(p)), default=0
    )
    return "#,##0" + ("." + "0" * decimals if decimals else "")
