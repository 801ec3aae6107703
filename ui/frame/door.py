"""What every request to the server passes: who may ask it, and what each answer tells the
browser."""

import ipaddress
import logging
import re
import secrets
import socket

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lagesbild_data.model.settings import Address

_log = logging.getLogger("lagesbild")
COOKIE = "lagesbild_agenda"
"""Holds the secret by which the server knows a browser's agenda; no script can read it."""
SECRET = re.compile(r"[\w-]{43}", re.ASCII)
_HEADERS = {
    # Streamlit needs scripts of its own and Arrow in WebAssembly; the street map is each reader's
    # own choice.
    "Content-Security-Policy": (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "img-src 'self' data: blob: https://tile.openstreetmap.org; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Door:
    """ASGI middleware that lets through what is asked under a name of the app's own, from a page of
    its own.

    Streamlit would ask another host for this computer's outer address before it refused a foreign
    page, so none gets that far. A name that isn't the app's own may be one that someone has made
    lead here, to read by a reader's browser.
    """

    def __init__(self, app: ASGIApp, address: Address | None) -> None:
        self._app = app
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer."""
        if scope["type"] not in {"http", "websocket"}:
            return await self._app(scope, receive, send)
        headers = MutableHeaders(scope=scope)
        origin = headers.get("origin", "").lower()
        if self._address and origin == self._address.origin:
            # which a proxy may have replaced by the one it asks
            headers["host"] = self._address.host
        host = headers.get("host", "").lower()
        if host and not self._is_own(host):
            return await _refuse(
                f"Programmet nås inte under namnet {host[:200]!r}.", scope, receive, send
            )
        if origin and origin.partition("://")[2] != host:
            return await _refuse(
                f"Sidan {origin[:200]!r} är inte programmets egen.", scope, receive, send
            )

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                told.update(_HEADERS)
                connection = HTTPConnection(scope)
                is_page = "text/html" in connection.headers.get("accept", "")
                if is_page and not SECRET.fullmatch(connection.cookies.get(COOKIE, "")):
                    told.append("Set-Cookie", self._cookie(scope["scheme"]))
            await send(message)

        await self._app(scope, receive, answer)

    def _is_own(self, host: str) -> bool:
        """Whether a name, with or without a port, is this computer's, or the one that is set."""
        if self._address and host == self._address.host:
            return True
        name = re.sub(r":\d+$", "", host)
        try:
            ipaddress.ip_address(name.strip("[]"))
            return True
        except ValueError:
            own = socket.gethostname().lower()
            return name in {"localhost", own, own.partition(".")[0]}

    def _cookie(self, scheme: str) -> str:
        """A new secret. Lax, since Strict isn't sent by who comes by a link in a letter, and would
        then be replaced; the websocket, the only one to read it, doesn't get it from another site's
        page in any case.
        """
        secure = (
            "; Secure" if scheme == "https" or (self._address and self._address.is_secure) else ""
        )
        path = self._address.path if self._address else "/"
        return f"{COOKIE}={secrets.token_urlsafe()}; Path={path}; HttpOnly; SameSite=Lax{secure}"


async def _refuse(why: str, scope: Scope, receive: Receive, send: Send) -> None:
    told = (
        f"{why} Adressen som läsarna använder sätts med inställningen LAGESBILD_ADRESS; se"
        " handboken."
    )
    _log.warning(told)
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    await PlainTextResponse(told, 403, _HEADERS)(scope, receive, send)
