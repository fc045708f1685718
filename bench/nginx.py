"""The server that everybody is measured against: nginx, with settings and files of its own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MISSING = (
    "nginx is needed as the server of the benchmark and was not found. "
    "Install it (Debian, Ubuntu: apt-get install nginx-light; macOS: brew install nginx). "
    "It is started with settings of its own and needs no root."
)
READY_SECONDS = 10.0

# The number of the instance names the file that its link leads to, as nginx reads no bodies.
SETTINGS = """
{user}
worker_processes 1;
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log crit;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    types {{ application/octet-stream bin; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096 reuseport;
        location ~ ^/waInstance([0-9]+)/ {{
            default_type application/json;
            return 200 '{{"downloadUrl":"http://127.0.0.1:{port}/files/$1.bin"}}';
        }}
        location /files/ {{ alias {files}/; }}
    }}
}}
"""


class NginxMissingError(Exception):
    """There is no nginx on this machine, or it does not start."""


@dataclass(frozen=True)
class StaticServer:
    """Where nginx listens and which folder it serves.

    Attributes:
        url: Its address, without a slash at the end.
        files: The folder of the files. A file `N.bin` is what the messages of instance N hold.
    """

    url: str
    files: Path

    def link(self, instance: int) -> str:
        """The link that the server gives out for every message of the instance."""
        return f"{self.url}/files/{instance}.bin"

    def add_file(self, instance: int, size: int) -> Path:
        """Give the instance a file of `size` bytes that no compression could shorten."""
        path = self.files / f"{instance}.bin"
        block = os.urandom(min(size, 1 << 20))
        with path.open("wb") as file:
            written = 0
            while written < size:
                written += file.write(block[: size - written])
        return path


def find_nginx() -> str:
    """The path of nginx, which distributions keep outside a user's PATH.

    Raises:
        NginxMissingError: It is not installed. The message says how to get it.
    """
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/sbin")
    if found is None:
        raise NginxMissingError(MISSING)
    return found


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def static_server(home: Path) -> Iterator[StaticServer]:
    """Run nginx inside the folder `home` until the block ends.

    Raises:
        NginxMissingError: It is not installed, or did not start.
    """
    nginx = find_nginx()
    files, port = home / "files", free_port()
    files.mkdir(parents=True)
    settings = home / "nginx.conf"
    # The workers of a root's nginx are another user's, who may not read the temporary folder.
    user = "user root;" if os.geteuid() == 0 else ""
    settings.write_text(SETTINGS.format(user=user, home=home, port=port, files=files))
    command = [nginx, "-p", str(home), "-c", str(settings), "-e", str(home / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_listens(process, port)
        yield StaticServer(f"http://127.0.0.1:{port}", files)
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise NginxMissingError(f"nginx did not start. Run it by hand to see why: {process.args!r}")
