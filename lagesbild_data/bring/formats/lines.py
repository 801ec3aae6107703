"""Rows of texts, as every file that has such is read."""

HEADINGS_WITHIN = 10
"""Rows among which headings are looked for: people put titles and empty rows above them."""
Line = tuple[int, list[str]]
"""A row's number in the file and its texts."""
