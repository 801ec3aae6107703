"""From other people's files into a store: formats, names, templates, what a file would do, and
doing it."""
