"""The app as a server: who may ask it, whom it asks, what a proxy before it needs, and a user
without a home."""

import asyncio
import re
import socket
import ssl
import uuid
from pathlib import Path

import pytest
import requests
import serving
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from lagesbild_data.model import settings
from lagesbild_data.words.problems import InvalidStore
from ui.frame.door import COOKIE, Door

pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
FOREIGN = "https://ond.exempel"
WATCH = """\
import os, sys
def note(line):
    with open(os.environ["ASKED"], "a") as asked:
        print(line, file=asked)
def hook(event, arguments):
    if event == "socket.connect":
        note(arguments[1][0] if isinstance(arguments[1], tuple) else "127.0.0.1")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        note(arguments[0] if event != "socket.sendto" else arguments[1])
note("127.0.0.1")
sys.addaudithook(hook)
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory) -> tuple[dict[str, str], Path]:
    """Environment of a server that notes the hosts it asks, and the file where it does."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "sitecustomize.py").write_text(WATCH)
    return {"PYTHONPATH": str(folder), "ASKED": str(folder / "asked")}, folder / "asked"


def only_this_computer(asked: Path) -> bool:
    """Whether the server, which noted this computer when it began to note, has asked no other."""
    return set(asked.read_text().split()) <= {"127.0.0.1", "::1", "localhost"}


def stream(address: str, origin: str | None, host: str = "") -> ClientConnection:
    """The connection that a page keeps open, asked by a page of this origin under the address, at
    this machine."""
    scheme, _, rest = address.partition("://")
    name, _, port = rest.partition(":")
    tls = (
        {"ssl": ssl._create_unverified_context(), "server_hostname": name}
        if scheme == "https"
        else {}
    )
    return connect(
        f"{scheme.replace('http', 'ws')}://{host or rest}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", int(port))),
        origin=origin,
        proxy=None,
        max_size=None,
        open_timeout=60,
        **tls,
    )


def run(page: ClientConnection) -> list[ForwardMsg]:
    """What the server sends as a page is opened, until it is written to its end."""
    opened = BackMsg()
    opened.rerun_script.SetInParent()
    page.send(opened.SerializeToString())
    messages = [ForwardMsg.FromString(page.recv(timeout=60))]
    while messages[-1].WhichOneof("type") != "script_finished":
        messages.append(ForwardMsg.FromString(page.recv(timeout=60)))
    return messages


def ask(
    address: str, path: str, method: str = "GET", data: bytes = b"", **headers: str
) -> requests.Response:
    """The server's answer to who knows it by this address, which leads to this machine."""
    here = address.replace(serving.NAME, "127.0.0.1")
    headers = {"Host": address.partition("://")[2]} | headers
    return requests.request(method, here + path, data=data, headers=headers, verify=False)


# Who may ask


