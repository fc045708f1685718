"""Every way in which a word of the contract can be wrong.

What is written for people only is left alone: descriptions, summaries, titles, tags, sources, and
the examples of a schema. So is `info`, whose version is compared elsewhere.
"""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.contract.documented import JSON, METHODS, Contract, escaped
from tests.mutants.mutant import Mutant

FAMILY = "contract"
# What the contract tells the mock to do beyond its examples.
RULES = "rules"
Node = dict[str, Any]
Change = Callable[[Any], None]
Changes = Iterator[tuple[str, Change]]

_PROSE = {"description", "summary", "title", "x-source", "externalDocs", "tags", "$ref", "examples"}
_BOUNDS = (
    *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"),
    *("minProperties", "maxProperties"),
)
_OTHER_TYPE = {
    "string": "integer",
    "integer": "string",
    "number": "string",
    "boolean": "string",
    "object": "array",
    "array": "object",
    "null": "string",
}
_OTHER_METHOD = {"post": "put", "get": "post", "put": "post", "patch": "post", "delete": "post"}
_OTHER_MEDIA_TYPE = {"application/json": "application/xml", "text/plain": "text/html"}


@dataclass(frozen=True)
class Altered:
    """What a mutant of the contract is made of.

    Attributes:
        pointer: the place that is changed.
        change: what was changed there, in words.
        alter: changes it.
    """

    pointer: str
    change: str
    alter: Change

    def make(self, document: Node) -> None:
        """Make the change in a document."""
        target: Any = document
        for part in self.pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            target = target[int(name) if isinstance(target, list) else name]
        self.alter(target)

    def text(self, document: Node) -> str:
        """Return the text of a document with the change. JSON is YAML, and keeps the order."""
        changed = copy.deepcopy(document)
        self.make(changed)
        return json.dumps(changed, ensure_ascii=False)


def changes(contract: Contract) -> dict[str, Altered]:
    """Return every change of the contract, by what its mutant says.

    What stands behind an alias of YAML is one thing in several places, and is changed once.
    """
    found: dict[tuple[int, str], Altered] = {}
    for pointer, change, alter in _document(contract.document):
        key = id(contract.at(pointer)), change
        found.setdefault(key, Altered(pointer, change, alter))
    return {f"{one.pointer}: {one.change}": one for one in found.values()}


def contract_mutants(contract: Contract) -> Iterator[Mutant]:
    """Yield every mutant of the contract."""
    for name, altered in changes(contract).items():
        family = RULES if "/x-mock/" in f"{altered.pointer}/" else FAMILY
        text = partial(altered.text, contract.document)
        yield Mutant(family, name, contract.path.name, text)


Places = Iterator[tuple[str, str, Change]]


def _document(document: Node) -> Places:
    yield from _servers("", document)
    yield from _values("/x-mock", document.get("x-mock", {}))
    for path, item in document["paths"].items():
        yield from _path(path, item)
    for name, item in document.get("webhooks", {}).items():
        yield "/webhooks", f"drop {name}", _drop(name)
        yield from _methods(f"/webhooks/{escaped(name)}", item)
    components = document.get("components", {})
    walkers = {
        "parameters": _parameter,
        "headers": _header,
        "schemas": _schema,
        "responses": _response,
        "examples": _example,
    }
    for group, walk in walkers.items():
        for name, node in components.get(group, {}).items():
            yield from walk(f"/components/{group}/{escaped(name)}", node)


def _servers(place: str, owner: Node) -> Places:
    for index, server in enumerate(owner.get("servers", [])):
        yield f"{place}/servers", f"drop the server {index}", _drop(index)
        # Of the host, as both hosts have the same domains.
        changed = server["url"].replace(".green", "s.green", 1)
        yield f"{place}/servers/{index}", "change url", _set("url", changed)
        for name, variable in server.get("variables", {}).items():
            variable_place = f"{place}/servers/{index}/variables/{escaped(name)}"
            yield variable_place, "change default", _set("default", _other(variable["default"]))


