"""Arithmetic on published figures. Pure functions; no table, no text."""

from typing import Literal

Direction = Literal["höjt", "sänkt", "oförändrat"]


def direction(before: float, now: float) -> Direction:
    """Which way a value went between two measurements."""
    if now == before:
        return "oförändrat"
    return "höjt" if now > before else "sänkt"


def percent_change(before: float, now: float) -> float | None:
    """Relative change in percent, 100·(now − before)/before; None when there is nothing to divide by."""
    return None if before == 0 else 100 * (now - before) / before


def verdict(direction: Direction | None, better: str | None) -> Literal["bättre", "sämre", "oförändrat", ""]:
    """Whether a direction is an improvement, given which way is better ("lägre" or "högre"); "" when unknown."""
    if direction is None or better is None:
        return ""
    if direction == "oförändrat":
        return "oförändrat"
    return "bättre" if (direction == "sänkt") == (better == "lägre") else "sämre"
