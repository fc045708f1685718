"""Makes the page of the package index out of the README, whose links lead to files beside it.

No file of the project knows where its repository is: whoever builds a release says it in
PROJECT_URL (`https://host/owner/name`), as the release workflow does. Then links and pictures lead
to the released state of the files there, and the index shows the addresses of the repository.
Without it, links become plain text and pictures are left out, so that nothing leads nowhere.

Own code, because the known plugin (hatch-fancy-pypi-readme) is told addresses by pyproject.toml.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<text>[^\[\]]*)\]"
    r"\((?!https?:)(?P<target>[^()#\s]*)(?P<place>#[^()\s]*)?\)"
)
_CHECKOUT = re.compile(r"<!-- checkout -->\n.*?<!-- /checkout -->\n", re.DOTALL)
_INSTALLED_HERE = re.compile(r"(?<=pip install )'\.(\[[\w,]+\])'")


def index_page(readme: str, repository: str, version: str) -> str:
    """The README as the page of a package index.

    Args:
        readme: the README, in Markdown.
        repository: the repository's address without a slash at its end; empty if it is not known.
        version: the released version, whose tag is `v` and the version.

    Returns:
        The same text: installed from the index, without what is said of a checkout only, and with
        links that work anywhere.
    """

    def linked(found: re.Match[str]) -> str:
        picture, text, target = found["picture"], found["text"], found["target"]
        if not repository:
            return "" if picture else text
        kind = "raw" if picture else "blob"
        where = f"/{kind}/v{version}/{target}" if target else ""
        return f"{picture}[{text}]({repository}{where}{found['place'] or ''})"

    page = _LINK.sub(linked, _CHECKOUT.sub("", readme))
    return _INSTALLED_HERE.sub(r"'green-api-files\1'", page)


class Hook(MetadataHookInterface):
    """Fills in `readme` and `urls`."""

    def update(self, metadata: dict[str, object]) -> None:
        """Add both to the metadata, unless they come from a source distribution.

        Raises:
            ValueError: if PROJECT_URL is no address of a repository.
        """
        if "readme" in metadata:  # told by the PKG-INFO of a source distribution
            return
        repository = os.environ.get("PROJECT_URL", "").rstrip("/")
        if repository and not re.fullmatch(r"https://[^/\s]+(/[^/\s]+){2,}", repository):
            raise ValueError(f"PROJECT_URL is {repository!r}, not like https://host/owner/name.")
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        page = index_page(readme, repository, str(metadata["version"]))
        metadata["readme"] = {"content-type": "text/markdown", "text": page}
        metadata["urls"] = _urls(repository, str(metadata["version"])) if repository else {}


def _urls(repository: str, version: str) -> dict[str, str]:
    return {
        "Repository": repository,
        "Documentation": f"{repository}/tree/v{version}/docs",
        "Changelog": f"{repository}/blob/v{version}/CHANGELOG.md",
        "Issues": f"{repository}/issues",
        "Security": f"{repository}/blob/v{version}/SECURITY.md",
    }
