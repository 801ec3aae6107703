"""The app as a real server, and a real proxy before it, set up as the files in docs/drift say."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAME = "lagesbild.exempel.se"
"""What the proxies of docs/drift are called."""
NGINX = """\
daemon off;
{user}
pid {folder}/pid;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/nginx.conf;
}}
"""


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def app(
    port: int, *arguments: str, address: str, script: str = "app.py", **environment: str
) -> subprocess.Popen:
    """The app, or another script, when it answers at the port."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.headless=true",
        f"--server.port={port}",
        f"--server.address={address}",
        "--",
        *arguments,
    ]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    _wait(
        lambda: urllib.request.urlopen(
            f"http://127.0.0.1:{port}/_stcore/health", timeout=5
        ).close(),
        server,
    )
    return server


def proxy(kind: str, port: int, app_port: int, folder: Path, path: str = "/") -> subprocess.Popen:
    """The proxy of docs/drift, when it listens at the port: nginx or haproxy, with a certificate of
    its own making."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            f"/CN={NAME}",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    file = {"nginx": "nginx.conf", "haproxy": "haproxy.cfg"}[kind]
    own = {
        "listen 443": f"listen {port}",
        "bind :443": f"bind :{port}",
        "127.0.0.1:8501": f"127.0.0.1:{app_port}",
        "/etc/ssl/certs/lagesbild.pem": str(certificate),
        "/etc/ssl/private/lagesbild.key": str(key),
        "/etc/haproxy/lagesbild.pem": str(both),
    }
    if path != "/":
        own |= {
            "location / {": f"location {path}/ {{",
            "127.0.0.1:8501;": f"127.0.0.1:{app_port}/;",
        }
    text = (ROOT / "docs" / "drift" / file).read_text(encoding="utf-8")
    for theirs, ours in reversed(own.items()):
        text = text.replace(theirs, ours)
    (folder / file).write_text(text, encoding="utf-8")
    command = [found(kind), "-db", "-f", folder / file]
    if kind == "nginx":
        user = "user root;" if os.name == "posix" and os.getuid() == 0 else ""
        (folder / "whole.conf").write_text(NGINX.format(folder=folder, user=user))
        command = [found(kind), "-c", folder / "whole.conf", "-e", folder / "error.log"]
    server = subprocess.Popen(command)
    _wait(lambda: socket.create_connection(("127.0.0.1", port)).close(), server)
    return server


def found(kind: str) -> str | None:
    """Where a proxy's program is, which Debian keeps in a folder for administrators."""
    return shutil.which(kind, path=f"{os.environ['PATH']}:/usr/sbin")


def _wait(ask: Callable[[], None], server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return ask()
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"servern svarar inte: {server.args}")