def _path(path: str, item: Node) -> Places:
    for literal in (part for part in path.replace("}", "{").split("{")[::2] if part.strip("/")):
        other = literal.rstrip("/") + "s" + "/" * literal.endswith("/")
        yield "/paths", f"change {literal} in {path}", _rename(path, path.replace(literal, other))
        swapped = literal.swapcase()
        yield (
            "/paths",
            f"case of {literal} in {path}",
            _rename(path, path.replace(literal, swapped)),
        )
    place = f"/paths/{escaped(path)}"
    yield from _values(f"{place}/x-mock", item.get("x-mock", {}))
    yield from _parameters(place, item)
    yield from _methods(place, item)


def _methods(place: str, item: Node) -> Places:
    for method in METHODS:
        if method in item:
            yield place, f"{method} becomes another method", _rename(method, _OTHER_METHOD[method])
            yield from _operation(f"{place}/{method}", item[method])


def _parameters(place: str, owner: Node) -> Places:
    for index, parameter in enumerate(owner.get("parameters", [])):
        yield f"{place}/parameters", f"drop {index}", _drop(index)
        if "$ref" not in parameter:
            yield from _parameter(f"{place}/parameters/{index}", parameter)


def _operation(place: str, operation: Node) -> Places:
    yield place, "change operationId", _set("operationId", operation["operationId"] + "s")
    if place.startswith("/paths/"):
        # It names a folder of the client; a webhook has none.
        yield place, "change the tag", _set("tags", ["other", *operation["tags"][1:]])
    yield from _servers(place, operation)
    yield from _values(f"{place}/x-mock", operation.get("x-mock", {}))
    yield from _parameters(place, operation)
    if "requestBody" in operation:
        body = operation["requestBody"]
        yield place, "drop requestBody", _drop("requestBody")
        yield f"{place}/requestBody", "flip required", _flip("required", body)
        yield from _content(f"{place}/requestBody", body)
    responses = operation["responses"]
    yield f"{place}/responses", "add 418", _set("418", {"description": "Added."})
    references = [node["$ref"] for node in responses.values() if "$ref" in node]
    for status, node in responses.items():
        yield f"{place}/responses", f"drop {status}", _drop(status)
        yield f"{place}/responses", f"change {status}", _rename(status, str(int(status) + 7))
        if "$ref" in node:
            yield from _reference(f"{place}/responses/{status}", node, references)
        else:
            yield from _response(f"{place}/responses/{status}", node)


def _reference(place: str, node: Node, references: list[str]) -> Places:
    """Refer to the next thing of the same kind, where there is another one."""
    others = list(dict.fromkeys(references))
    if len(others) > 1:
        other = others[(others.index(node["$ref"]) + 1) % len(others)]
        yield place, "refer to another", _set("$ref", other)


def _parameter(place: str, node: Node) -> Places:
    yield place, "rename", _set("name", node["name"] + "s")
    other = "header" if node["in"] == "query" else "query"
    yield place, f"move to {other}", _move(other)
    yield place, "flip required", _flip("required", node)
    yield place, "change example", _set("example", _other(node.get("example")))
    yield place, "flip x-sensitive", _flip("x-sensitive", node)
    yield from _values(f"{place}/x-mock", node.get("x-mock", {}))
    yield from _schema(f"{place}/schema", node["schema"], nullable=False)


def _header(place: str, node: Node) -> Places:
    yield place, "flip required", _flip("required", node)
    yield place, "change example", _set("example", _other(node.get("example")))
    yield from _schema(f"{place}/schema", node["schema"], nullable=False)


