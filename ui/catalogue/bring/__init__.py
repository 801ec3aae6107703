"""Bringing files in: a module for each thing that is shown of a file, or asked about it."""
