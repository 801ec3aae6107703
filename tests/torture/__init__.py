"""What nobody does on purpose, done very often: kills, damaged files, hostile texts and guesses. See `make torture`."""

from . import damage, files, guesses, kills, reader, texts

KINDS = [*kills.KINDS, *reader.KINDS, *damage.KINDS, *files.KINDS, *texts.KINDS, *guesses.KINDS]
"""Every kind of trial."""
