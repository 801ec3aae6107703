"""Reported crimes: counts, series, a change against chance, and what is unusual."""