def _response(place: str, node: Node) -> Places:
    headers = node.get("headers", {})
    references = [header["$ref"] for header in headers.values()]
    for name, header in headers.items():
        yield f"{place}/headers", f"drop {name}", _drop(name)
        yield f"{place}/headers", f"rename {name}", _rename(name, name + "s")
        yield from _reference(f"{place}/headers/{escaped(name)}", header, references)
    added = {"schema": {"type": "string"}, "required": True, "example": "a"}
    yield place, "add a header", _set("headers", {**headers, "X-Added": added})
    if "x-evidence" in node:
        yield place, "change x-evidence", _set("x-evidence", _other_evidence(node["x-evidence"]))
    yield from _values(f"{place}/x-mock", node.get("x-mock", {}))
    if "content" in node:
        yield place, "drop content", _drop("content")
        yield from _content(place, node)
    else:
        content = {"text/plain": {"schema": {"type": "string"}, "examples": {"a": {"value": "a"}}}}
        yield place, "add content", _set("content", content)


def _content(place: str, owner: Node) -> Places:
    for media_type, media in owner["content"].items():
        other = _OTHER_MEDIA_TYPE.get(media_type, "application/octet-stream")
        yield f"{place}/content", f"{media_type} becomes {other}", _rename(media_type, other)
        yield f"{place}/content", f"drop {media_type}", _drop(media_type)
        here = f"{place}/content/{escaped(media_type)}"
        yield from _schema(f"{here}/schema", media["schema"], nullable=media_type == JSON)
        for group in ("examples", "x-deviations"):
            references = [node["$ref"] for node in media.get(group, {}).values() if "$ref" in node]
            for name, example in media.get(group, {}).items():
                yield f"{here}/{group}", f"drop {name}", _drop(name)
                yield f"{here}/{group}", f"rename {name}", _rename(name, name + "s")
                if "$ref" in example:
                    yield from _reference(f"{here}/{group}/{name}", example, references)
                else:
                    yield from _example(f"{here}/{group}/{name}", example)


def _example(place: str, example: Node) -> Places:
    yield place, "change the value", _set("value", _changed(example["value"]))
    if "x-evidence" in example:
        evidence = _other_evidence(example["x-evidence"])
        yield place, "change x-evidence", _set("x-evidence", evidence)
    yield from _values(f"{place}/x-mock", example.get("x-mock", {}))


def _schema(place: str, node: Node, *, nullable: bool = True) -> Places:
    """Change a schema.

    Args:
        place: where it stands.
        node: what stands there.
        nullable: null could be among its values. It is not among texts, nor where another part
            of an `allOf` wants an object.
    """
    if "$ref" in node:
        return
    yield from _keywords(place, node, nullable=nullable)
    properties = node.get("properties", {})
    required = node.get("required", [])
    for name, child in properties.items():
        yield f"{place}/properties", f"rename {name}", _rename(name, name + "s")
        yield f"{place}/properties", f"drop {name}", _drop(name)
        if name in required:
            yield (
                place,
                f"{name} is not required",
                _set("required", [n for n in required if n != name]),
            )
        else:
            yield place, f"{name} is required", _set("required", [*required, name])
        yield from _schema(f"{place}/properties/{escaped(name)}", child)
    if properties:
        yield f"{place}/properties", "add a property", _set("added", {"type": "integer"})
        both = {"properties": {**properties, "added": {"type": "integer"}}}
        yield place, "add a required property", _update({**both, "required": [*required, "added"]})
        opened = not node.get("additionalProperties", True)
        yield place, "close" if not opened else "open", _set("additionalProperties", opened)
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from _schema(f"{place}/{keyword}", node[keyword])
    for group in ("allOf", "anyOf", "oneOf"):
        yield from _forms(f"{place}/{group}", node.get(group, []))


def _forms(place: str, forms: list[Node]) -> Places:
    for index, form in enumerate(forms):
        yield place, f"drop the form {index}", _drop(index)
        yield from _schema(f"{place}/{index}", form, nullable=not place.endswith("/allOf"))
    if len(forms) > 1 and not place.endswith("/allOf") and forms[-1].get("type") != "null":
        # The first that fits counts, so the open one has to be the last. Null fits no other.
        yield place, "the last form first", list.reverse


