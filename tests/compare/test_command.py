"""`python -m codegen.compare`: the table, the verdict on the version, and the exit codes."""

import runpy
import sys
from pathlib import Path

import pytest

from codegen.compare.__main__ import DOES_NOT_FIT, FITS, NOT_COMPARED, main
from codegen.compare.change import Change
from codegen.compare.revision import unpack
from codegen.compare.version import verdict
from codegen.failure import CodegenError
from tests.compare.conftest import Checkouts, git

WORDS = Change("contract", "here", "other words")
ADDITION = Change("contract", "here", "something was added", adds=True)
SERVING = Change("contract", "here", "something more is asked for", breaks_server=True)
BREAK = Change("contract", "here", "something was removed", breaks_caller=True)


@pytest.mark.parametrize(
    ("old", "change", "least"),
    [
        ("1.2.3", WORDS, "1.2.3"),
        ("1.2.3", ADDITION, "1.3.0"),
        ("1.2.3", SERVING, "1.3.0"),
        ("1.2.3", BREAK, "2.0.0"),
        ("0.2.3", WORDS, "0.2.3"),
        ("0.2.3", ADDITION, "0.2.4"),
        ("0.2.3", BREAK, "0.3.0"),
    ],
)
def test_the_lowest_version_that_fits(
    checkouts: Checkouts, old: str, change: Change, least: str
) -> None:
    checkouts.version(checkouts.old, old)
    checkouts.version(checkouts.new, least)
    assert verdict(checkouts.old, checkouts.new, [change])[0]

    lower = "0.2.2" if old.startswith("0") and least == old else lower_than(least)
    checkouts.version(checkouts.new, lower)
    fits, sentence = verdict(checkouts.old, checkouts.new, [change])
    assert not fits
    assert f"to {least} or higher" in sentence


def lower_than(version: str) -> str:
    """Return the highest version that is lower, for one of this test's versions."""
    major, minor, patch = map(int, version.split("."))
    if patch:
        return f"{major}.{minor}.{patch - 1}"
    return f"{major}.{minor - 1}.99" if minor else f"{major - 1}.99.99"


def test_what_was_never_released_may_still_change(checkouts: Checkouts) -> None:
    checkouts.version(checkouts.old, "0.1.0", note="unreleased")
    checkouts.version(checkouts.new, "0.1.0", note="unreleased")
    assert verdict(checkouts.old, checkouts.new, [BREAK])[0]


@pytest.mark.parametrize("note", ["unreleased", "2026-01-01"])
def test_a_version_never_goes_down(checkouts: Checkouts, note: str) -> None:
    checkouts.version(checkouts.old, "0.2.0", note=note)
    for lower in ("0.1.9", "0.1.99"):
        checkouts.version(checkouts.new, lower)
        fits, sentence = verdict(checkouts.old, checkouts.new, [])
        assert not fits
        assert "to 0.2.0 or higher" in sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[project", "names no version"),
        ("[project]\n", "names no version"),
        ("", "names no version"),
        ("[project]\nversion = 1\n", "names no version"),
        ("\x80", "names no version"),
        (None, "names no version"),
        ("[project]\nversion = '1.2'\n", "The version '1.2' in .* is not of the form 1.2.3"),
        ("[project]\nversion = '1.2.3rc1'\n", "The version '1.2.3rc1' in .* is not of the form"),
    ],
)
def test_a_version_has_three_numbers(checkouts: Checkouts, text: str | None, sentence: str) -> None:
    checkouts.new.pyproject.unlink()
    if text is not None:
        checkouts.new.pyproject.write_text(text, "latin-1")
    with pytest.raises(CodegenError, match=sentence):
        verdict(checkouts.old, checkouts.new, [])


def test_a_changelog_may_be_missing(checkouts: Checkouts) -> None:
    (checkouts.old.root / "CHANGELOG.md").unlink()
    assert verdict(checkouts.old, checkouts.new, [])[0]
    assert not verdict(checkouts.old, checkouts.new, [BREAK])[0]


@pytest.fixture
def compared(checkouts: Checkouts, monkeypatch: pytest.MonkeyPatch) -> Checkouts:
    """The newer checkout as a repository whose tag `before` is what it began as."""
    root = checkouts.new.root
    (root / ".gitignore").write_text("mock\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "before")
    git(root, "tag", "before")
    monkeypatch.setattr(sys, "argv", ["compare", "before"])
    return checkouts


def test_the_command_tells_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["compare", "--help"])
    monkeypatch.delitem(sys.modules, "codegen.compare.__main__")
    with pytest.raises(SystemExit, match=r"^0$"):
        runpy.run_module("codegen.compare", run_name="__main__")
    assert "python -m codegen.compare [-h] revision" in capsys.readouterr().out


def test_no_change_fits(compared: Checkouts, capsys: pytest.CaptureFixture[str]) -> None:
    assert (FITS, DOES_NOT_FIT, NOT_COMPARED) == (0, 1, 2)
    assert main(compared.new) == FITS
    assert capsys.readouterr().out == (
        "Nothing changed in the contract and in the public Python API.\n\n"
        "Version 1.2.3 fits: nothing that a caller uses changed, and it was 1.2.3.\n"
    )


def test_a_break_without_a_new_version_does_not_fit(
    compared: Checkouts, capsys: pytest.CaptureFixture[str]
) -> None:
    compared.contract(
        compared.new, lambda d: d["paths"]["/orders/{token}"]["post"]["responses"].pop("466")
    )
    compared.code(compared.new, "")
    assert main(compared.new) == DOES_NOT_FIT
    printed = capsys.readouterr().out
    assert "| contract | /orders/{token} > post > responses > 466 |" in printed
    assert "| Python | green_api_files.save | Public object was removed | caller |" in printed
    assert "to 2.0.0 or higher" in printed

    compared.version(compared.new, "2.0.0")
    assert main(compared.new) == FITS


@pytest.mark.parametrize("revision", ["nonsense", "before^{tree}x", "HEAD~99"])
def test_what_is_no_revision_is_told_in_a_sentence(
    compared: Checkouts,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    revision: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["compare", revision])
    assert main(compared.new) == NOT_COMPARED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{revision!r} is not a revision of this repository.")


def test_a_revision_without_a_contract_is_told(compared: Checkouts, tmp_path: Path) -> None:
    git(compared.new.root, "rm", "--quiet", "openapi.yaml")
    git(compared.new.root, "commit", "--quiet", "--message", "after")
    with pytest.raises(CodegenError, match=r"'HEAD' has no openapi\.yaml, so"):
        unpack(compared.new, "HEAD", tmp_path / "scratch")
    assert unpack(compared.new, "before", tmp_path / "scratch").contract.is_file()


def test_a_broken_contract_is_told_in_a_sentence(
    compared: Checkouts, capsys: pytest.CaptureFixture[str]
) -> None:
    compared.new.contract.write_text("openapi: [", "utf-8")
    assert main(compared.new) == NOT_COMPARED
    assert "cannot be read as YAML" in capsys.readouterr().err
