"""What nobody does on purpose, done very often: kills, damaged files, hostile texts and guesses. See `make torture`."""

from .kills import KINDS as _KILLS

KINDS = [*_KILLS]
"""Every kind of trial."""
