"""Each rule of comparing contracts: a change that breaks somebody, and one that does not."""

from pathlib import Path
from typing import Any

import pytest

from codegen.compare.change import Change
from codegen.compare.contracts import contract_changes
from tests.compare.conftest import (
    CONTRACT,
    FLAT,
    OPEN,
    ROUND,
    Checkouts,
    Edit,
    copied,
)

pytestmark = pytest.mark.slow

PATH = "/orders/{token}"


def request(item: Any) -> Any:
    return item["post"]["requestBody"]["content"]["application/json"]["schema"]


def answer(item: Any) -> Any:
    return item["post"]["responses"]["200"]


def media(item: Any) -> Any:
    return answer(item)["content"]["application/json"]


def shapes(item: Any, member: str) -> Any:
    schema = media(item)["schema"]["properties"][member]
    return schema.get("anyOf") or schema["oneOf"]


def posted(item: Any) -> Any:
    return item["post"]["requestBody"]["content"]["application/json"]["schema"]


def put(node: Any, **values: Any) -> None:
    node.update(values)


def rename(node: Any, old: str, new: str) -> None:
    node[new] = node.pop(old)


NOTE = {"schema": {"type": "string"}}

# What is done to a path item, and whom it breaks.
OF_A_PATH: dict[str, list[tuple[str, Edit]]] = {
    "operation": [
        ("caller", lambda i: i.pop("post")),
        ("server", lambda i: put(i, get={"responses": {}})),
    ],
    "name of the operation": [
        ("caller", lambda i: put(i["post"], operationId="buy")),
        ("nobody", lambda i: put(i["post"], description="Buys something.")),
    ],
    "bound of a parameter": [
        ("caller", lambda i: put(i["parameters"][0]["schema"], maxLength=20)),
        ("server", lambda i: put(i["parameters"][0]["schema"], maxLength=80)),
    ],
    "secrecy of a parameter": [
        ("caller", lambda i: i["parameters"][0].pop("x-sensitive")),
        ("nobody", lambda i: put(i["parameters"][0], description="A secret.")),
    ],
    "required field of a request": [
        ("caller", lambda i: request(i)["required"].append("note")),
        ("server", lambda i: request(i)["required"].clear()),
    ],
    "field of a request": [
        ("caller", lambda i: request(i)["properties"].pop("note")),
        ("server", lambda i: put(request(i)["properties"], more={"type": "string"})),
    ],
    "pattern of a request": [
        ("caller, server", lambda i: put(request(i)["properties"]["name"], pattern="^[a-c]+$")),
        ("server", lambda i: request(i)["properties"]["name"].pop("pattern")),
    ],
    "unknown fields of a request": [
        ("server", lambda i: put(request(i), additionalProperties=True)),
        ("nobody", lambda i: put(request(i), description="An order.")),
    ],
    "status": [
        ("caller, server", lambda i: i["post"]["responses"].pop("466")),
        ("nobody", lambda i: put(i["post"]["responses"], **{"503": {"description": "Later."}})),
    ],
    "media type of an answer": [
        ("caller, server", lambda i: answer(i)["content"].pop("text/plain")),
        ("nobody", lambda i: put(answer(i)["content"], **{"text/html": {}})),
    ],
    "header of an answer": [
        ("caller", lambda i: answer(i)["headers"].pop("X-Left")),
        ("nobody", lambda i: put(answer(i)["headers"], Note=NOTE)),
    ],
    "header that is always there": [
        ("caller", lambda i: put(answer(i)["headers"]["X-Left"], required=False)),
        ("server", lambda i: put(answer(i)["headers"], Note={"required": True, **NOTE})),
    ],
    "required field of an answer": [
        ("caller", lambda i: media(i)["schema"]["required"].clear()),
        ("server", lambda i: media(i)["schema"]["required"].append("name")),
    ],
    "field of an answer": [
        ("caller", lambda i: media(i)["schema"]["properties"].pop("name")),
        ("nobody", lambda i: put(media(i)["schema"]["properties"], more={"type": "string"})),
    ],
    "types of a field of an answer": [
        (
            "caller",
            lambda i: put(
                media(i)["schema"]["properties"]["id"], type=["integer", "string", "null"]
            ),
        ),
        ("server", lambda i: put(media(i)["schema"]["properties"]["id"], type="integer")),
    ],
    "kind of an answer, beside an open one": [
        ("caller", lambda i: shapes(i, "shape").remove(ROUND)),
        ("nobody", lambda i: shapes(i, "shape").insert(2, FLAT)),
        ("caller", lambda i: shapes(i, "shape").insert(2, {"type": "null"})),
        ("caller, server", lambda i: shapes(i, "shape").remove(OPEN)),
    ],
    "kind of an answer, and there is no open one": [
        ("caller, server", lambda i: shapes(i, "closed").remove(ROUND)),
        ("caller", lambda i: shapes(i, "closed").append(FLAT)),
        ("caller", lambda i: shapes(i, "closed").append(OPEN)),
    ],
    "null instead of an object in an answer": [
        ("server", lambda i: shapes(i, "perhaps").pop()),
        ("caller", lambda i: shapes(i, "closed").append({"type": "null"})),
    ],
    "kind of a request": [
        ("caller", lambda i: request(i)["properties"]["shape"]["anyOf"].remove(ROUND)),
        ("server", lambda i: request(i)["properties"]["shape"]["anyOf"].append(FLAT)),
    ],
    "null in a request": [
        ("caller", lambda i: request(i)["properties"]["perhaps"]["anyOf"].pop()),
        ("server", lambda i: request(i)["properties"]["shape"]["anyOf"].append({"type": "null"})),
    ],
    "named example": [
        ("caller", lambda i: rename(media(i)["examples"], "shoe", "boot")),
        ("nobody", lambda i: put(media(i)["examples"]["shoe"], value={"id": 2})),
    ],
    "declaration for the mock": [
        ("nobody", lambda i: put(i["post"]["x-mock"], rate=6)),
        ("nobody", lambda i: i["post"].pop("x-mock")),
    ],
}
EDITS = [
    pytest.param(index, breaks, id=f"{name}: {breaks} {index}")
    for index, (name, breaks) in enumerate(
        (name, breaks) for name, edits in OF_A_PATH.items() for breaks, _ in edits
    )
]

