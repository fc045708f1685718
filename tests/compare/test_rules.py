"""Whom a difference breaks and how it is told, asked with reports of the tool that are made up."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codegen import redocly
from codegen.compare.__main__ import table
from codegen.compare.change import Change
from codegen.compare.contracts import contract_changes
from codegen.compare.differences import differences
from codegen.layout import Layout

ASKED = "#/paths/~1a/get/requestBody"
ANSWERED = "#/paths/~1a/get/responses/200"
CAME = "#/webhooks/a/post/requestBody"
ACCEPTED = "#/webhooks/a/post/responses/200"

Report = dict[str, Any]
Compare = Callable[..., list[Change]]


def report(
    path: str,
    type_name: str = "Schema",
    kind: str = "modified",
    keyword: str | None = None,
    values: tuple[Any, Any] = (None, None),
    *reasons: str,
) -> Report:
    """One difference as `redocly diff` reports it."""
    sides = {
        name: {"pointer": path, "value": value}
        for name, value in zip(("base", "revision"), values, strict=True)
        if (name, kind) not in {("base", "added"), ("revision", "removed")}
    }
    verdicts = [{"impact": "major", "message": reason} for reason in reasons]
    verdicts.append({"impact": "minor", "message": "no matter"})
    told = {"path": path, "kind": kind, "typeName": type_name, "property": keyword}
    return told | sides | {"verdicts": verdicts}


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    """Compare two documents, of which the tool reports what it is told to."""

    def compared(
        *forward: Report, backward: tuple[Report, ...] = (), old: Any = None, new: Any = None
    ) -> list[Change]:
        layouts = []
        for name, document in (("old", old), ("new", new)):
            (tmp_path / name).mkdir(exist_ok=True)
            layouts.append(Layout(tmp_path / name))
            layouts[-1].contract.write_text(json.dumps(document or {}), "utf-8")

        def told(_: Layout, __: str, older: str, *___: str) -> Report:
            return {"changes": forward if older == str(layouts[0].contract) else backward}

        monkeypatch.setattr(redocly, "report", told)
        return contract_changes(layouts[1], layouts[0], tmp_path)

    return compared


ALWAYS, NOT_ALWAYS = {"required": True}, {"required": False}
# What the tool reports; whom it breaks.
RULES: list[tuple[Report, str]] = [
    (report(ANSWERED, "Example", "removed"), "caller"),
    (report(ANSWERED, "Example", "added"), "nobody"),
    (report(ANSWERED, "Example", "added", "key"), "nobody"),
    (report(ANSWERED + "/content/x", "Example", "removed"), "caller"),
    (report(ANSWERED + "/content/x", "Example", "modified", "key"), "caller"),
    (report(ANSWERED + "/content/x", "Example", "modified", "summary"), "nobody"),
    (report(ASKED + "/content/x", "Example", "removed"), "nobody"),
    (report(ANSWERED + "/content/x", "Schema", "removed"), "nobody"),
    (report(ASKED, "Parameter", keyword="x-sensitive", values=(True, None)), "caller"),
    (report(ASKED, "Parameter", keyword="x-sensitive", values=(None, True)), "nobody"),
    (report(ASKED, "Parameter", keyword="x-sensitive", values=(False, None)), "nobody"),
    (report(ANSWERED, "Header", keyword="required", values=(True, None)), "caller"),
    (report(ANSWERED, "Header", keyword="required", values=(None, True)), "server"),
    (report(ANSWERED, "Header", keyword="required", values=(False, None)), "nobody"),
    (report(ANSWERED, "Header", keyword="description", values=("a", None)), "nobody"),
    (report(ANSWERED, "Header", keyword="description", values=(None, "a")), "nobody"),
    (report(ASKED, "Parameter", keyword="required", values=(True, False)), "nobody"),
    (report(ASKED, "Parameter", keyword="required", values=(False, True)), "nobody"),
    (report(ANSWERED, "Header", "added", values=(None, ALWAYS)), "server"),
    (report(ANSWERED, "Header", "added", values=(None, NOT_ALWAYS)), "nobody"),
    (report(ANSWERED, "Header", "added", values=(None, {})), "nobody"),
    (report(ANSWERED, "Schema", "added", values=(None, ALWAYS)), "nobody"),
    (report(ASKED, "Header", "added", values=(None, ALWAYS)), "nobody"),
    (report(ANSWERED, "Response", "removed"), "server"),
    (report(ANSWERED, "MediaType", "removed"), "server"),
    (report(ANSWERED, "MediaTypesMap", "removed"), "server"),
    (report(ANSWERED, "Header", "removed"), "nobody"),
    (report(ASKED, "MediaType", "removed"), "nobody"),
    (report(CAME, "MediaType", "removed"), "server"),
    (report(ACCEPTED, "Response", "removed"), "nobody"),
    (report("#/webhooks", "WebhooksMap", "removed"), "nobody"),
    (report(ANSWERED, "Schema", "modified", "type", (1, 2), "a reason"), "caller"),
]


@pytest.mark.parametrize(("told", "breaks"), RULES)
def test_whom_a_difference_breaks(compare: Compare, told: Report, breaks: str) -> None:
    (change,) = compare(told)
    assert change.breaks == breaks
    assert (change.part, change.adds) == ("contract", told["kind"] == "added")


@pytest.mark.parametrize(
    ("type_name", "keyword", "reasons", "breaks"),
    [
        ("Schema", "maxLength", ("a reason",), "server"),
        ("Schema", "maxLength", (), "nobody"),
        ("Server", "url", ("a reason",), "nobody"),
        ("Operation", "operationId", ("a reason",), "nobody"),
    ],
)
def test_what_breaks_callers_read_backwards_breaks_servers(
    compare: Compare, type_name: str, keyword: str, reasons: tuple[str, ...], breaks: str
) -> None:
    forward = report(ASKED, type_name, "modified", keyword)
    backward = report(ASKED, type_name, "modified", keyword, (None, None), *reasons)
    (change,) = compare(forward, backward=(backward,))
    assert change.breaks == breaks
    elsewhere = report(ASKED + "/x", type_name, "modified", keyword, (None, None), *reasons)
    (change,) = compare(forward, backward=(elsewhere,))
    assert change.breaks == "nobody"


OBJECT, NULL = {"type": "object"}, {"type": "null"}
WHOLE: dict[str, Any] = {"allOf": [{}]}
ROUND = {"type": "object", "properties": {"kind": {"const": "round"}}}


def choice(*kinds: object, form: str = "anyOf") -> Any:
    """A document of which an answer is one of these."""
    return {"paths": {"/a": {"get": {"responses": {"200": {form: kinds}}}}}}


@pytest.mark.parametrize(
    ("kind", "value", "others", "breaks"),
    [
        ("added", ROUND, [ROUND, OBJECT], "nobody"),
        ("added", WHOLE, [ROUND, OBJECT], "nobody"),
        ("added", ROUND, [ROUND], "caller"),
        ("added", ROUND, None, "caller"),
        ("added", NULL, [ROUND, OBJECT], "caller"),
        ("added", {}, [ROUND, OBJECT], "caller"),
        ("removed", ROUND, [ROUND, OBJECT], "caller"),
        ("removed", WHOLE, [ROUND, OBJECT], "caller"),
        ("removed", ROUND, [ROUND], "caller, server"),
        ("removed", ROUND, None, "caller, server"),
        ("removed", NULL, [ROUND, OBJECT], "server"),
        ("removed", NULL, [ROUND], "server"),
        ("removed", {}, [ROUND], "server"),
    ],
)
def test_a_kind_that_came_or_went(
    compare: Compare, kind: str, value: object, others: Any, breaks: str
) -> None:
    for form in ("anyOf", "oneOf"):
        told = report(f"{ANSWERED}/{form}/0", "Schema", kind, None, (value, value))
        there = None if others is None else choice(*others, form=form)
        (change,) = compare(told, **{"old" if kind == "added" else "new": there})
        assert change.breaks == breaks


@pytest.mark.parametrize(
    "told",
    [
        report(f"{ANSWERED}/allOf/0", "Schema", "added", None, (None, ROUND)),
        report(f"{ANSWERED}/anyOf/0", "Schema", "modified", "description", (ROUND, ROUND)),
        report(f"{ASKED}/anyOf/0", "Schema", "added", None, (None, ROUND)),
        report(f"{ANSWERED}/anyOf/0/type", "Schema", "added", None, (None, ROUND)),
    ],
)
def test_what_is_no_kind_of_an_answer_has_no_rule_of_its_own(
    compare: Compare, told: Report
) -> None:
    (change,) = compare(told)
    assert change.breaks == "nobody"


LONG = "x" * 58  # with its quotes just what is shown


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (report(ASKED, "Response", "added"), "Response was added"),
        (report(ASKED, "Schema", "removed"), "Schema was removed"),
        (
            report(ASKED, "Schema", "modified", "maxLength", (40, 80)),
            "`maxLength` changed from 40 to 80",
        ),
        (
            report(ASKED, "Schema", keyword="title", values=(None, "é")),
            '`title` changed from nothing to "é"',
        ),
        (report(ASKED, "Example", keyword="key", values=("a", "b")), 'renamed from "a" to "b"'),
        (
            report(ASKED, keyword="title", values=(LONG, LONG + "x")),
            f'`title` changed from "{LONG}" to "{LONG}x…',
        ),
        (report(ASKED, "Schema", "removed", None, (1, 2), "one", "two"), "one; two"),
    ],
)
def test_a_difference_is_told(compare: Compare, told: Report, what: str) -> None:
    (change,) = compare(told)
    assert (change.what, change.where) == (what, "/a > get > requestBody")


def test_a_place_that_is_no_path_is_told_whole(compare: Compare) -> None:
    (change,) = compare(report(CAME))
    assert change.where == "webhooks > a > post > requestBody"


@pytest.mark.parametrize(
    ("reasons", "breaks", "what"),
    [
        (((), ()), "server", "`type` changed from nothing to nothing"),
        ((("one",), ()), "caller, server", "one"),
        (((), ("two",)), "caller, server", "two"),
        ((("one",), ("two",)), "caller, server", "one"),
    ],
)
def test_what_is_used_twice_is_told_once(
    compare: Compare, reasons: tuple[tuple[str, ...], ...], breaks: str, what: str
) -> None:
    uses = [report(ANSWERED, "Schema", "modified", "type", (None, None), *each) for each in reasons]
    uses = [use | {"path": f"{ANSWERED}/{index}"} for index, use in enumerate(uses)]
    mirrored = report(ANSWERED, "Schema", "modified", "type", (None, None), "a reason")
    (change,) = compare(*uses, backward=(mirrored,))
    assert (change.breaks, change.what) == (breaks, what)
    assert change.where.endswith(" > 0")


def test_what_breaks_a_server_in_one_use_breaks_it(compare: Compare) -> None:
    uses = [report(ASKED, "Server", "modified", "url"), report(ASKED, "Schema", "modified", "url")]
    mirrored = report(ASKED, "Schema", "modified", "url", (None, None), "a reason")
    for order in (uses, uses[::-1]):
        (change,) = compare(*order, backward=(mirrored,))
        assert change.breaks == "server"


def data(value: object, summary: str, rate: int, kind: str) -> Any:
    """A document with data that the tool does not look into."""
    media = {"examples": {"a": {"summary": summary, "value": value}}}
    schema = {"properties": {"value": {"type": kind}}}
    mock = {"x-mock": {"rate": rate}}
    return {"paths": {"/a": {"get": mock | {"list": [media, schema]}}}, "x-mock": {"rate": rate}}


def test_data_that_the_tool_takes_as_it_is_is_compared(compare: Compare) -> None:
    old, new = data(1, "a", 1, "string"), data(2, "b", 2, "integer")
    assert compare(old=old, new=old) == []
    assert compare(old=old, new={}) == []
    mock = report("#/paths/~1a/get/x-mock", "Operation")  # told by what it holds
    other = report(ASKED, keyword="title", values=(1, 2))
    gone = report("#/paths/~1a/get/x-mock", "Operation", "removed")
    changes = compare(mock, other, gone, old=old, new=new)
    assert [(change.where, change.what, change.breaks) for change in changes] == [
        ("/a > get > requestBody", "`title` changed from 1 to 2", "nobody"),
        ("/a > get > x-mock", "Operation was removed", "nobody"),
        ("/a > get > list > 0 > examples > a > value", "other values", "nobody"),
        ("/a > get > x-mock", "the mock does something else", "nobody"),
        ("x-mock", "the mock does something else", "nobody"),
    ]


def test_the_table_begins_with_what_breaks_most() -> None:
    words = Change("contract", "z", "a\n| b")
    added = replace(words, what="added", adds=True)
    serving = replace(words, what="serving", breaks_server=True)
    calling = replace(words, what="calling", breaks_caller=True)
    python = replace(words, what="python", part="Python")
    first = replace(words, what="first", where="a")
    both = replace(calling, what="both", breaks_server=True)
    assert table([python, words, first, added, serving, calling, both]) == (
        "| part | where | what | breaks |\n"
        "| --- | --- | --- | --- |\n"
        "| contract | z | both | caller, server |\n"
        "| contract | z | calling | caller |\n"
        "| contract | z | serving | server |\n"
        "| contract | z | added | nobody |\n"
        "| Python | z | python | nobody |\n"
        "| contract | a | first | nobody |\n"
        "| contract | z | a \\| b | nobody |\n"
    )


def test_the_tool_is_asked_by_the_rules_of_comparing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def told(_: Layout, *arguments: str) -> Report:
        asked.extend(arguments)
        return {"changes": []}

    monkeypatch.setattr(redocly, "report", told)
    old, new = tmp_path / "old", tmp_path / "new"
    assert differences(Layout(tmp_path), old, new, tmp_path) == []
    assert asked[:3] == ["diff", str(old), str(new)]
    options = dict(zip(asked[3::2], asked[4::2], strict=True))
    assert options.pop("--fail-on") == "none"
    config = Path(options.pop("--config"))
    assert config.suffix == ".yaml"  # by which the tool knows what it is
    assert "diff-recommended" in config.read_text("utf-8")
    assert options == {}


@pytest.mark.parametrize(("kind", "backwards"), [("added", "removed"), ("removed", "added")])
def test_what_came_is_what_goes_when_it_is_read_backwards(
    compare: Compare, kind: str, backwards: str
) -> None:
    mirrored = report(ASKED, "Schema", backwards, None, (None, None), "a reason")
    (change,) = compare(report(ASKED, "Schema", kind), backward=(mirrored,))
    assert change.breaks == "server"
