"""Figures made from frames, and the one theme that they share with the map."""