# What is done to a webhook, which the server sends and the caller reads.
OF_A_WEBHOOK: list[tuple[str, Edit]] = [
    ("caller", lambda i: posted(i)["required"].clear()),
    ("server", lambda i: posted(i)["required"].append("shape")),
    ("caller", lambda i: posted(i)["properties"].pop("shape")),
    ("nobody", lambda i: put(posted(i)["properties"], more={"type": "string"})),
    ("caller", lambda i: put(posted(i)["properties"]["id"], type=["integer", "string"])),
    ("caller", lambda i: posted(i)["properties"]["shape"]["anyOf"].remove(ROUND)),
    ("nobody", lambda i: posted(i)["properties"]["shape"]["anyOf"].insert(2, FLAT)),
    ("caller, server", lambda i: posted(i)["properties"]["shape"]["anyOf"].remove(OPEN)),
    ("caller, server", lambda i: i["post"]["requestBody"]["content"].clear()),
    ("nobody", lambda i: put(i["post"]["requestBody"]["content"], **{"text/plain": {}})),
    ("nobody", lambda i: put(i["post"], description="An order came.")),
]

# What is done to the whole contract, and whom it breaks.
OF_THE_WHOLE: list[tuple[str, Edit]] = [
    ("caller, server", lambda d: rename(d["paths"], PATH, "/Orders/{token}")),
    ("caller", lambda d: d["servers"].pop()),
    ("nobody", lambda d: d["servers"].append({"url": "https://three.example"})),
    ("nobody", lambda d: put(d["info"], description="A shop.")),
    ("nobody", lambda d: put(d["webhooks"], sold=copied(d["webhooks"]["ordered"]))),
    ("caller", lambda d: d["webhooks"].pop("ordered")),
    ("caller", lambda d: d.pop("webhooks")),
]


