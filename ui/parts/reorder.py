"""A list in an order of the reader's own: each row with buttons that move it, or take it away."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

Row = TypeVar("Row")


def rows(
    name: str,
    rows: Sequence[Row],
    draw: Callable[[int], object],
    change: Callable[[tuple[Row, ...]], None],
    *,
    key: Callable[[int], str],
    removable: bool = False,
) -> None:
    """The rows in order, each drawn by its number; `change` gets them in their new order after a
    click.

    `key` tells a row from every other, so that a late click doesn't reach one that has come in its
    place.
    """
    for number in range(len(rows)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{name}_{number}"):
            draw(number)
            _button(
                "Flytta upp",
                ":material/arrow_upward:",
                key(number),
                _swapped(rows, number - 1),
                change,
            )
            _button(
                "Flytta ner",
                ":material/arrow_downward:",
                key(number),
                _swapped(rows, number),
                change,
            )
            if removable:
                _button(
                    "Ta bort",
                    ":material/close:",
                    key(number),
                    (*rows[:number], *rows[number + 1 :]),
                    change,
                )


def _swapped(rows: Sequence[Row], number: int) -> tuple[Row, ...] | None:
    """The rows where this one and the one after it have changed places; None when one of them isn't
    there."""
    if not 0 <= number < len(rows) - 1:
        return None
    return (*rows[:number], rows[number + 1], rows[number], *rows[number + 2 :])


def _button(
    label: str,
    icon: str,
    key: str,
    changed: tuple[Row, ...] | None,
    change: Callable[[tuple[Row, ...]], None],
) -> None:
    st.button(
        label,
        icon=icon,
        key=f"{label}_{key}",
        disabled=changed is None,
        on_click=change,
        args=(changed,),
        type="tertiary",
    )