def _keywords(place: str, node: Node, *, nullable: bool) -> Places:
    one_of_few = "const" in node or "enum" in node
    yield from _types(place, node.get("type"), nullable=nullable and not one_of_few)
    yield from _limits(place, node)
    for keyword in ("format", "const", "enum"):
        if keyword in node:
            yield place, f"drop {keyword}", _drop(keyword)
    for value in node.get("enum", []):
        yield place, f"no {value}", _set("enum", [one for one in node["enum"] if one != value])
    if "enum" in node:
        yield place, "one value more", _set("enum", [*node["enum"], _other(node["enum"][0])])
    if "const" in node:
        yield place, "change const", _set("const", _other(node["const"]))
    # A member is hidden or shown as a whole, not by what its list holds.
    if "/properties/" in place and not place.endswith("/items"):
        yield place, "flip x-sensitive", _flip("x-sensitive", node)
    yield from _values(f"{place}/x-mock", node.get("x-mock", {}))


def _types(place: str, kind: Any, *, nullable: bool) -> Places:
    if isinstance(kind, list):
        for one in kind:
            yield place, f"no {one}", _set("type", [k for k in kind if k != one])
        yield place, "also null", _set("type", [*kind, "null"])
    elif kind is not None:
        yield place, "another type", _set("type", _OTHER_TYPE[kind])
        if kind != "null" and nullable:
            yield place, "also null", _set("type", [kind, "null"])


def _limits(place: str, node: Node) -> Places:
    for bound in _BOUNDS:
        if bound in node:
            yield place, f"{bound} + 1", _set(bound, node[bound] + 1)
            yield place, f"{bound} - 1", _set(bound, node[bound] - 1)
            yield place, f"drop {bound}", _drop(bound)
    if "pattern" in node:
        yield place, "drop pattern", _drop("pattern")
        for part, other in (("^", ""), ("$", ""), ("+", "{2,}"), ("[0-9", "[1-9"), ("@", "")):
            if part in node["pattern"]:
                pattern = node["pattern"].replace(part, other, 1)
                change = f"pattern with {other or 'nothing'} for {part}"
                yield place, change, _set("pattern", pattern)


def _values(place: str, node: Any) -> Places:
    """Change and drop everything that is said in a place of its own rules, such as x-mock."""
    if not isinstance(node, dict | list):
        return
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if key in _PROSE:
            continue
        yield place, f"drop {key}", _drop(key)
        if isinstance(value, dict | list):
            yield from _values(f"{place}/{escaped(str(key))}", value)
        else:
            yield place, f"change {key}", _set(key, _other(value))
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield place, "drop $ref", _drop("$ref")


def _other(value: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x"


def _other_evidence(evidence: str) -> str:
    return "assumed" if evidence != "assumed" else "observed"


def _changed(value: Any) -> Any:
    """Return the value with its innermost last part changed."""
    if isinstance(value, dict) and value:
        last = list(value)[-1]
        return value | {last: _changed(value[last])}
    return _other(value)


def _set(key: Any, value: Any) -> Change:
    def change(node: Any) -> None:
        node[key] = value

    return change


def _update(values: Node) -> Change:
    def change(node: Any) -> None:
        node.update(values)

    return change


def _flip(key: str, node: Node) -> Change:
    return _set(key, not node.get(key, False))


def _drop(key: Any) -> Change:
    def change(node: Any) -> None:
        del node[key]

    return change


def _rename(old: str, new: str) -> Change:
    def change(node: Any) -> None:
        renamed = [(new if key == old else key, value) for key, value in node.items()]
        node.clear()
        node.update(renamed)

    return change


def _move(place: str) -> Change:
    def change(node: Any) -> None:
        node["in"] = place

    return change
