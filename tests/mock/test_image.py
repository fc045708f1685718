"""The container image's recipe, as far as it can be judged without building it."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest

from tests.mock.example import ROOT

DOCKERFILE = (ROOT / "mock" / "Dockerfile").read_text(encoding="utf-8")
LOCKS = sorted(set(re.findall(r"requirements/[a-z]+\.txt", DOCKERFILE)))


def pins(lock: str) -> set[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+==\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_the_image_has_the_versions_that_are_tested(lock: str) -> None:
    assert pins(lock)
    assert pins(lock) <= pins("requirements/dev.txt")


def test_the_image_lacks_no_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["mock"]]
    names = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in wanted}
    assert names <= {pin.partition("==")[0] for pin in pins("requirements/mock.txt")}


def test_every_package_of_the_image_is_checked_by_its_hash() -> None:
    commands = DOCKERFILE.replace("\\\n", " ").splitlines()
    installs = [part for line in commands for part in line.split("&&") if "pip install" in part]
    from_index = [shlex.split(part) for part in installs if "/wheels/" not in part]
    assert len(from_index) == len(LOCKS)
    assert all("--require-hashes" in words for words in from_index)


def test_the_image_runs_as_a_user_without_rights() -> None:
    last_user = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1]
    assert last_user not in ("root", "0")
    assert DOCKERFILE.index("USER ") < DOCKERFILE.index("green-api-mock --install\n")


def test_the_image_may_be_run_as_another_user() -> None:
    # Prism is looked for where it was installed, which must not follow the home of a user.
    (folder,) = re.findall(r"^ENV XDG_CACHE_HOME=(\S+)", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.index("ENV XDG_CACHE_HOME") < DOCKERFILE.index("green-api-mock --install\n")
    assert f"--owner mock {folder}" in DOCKERFILE


def test_services_that_wait_for_the_mock_wait_a_moment_only() -> None:
    (seconds,) = re.findall(r"--interval=(\d+)s", DOCKERFILE)
    assert int(seconds) <= 2
