"""What nobody does on purpose, done very often: kills, damaged files, hostile texts and guesses. See `make torture`."""

from . import damage, kills, reader

KINDS = [*kills.KINDS, *reader.KINDS, *damage.KINDS]
"""Every kind of trial."""
