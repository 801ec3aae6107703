"""Documents for meetings: the same answers as the pages, as slides, a PDF and a workbook."""