def most(changes: list[Change]) -> str:
    """Whom the worst of the changes breaks."""
    order = ["nobody", "server", "caller", "caller, server"]
    return max((change.breaks for change in changes), key=order.index, default="not seen")


@pytest.fixture(scope="module")
def all_changes(tmp_path_factory: pytest.TempPathFactory) -> list[Change]:
    """The changes of one contract in which every path underwent another edit."""
    folder = tmp_path_factory.mktemp("paths")
    checkouts = Checkouts(folder)
    edits = [edit for rules in OF_A_PATH.values() for _, edit in rules]
    items = [copied(CONTRACT["paths"][PATH]) for _ in edits]

    def with_paths(document: Any) -> None:
        document["paths"] = {f"/{index}/{{token}}": item for index, item in enumerate(items)}

    checkouts.contract(checkouts.old, with_paths)
    for item, edit in zip(items, edits, strict=True):
        edit(item)
    checkouts.contract(checkouts.new, with_paths)
    return contract_changes(checkouts.new, checkouts.old, folder)


@pytest.mark.parametrize(("index", "breaks"), EDITS)
def test_a_change_of_a_path_breaks_whom_it_breaks(
    all_changes: list[Change], index: int, breaks: str
) -> None:
    found = [change for change in all_changes if change.where.startswith(f"/{index}/")]
    assert most(found) == breaks, found


@pytest.fixture(scope="module")
def all_changes_of_webhooks(tmp_path_factory: pytest.TempPathFactory) -> list[Change]:
    """The same for webhooks."""
    folder = tmp_path_factory.mktemp("webhooks")
    checkouts = Checkouts(folder)
    items = [copied(CONTRACT["webhooks"]["ordered"]) for _ in OF_A_WEBHOOK]

    def with_webhooks(document: Any) -> None:
        document["webhooks"] = {f"{index}-": item for index, item in enumerate(items)}

    checkouts.contract(checkouts.old, with_webhooks)
    for item, (_, edit) in zip(items, OF_A_WEBHOOK, strict=True):
        edit(item)
    checkouts.contract(checkouts.new, with_webhooks)
    return contract_changes(checkouts.new, checkouts.old, folder)


@pytest.mark.parametrize("index", range(len(OF_A_WEBHOOK)))
def test_a_change_of_a_webhook_breaks_whom_it_breaks(
    all_changes_of_webhooks: list[Change], index: int
) -> None:
    start = f"webhooks > {index}- >"
    found = [change for change in all_changes_of_webhooks if change.where.startswith(start)]
    assert most(found) == OF_A_WEBHOOK[index][0], found


@pytest.mark.parametrize(("breaks", "edit"), OF_THE_WHOLE)
def test_a_change_of_the_whole_breaks_whom_it_breaks(
    checkouts: Checkouts, breaks: str, edit: Edit, tmp_path: Path
) -> None:
    checkouts.contract(checkouts.new, edit)
    changes = contract_changes(checkouts.new, checkouts.old, tmp_path)
    assert most(changes) == breaks, changes


def test_a_change_is_told_with_its_place_and_its_values(
    checkouts: Checkouts, tmp_path: Path
) -> None:
    def widen(document: Any) -> None:
        put(document["paths"][PATH]["parameters"][0]["schema"], maxLength=80)

    checkouts.contract(checkouts.new, widen)
    (change,) = contract_changes(checkouts.new, checkouts.old, tmp_path)
    assert change.where == "/orders/{token} > parameters > 0 > schema"
    assert change.what == "`maxLength` changed from 40 to 80"
