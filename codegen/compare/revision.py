"""Brings the files of another revision beside the ones at hand."""

from __future__ import annotations

import io
import subprocess
import zipfile
from typing import TYPE_CHECKING

from codegen.failure import CodegenError
from codegen.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path


def unpack(layout: Layout, revision: str, folder: Path) -> Layout:
    """Write the files of `revision` into `folder`.

    Raises:
        CodegenError: if git knows no such revision, or it holds no contract.
    """
    found = _git(layout.root, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
    if found is None:
        raise CodegenError(
            f"{revision!r} is not a revision of this repository. Name a tag, a branch or a commit "
            "that `git log` knows: make compare BASE=main"
        )
    commit = found.decode("ascii").strip()
    archive = _git(layout.root, "archive", "--format=zip", commit)
    if archive is None:
        raise CodegenError(f"git could not read the files of {revision!r}.")
    # Not a tar: before Python 3.11.4 nothing keeps one from writing outside the folder.
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)
    old = Layout(folder)
    for path in (old.contract, old.pyproject):
        if not path.exists():
            raise CodegenError(
                f"{revision!r} has no {path.name}, so there is nothing to compare with. "
                "Name a later revision."
            )
    return old


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git prints, or nothing where it fails."""
    try:
        run = subprocess.run(  # noqa: S603 # git with arguments of ours, no shell
            ["git", "-C", str(root), *arguments],  # noqa: S607 # the user's own git
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise CodegenError("git is needed to compare revisions, but it is not installed.") from None
    return run.stdout if run.returncode == 0 else None