@pytest.mark.parametrize(
    ("known_as", "host", "origin", "lets_through"),
    [
        ("", "localhost:8501", "http://localhost:8501", True),
        ("", "localhost:8501", "", True),
        ("", "192.0.2.7:8501", "http://192.0.2.7:8501", True),
        ("", "[2001:db8::7]:8501", "http://[2001:db8::7]:8501", True),
        ("", socket.gethostname(), f"http://{socket.gethostname()}".lower(), True),
        ("", "localhost:8501", FOREIGN, False),
        ("", "localhost:8501", "null", False),
        ("", "localhost:8501", "http://localhost:3000", False),
        ("", "localhost:8501", "http://[", False),
        ("", "ond.exempel:8501", "http://ond.exempel:8501", False),
        ("", "ond.exempel:8501", "", False),
        ("", "localhost.ond.exempel", "", False),
        ("", "a@localhost", "", False),
        ("https://lage.exempel", "lage.exempel", "https://lage.exempel", True),
        ("https://lage.exempel", "LAGE.exempel", "https://lage.exempel", True),
        ("https://lage.exempel", "127.0.0.1:8501", "https://lage.exempel", True),
        ("https://lage.exempel", "127.0.0.1:8501", "", True),
        ("https://lage.exempel", "lage.exempel", FOREIGN, False),
        ("https://lage.exempel", "lage.exempel:8443", "https://lage.exempel:8443", False),
        ("https://lage.exempel", "ond.exempel", FOREIGN, False),
        ("https://lage.exempel:8443", "lage.exempel:8443", "https://lage.exempel:8443", True),
        ("https://lage.exempel:443", "lage.exempel", "https://lage.exempel", True),
        ("https://läge.exempel", "xn--lge-qla.exempel", "https://xn--lge-qla.exempel", True),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_only_the_apps_own_pages_under_its_own_names_are_let_through(
    monkeypatch, kind, known_as, host, origin, lets_through
):
    monkeypatch.setenv("LAGESBILD_ADRESS", known_as)
    reached, sent = [], []

    async def app(scope, receive, send):
        reached.append(dict(scope["headers"])[b"host"].decode())

    async def send(message):
        sent.append(message)

    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    scope = {"type": kind, "headers": headers, "scheme": "http", "path": "/", "method": "GET"}
    asyncio.run(Door(app, settings.address())(scope, None, send))
    assert bool(reached) == lets_through
    if lets_through and origin:
        assert origin.endswith(f"//{reached[0].lower()}")  # so Streamlit doesn't ask whose it is
    if not lets_through:
        assert sent[0].get("status", 403) == 403
        assert kind == "http" or sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    "address",
    [
        "lagesbild.exempel.se",
        "ftp://a.se",
        "https://",
        "https://a.se:x",
        "https://a.se:99999",
        "https://u@a.se",
        "https://a.se?x=1",
        "https://a.se#x",
        "https://a b.se",
        "https://a.se/b;c",
        "https://[",
        "https://a..se",
    ],
)
def test_address_that_is_none_is_told(monkeypatch, address):
    monkeypatch.setenv("LAGESBILD_ADRESS", address)
    told = f'LAGESBILD_ADRESS: "{address}" är inte en adress till programmet'
    with pytest.raises(InvalidStore, match=re.escape(told)):
        settings.address()


def test_app_does_not_start_under_an_address_that_is_none(capfd):
    with pytest.raises(RuntimeError):
        serving.app(serving.free_port(), address="127.0.0.1", LAGESBILD_ADRESS="lagesbild")
    told = capfd.readouterr().err
    assert 'LAGESBILD_ADRESS: "lagesbild" är inte en adress' in told
    assert "Traceback" not in told


# Whom it asks


def test_no_other_host_is_asked_whoever_asks(serve, watched):
    environment, asked = watched
    app = serve(address="0.0.0.0", **environment)
    with stream(app, app) as page:
        assert any("Hur ser läget ut?" in str(message) for message in run(page))
    for origin, host in ((FOREIGN, ""), (FOREIGN, "ond.exempel"), (None, "ond.exempel")):
        with pytest.raises(InvalidStatus, match="403"):
            stream(app, origin, host)
    assert ask(app, "/_stcore/health", Origin=FOREIGN).status_code == 403
    assert ask(app, "/_stcore/upload_file/a/b", "PUT", Origin=FOREIGN).status_code == 403
    refused = ask(app, "/", Host="ond.exempel")
    assert refused.text.startswith("Programmet nås inte under namnet 'ond.exempel'.")
    assert "LAGESBILD_ADRESS" in refused.text
    assert only_this_computer(asked)


# Behind a proxy


@pytest.fixture(scope="module", params=["nginx", "haproxy"])
def public(request, serve_behind, watched) -> str:
    """The address that readers know an app by which has a proxy of docs/drift before it, and asks
    no other host."""
    if not serving.found(request.param):
        pytest.skip(f"{request.param} är inte installerat")
    environment, asked = watched
    yield serve_behind(request.param, **environment)
    assert only_this_computer(asked)


def test_proxy_shows_the_page_to_readers_alone(public):
    with stream(public, public) as page:
        assert any("Hur ser läget ut?" in str(message) for message in run(page))
    with pytest.raises(InvalidStatus, match="403"):
        stream(public, FOREIGN)


def test_answers_behind_a_proxy_protect_the_reader(public):
    for path in ("/", "/brott", "/_stcore/health", "/static/favicon.png"):
        headers = ask(public, path).headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_cookie_is_kept_from_scripts_other_sites_and_open_networks(public):
    page = ask(public, "/mote", Accept="text/html,*/*")
    assert re.fullmatch(
        rf"{COOKIE}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Lax; Secure", page.headers["Set-Cookie"]
    )
    known = page.headers["Set-Cookie"].partition(";")[0]
    assert "Set-Cookie" not in ask(public, "/mote", Accept="text/html,*/*", Cookie=known).headers
    assert (
        COOKIE
        in ask(public, "/mote", Accept="text/html,*/*", Cookie=f"{COOKIE}=gissad").headers[
            "Set-Cookie"
        ]
    )


def test_large_file_passes_a_proxy_with_the_pages_own_token_only(public):
    known = ask(public, "/_stcore/host-config").cookies or ask(public, "/_stcore/health").cookies
    token = known["_streamlit_xsrf"]
    with stream(public, public) as page:
        session = next(
            m.new_session.initialize.session_id for m in run(page) if m.HasField("new_session")
        )
        path = f"/_stcore/upload_file/{session}/{uuid.uuid4()}"
        head = b"--edge\r\nContent-Disposition: form-data; name=f; filename=f.csv\r\n\r\n"
        file = head + bytes(60_000_000) + b"\r\n--edge--\r\n"
        headers = {"Origin": public, "Cookie": f"_streamlit_xsrf={token}"}
        headers["Content-Type"] = "multipart/form-data; boundary=edge"
        answers = [
            ask(public, path, "PUT", file, **headers, **{"X-Xsrftoken": sent}).status_code
            for sent in (token, "2|gissad")
        ]
    assert answers == [204, 403]


# A user without a home


def test_user_without_a_home_is_told_which_folder_and_which_setting(serve, litet, tmp_path):
    home = {
        "HOME": "/dev/null/hem",
        "USERPROFILE": "/dev/null/hem",
        "XDG_CACHE_HOME": "",
        "XDG_CONFIG_HOME": "",
    }
    with stream(app := serve("--data", str(litet), **home), app) as page:
        shown = "".join(map(str, run(page)))
    assert (
        "/dev/null/hem/.cache/lagesbild: mappen för mellanlagring går inte att skriva i (är inte en"
        " mapp)" in shown
    )
    assert "sätt inställningen LAGESBILD_CACHE till en mapp som programmet får skriva i" in shown
    assert "Fel-id" not in shown
    with stream(
        app := serve("--data", str(litet), **home, LAGESBILD_CACHE=str(tmp_path / "lager")), app
    ) as page:
        assert "Hur ser läget ut?" in "".join(map(str, run(page)))
    assert {file.suffix for file in (tmp_path / "lager").iterdir()} == {".sqlite"}


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("fil", "fil: mappen för mellanlagring går inte att skriva i (finns redan)"),
        ("fil/i", "fil/i: mappen för mellanlagring går inte att skriva i (är inte en mapp)"),
        ("~ingenheterså/i", "användaren har ingen hemmapp"),
    ],
)
def test_cache_folder_that_can_not_be_written_is_told(monkeypatch, tmp_path, folder, told):
    (tmp_path / "fil").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAGESBILD_CACHE", folder)
    advice = "; sätt inställningen LAGESBILD_CACHE till en mapp som programmet får skriva i"
    with pytest.raises(InvalidStore, match=re.escape(f"LAGESBILD_CACHE: {told}{advice}")):
        settings.cache_folder()
    assert [file.name for file in tmp_path.iterdir()] == ["fil"]


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="bara Linux har en mapp som inte ens root kan skriva i"
)
def test_cache_folder_that_is_there_but_can_not_be_written_is_told(monkeypatch):
    monkeypatch.setenv("LAGESBILD_CACHE", "/proc")
    with pytest.raises(InvalidStore, match="/proc: mappen för mellanlagring går inte att skriva i"):
        settings.cache_folder()
