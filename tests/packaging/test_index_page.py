"""The README becomes a page of the package index on which every link leads somewhere."""

from __future__ import annotations

import re

import pytest

from hatch_build import Hook, index_page
from tests.support.project import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")
REPOSITORY = "https://example.com/owner/name"
TARGET = re.compile(r"\]\(([^)]*)\)")


def test_links_lead_to_the_released_files_and_each_of_them_is_there() -> None:
    targets = TARGET.findall(index_page(README, REPOSITORY, "1.2.3"))
    ours = [target for target in targets if target.startswith(REPOSITORY)]
    assert len(ours) == sum(not target.startswith("https:") for target in TARGET.findall(README))
    for target in ours:
        found = re.fullmatch(rf"{REPOSITORY}/(?:blob|raw)/v1\.2\.3/([^#]+)(?:#.*)?", target)
        assert found is not None, target
        assert (PROJECT / found[1]).exists(), target
    assert all(target.startswith("https://") for target in targets)


def test_without_a_repository_no_link_leads_nowhere() -> None:
    page = index_page(README, "", "1.2.3")
    assert all(target.startswith("https://") for target in TARGET.findall(page))
    assert "![" not in page


def test_what_is_said_of_a_checkout_only_is_not_on_the_page() -> None:
    text = "a\n<!-- checkout -->\nonly here\n<!-- /checkout -->\npip install '.[cli]'\n"
    assert index_page(text, "", "1") == "a\npip install 'green-api-files[cli]'\n"
    page = index_page(README, REPOSITORY, "1.2.3")
    assert "pip install '.[" not in page
    assert "checkout -->" not in page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("[a](docs/b.md)", f"[a]({REPOSITORY}/blob/v1/docs/b.md)"),
        ("[a](docs/b.md#c)", f"[a]({REPOSITORY}/blob/v1/docs/b.md#c)"),
        ("![a](b.svg)", f"![a]({REPOSITORY}/raw/v1/b.svg)"),
        ("[`a`](https://example.org/x)", "[`a`](https://example.org/x)"),
        ("[a](#c)", f"[a]({REPOSITORY}#c)"),
    ],
)
def test_each_kind_of_link(text: str, page: str) -> None:
    assert index_page(text, REPOSITORY, "1") == page


def test_the_addresses_are_those_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJECT_URL", REPOSITORY + "/")
    metadata: dict[str, object] = {"version": "1.2.3"}
    Hook(str(PROJECT), {}).update(metadata)
    assert isinstance(metadata["urls"], dict)
    assert metadata["urls"]["Repository"] == REPOSITORY
    assert all(url.startswith(REPOSITORY) for url in metadata["urls"].values())


@pytest.mark.parametrize(
    "url", ["http://example.com/a/b", "example.com/a/b", "https://example.com"]
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PROJECT_URL", url)
    with pytest.raises(ValueError, match=r"not like https://host/owner/name\."):
        Hook(str(PROJECT), {}).update({"version": "1.2.3"})


def test_a_source_distribution_has_its_page_already() -> None:
    metadata: dict[str, object] = {"version": "1", "readme": {"text": "as it was"}}
    Hook(str(PROJECT), {}).update(metadata)
    assert metadata == {"version": "1", "readme": {"text": "as it was"}}
