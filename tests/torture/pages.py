"""The pages as a browser asks for them, without one."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from ui.frame import data

from .trials import Fault

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("[a-z]*.py"))
Asked = dict[tuple, tuple[Callable, tuple]]
"""Queries that pages have asked, with their arguments."""
_fold = st.expander


def opened(page: str, store: Path, **parameters: list[str]) -> AppTest:
    """The page with all that is folded on it; Fault where it fails."""
    os.environ["LAGESBILD_DATA"] = str(store)
    st.expander = lambda *texts, **options: _fold(*texts, **options | {"expanded": True})
    script = (
        "import streamlit as st\nfrom ui.frame import shell\n"
        f"shell.run([st.Page({str(ROOT / 'pages' / page)!r} + '.py', default=True)])"
    )
    app = AppTest.from_string(script, default_timeout=60)
    for name, values in parameters.items():
        app.query_params[name] = values
    app.run()
    for element in (*app.exception, *app.error):
        raise Fault("page fails", f"{page}: {element.value}")
    return app


def html(app: AppTest) -> str:
    """All HTML that the page wrote."""
    return "\n".join(element.proto.body for element in app.get("html"))


def asked_by_pages(store: Path) -> Asked:
    """Every query that the pages ask of a store."""
    found: Asked = {}
    ask = data.ask

    def noted(query: Callable, *arguments: Any) -> Any:
        found[(query.__module__, query.__name__, repr(arguments))] = query, arguments
        return ask(query, *arguments)

    data.ask = noted
    try:
        for page in PAGES:
            opened(page, store)
    finally:
        data.ask = ask
    return found


def as_text(answer: Any) -> str:
    """An answer that can be compared."""
    if isinstance(answer, pd.DataFrame | pd.Series):
        return answer.to_csv()
    if isinstance(answer, dict):
        return repr({key: as_text(value) for key, value in answer.items()})
    if isinstance(answer, list | tuple):
        return repr([as_text(value) for value in answer])
    return repr(answer)
