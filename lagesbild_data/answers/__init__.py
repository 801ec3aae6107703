"""What is asked of a reader's store, a package or a module per subject; overview, area and
catalogue compose the others.

Each function is named by its answer. An answer that a page shows is a new DataFrame; one that
becomes key figures or sentences is a list of rows, whose attributes are the selected columns and
None where nothing is published.
"""
