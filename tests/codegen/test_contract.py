"""What is read from a contract: operations, secrets, servers, kinds, and the facts of them."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Template

from codegen import contract, facts, generatable, unions
from codegen.failure import CodegenError

Document = dict[str, Any]

TEXT = {"type": "string"}
SECRET = TEXT | {"x-sensitive": True}
PUBLIC = TEXT | {"x-sensitive": False}


def json_body(schema: Document, media_type: str = "application/json") -> Document:
    return {"content": {media_type: {"schema": schema}}}


def ref(name: str, section: str = "schemas") -> Document:
    return {"$ref": f"#/components/{section}/{name}"}


DOCUMENT: Document = {
    "servers": [{"url": "https://one.example/X/"}, {"url": "https://two.example"}],
    "paths": {
        "/a~b/{key}": {
            "servers": [
                {
                    "url": "https://{place}.{kind}.example/X/",
                    "variables": {"place": {"default": "here"}, "kind": {"default": "x"}},
                },
                {"url": "https://other.example/X/"},
                {"url": "https://third.example"},
            ],
            "parameters": [ref("Key", "parameters"), {"name": "plain", "x-sensitive": "yes"}],
            "post": {
                "operationId": "sendIt",
                "parameters": [{"name": "again", "x-sensitive": True, "schema": TEXT}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": ref("Account")},
                        "text/plain": {"schema": {"properties": {"pin": SECRET}}},
                        "text/html": {},
                    }
                },
                "responses": {
                    "200": ref("Done", "responses"),
                    "400": json_body({"properties": {"reason": TEXT, "hint": SECRET}}),
                    "500": {"description": "Nothing."},
                },
                "x-mock": {"rateLimit": {"requestsPerSecond": 5}},
            },
            **{
                method: {"operationId": method}
                for method in ("trace", "patch", "head", "options", "delete", "put", "get")
            },
        },
        "/b": {"get": {"operationId": "getIt", "servers": [{"url": "https://own.example"}]}},
        "/c": {"get": {"operationId": "class"}},
    },
    "components": {
        "parameters": {"Key": {"name": "key", "x-sensitive": True, "schema": TEXT}},
        "responses": {"Done": json_body(ref("Account"), "text/json")},
        "schemas": {
            "Account": {
                "example": {"properties": {"never": SECRET}},
                "x-note": {"properties": {"never": SECRET}},
                "properties": {
                    "token": ref("Token"),
                    "name": PUBLIC,
                    "anything": True,
                    "self": ref("Account"),
                    "twice": ref("Account"),
                    "more": {"items": [{"properties": {"code": SECRET}}]},
                },
            },
            "Token": SECRET,
        },
    },
}


def operation(place: str, method: str) -> Document:
    return dict(contract.operations(DOCUMENT))["paths", place, method]


def test_operations_come_with_their_places_and_the_servers_of_their_path() -> None:
    assert [place[1:] for place, _ in contract.operations(DOCUMENT)] == [
        *(("/a~b/{key}", method) for method in ("get", "put", "post", "delete")),
        *(("/a~b/{key}", method) for method in ("options", "head", "patch", "trace")),
        ("/b", "get"),
        ("/c", "get"),
    ]
    servers = DOCUMENT["paths"]["/a~b/{key}"]["servers"]
    assert operation("/a~b/{key}", "put") == {"operationId": "put", "servers": servers}
    assert operation("/c", "get") == {"operationId": "class"}
    assert list(contract.operations({})) == []


def test_parameters_are_resolved_and_have_the_place_of_their_use() -> None:
    found = {"/".join(place): p["name"] for place, p in contract.parameters(DOCUMENT)}
    assert found == {
        "paths//a~b/{key}/parameters/0": "key",
        "paths//a~b/{key}/parameters/1": "plain",
        "paths//a~b/{key}/post/parameters/0": "again",
    }
    assert contract.sensitive_parameters(DOCUMENT) == ["again", "key"]
    assert contract.sensitive_parameters({}) == []


def test_secrets_are_found_in_bodies_and_answers() -> None:
    post = operation("/a~b/{key}", "post")
    assert contract.secret_members_of_body(DOCUMENT, post) == ["code", "pin", "token"]
    assert contract.secret_members_of_answers(DOCUMENT, post) == ["code", "hint", "token"]
    bare = operation("/c", "get")
    assert contract.secret_members_of_body(DOCUMENT, bare) == []
    assert contract.secret_members_of_answers(DOCUMENT, bare) == []
    assert contract.secret_members(DOCUMENT, DOCUMENT) == {"code", "hint", "pin", "token"}


@pytest.mark.parametrize("skipped", ["example", "examples", "default", "enum", "const", "x-note"])
def test_values_are_no_schemas(skipped: str) -> None:
    schema = {skipped: {"a": {"properties": {"never": SECRET}}}, "properties": {"token": SECRET}}
    assert contract.secret_members({}, schema) == {"token"}


def test_a_circle_does_not_hide_what_comes_after_it() -> None:
    end = {"properties": {"a": SECRET}}
    document = {"components": {"schemas": {"Ring": {"not": ref("Ring")}, "End": end}}}
    both = {"allOf": [ref("End"), ref("Ring"), ref("Ring")]}
    assert contract.secret_members(document, both) == {"a"}


def test_servers_of_an_operation_stand_beside_those_of_the_document() -> None:
    put, own, bare = (
        operation(*names) for names in (("/a~b/{key}", "put"), ("/b", "get"), ("/c", "get"))
    )
    assert contract.own_servers(DOCUMENT, put) == {
        "https://one.example/X": "https://{place}.{kind}.example/X",
        "https://two.example": "https://other.example/X",
    }
    assert contract.own_servers(DOCUMENT, bare) == {}
    assert contract.own_servers({}, own) == {}
    assert contract.first_server(DOCUMENT, put) == "https://here.x.example/X"
    assert contract.first_server(DOCUMENT, own) == "https://own.example"
    assert contract.first_server(DOCUMENT, bare) == "https://one.example/X"
    assert contract.first_server({}, bare) == ""


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("#/a~1b/0/x~0y", 1),
        ("#/a~1b/1", 2),
        ("#/0", 3),
        ("#/~01", 4),
    ],
)
def test_a_pointer_leads_to_its_value_and_back(reference: str, found: int) -> None:
    document = {"a/b": [{"x~y": 1}, 2], "0": 3, "~1": 4}
    assert contract.at(document, reference) == found
    assert "#" + contract.pointer(contract.steps(reference)) == reference


@pytest.mark.parametrize("reference", ["#/b", "#/a/2", "#/a/x", "#/a/0/x"])
def test_a_pointer_to_nothing_is_named(reference: str) -> None:
    with pytest.raises(CodegenError, match=f"refers to {reference}, which does not exist"):
        contract.resolve({"a": [1]}, {"$ref": reference})


def test_a_property_may_have_the_name_of_a_reference() -> None:
    properties = {"$ref": {"type": "string"}}
    assert contract.resolve({}, properties) is properties


def test_a_reference_is_followed_to_its_end() -> None:
    document = {"a": {"$ref": "#/b"}, "b": {"$ref": "#/c"}, "c": {"d": 1}, "x": {"$ref": "#/x"}}
    assert contract.resolve(document, {"$ref": "#/a"}) == {"d": 1}
    with pytest.raises(CodegenError, match="#/x of the contract leads back to itself"):
        contract.resolve(document, {"$ref": "#/x"})


def test_a_schema_may_be_a_truth() -> None:
    schemas = {"A": True, "Any": {"anyOf": [ref("Object"), True]}, "Object": {"type": "object"}}
    document: Document = {"components": {"schemas": schemas}}
    assert contract.resolve(document, True) == contract.resolve(document, ref("A")) == {}  # noqa: FBT003 # such are schemas
    assert unions.unions(document) == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a: [", "cannot be read as YAML"),
        (b"a: 1\na: 2\n", "cannot be read as YAML"),
        (b"a: \xff", "cannot be read as YAML"),
        (b"- a", "its top level is not an object"),
        (None, "There is no contract at"),
    ],
)
def test_what_is_no_contract_is_named(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "openapi.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CodegenError, match=sentence):
        contract.load(path)


def test_a_contract_makes_no_objects_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("a: no\nb: 012\n", "utf-8")  # YAML 1.2: a text and a number
    assert contract.load(path) == {"a": "no", "b": 12}
    path.write_text("!!python/name:os.system x: 1", "utf-8")
    with pytest.raises(CodegenError, match="cannot be read as YAML"):
        contract.load(path)


def test_templates_are_told_the_facts() -> None:
    schemas = KINDS["components"]["schemas"] | DOCUMENT["components"]["schemas"]
    components = KINDS["components"] | DOCUMENT["components"] | {"schemas": schemas}
    document = DOCUMENT | {"components": components}
    template = Template(facts.statements(document))
    assert template.render().strip() == ""
    told: Any = template.module
    assert (told.SENSITIVE, told.SECRET_MEMBERS) == (
        ["again", "key"],
        ["code", "hint", "pin", "token"],
    )
    assert told.UNIONS["Shape"] == ["RoundOne", "Square", "UnknownShape"]
    assert set(told.FACTS) >= {"send_it", "get_it", "class_"}
    assert told.FACTS["send_it"] == {
        "base_url": "https://here.x.example/X",
        "servers": {
            "https://one.example/X": "https://{place}.{kind}.example/X",
            "https://two.example": "https://other.example/X",
        },
        "secret_members": ["code", "pin", "token"],
        "secret_answers": ["code", "hint", "token"],
        "rate_limit": 5,
    }
    assert told.FACTS["class_"]["rate_limit"] == 0


def test_names_that_python_does_not_allow_are_made_into_names() -> None:
    assert facts.python_name("1") == "field_1"
    assert facts.class_name("1") == "Field1"


def media_types(*names: str) -> Document:
    answer: Document = {"content": {name: {} for name in names}}
    responses = {"200": {"$ref": "#/answer"}, "204": {}}
    return {"answer": answer, "paths": {"/a": {"get": {"responses": responses}, "put": {}}}}


@pytest.mark.parametrize(
    ("names", "declared"),
    [
        (["application/json"], None),
        (["application/json", "text/plain"], None),
        (["text/plain", "text/html"], None),
        ([], None),
        (["text/plain", "application/json"], "text/plain, application/json"),
        (["text/a;b=1;c=2", "x/y+json;b=1;c=2"], "text/a, x/y+json"),
        (["application/json", "x/y+json"], "application/json, x/y+json"),
        (["text/plain", "application/json", "x/y+json"], "text/plain, application/json, x/y+json"),
    ],
)
def test_one_json_type_comes_first(names: list[str], declared: str | None) -> None:
    found = [(p.what.partition(", and the")[0], p.where) for p in problems_of(media_types(*names))]
    where = "/paths/~1a/get/responses/200"
    assert found == ([(f"A response declares {declared}", where)] if declared else [])


def problems_of(document: Document) -> list[Any]:
    return list(generatable.problems(document))


@pytest.mark.parametrize(
    ("sensitive", "schema", "is_fine"),
    [
        (True, {"type": "string"}, True),
        (True, {"$ref": "#/text"}, True),
        (True, {"type": "integer"}, False),
        (True, {}, False),
        (False, {"type": "integer"}, True),
        (None, {"type": "string"}, True),
    ],
)
def test_what_is_sensitive_is_a_text(*, sensitive: bool, schema: Document, is_fine: bool) -> None:
    parameter = {"name": "key", "schema": schema, "x-sensitive": sensitive}
    document = {"text": TEXT, "paths": {"/a": {"get": {"parameters": [parameter]}}}}
    found = [(problem.what.split(" is")[0], problem.where) for problem in problems_of(document)]
    where = "/paths/~1a/get/parameters/0"
    assert found == ([] if is_fine else [("The parameter key", where)])


LIST = {"type": "array", "items": TEXT}
UNWRITABLE = (
    "The parameter key cannot be written: the client knows texts, numbers and booleans in the "
    "usual style, and lists in a query whose name is repeated."
)


@pytest.mark.parametrize(
    ("parameter", "is_fine"),
    [
        ({"in": "query", "schema": TEXT}, True),
        ({"in": "query", "schema": LIST}, True),
        ({"in": "query", "schema": LIST, "style": "form", "explode": True}, True),
        ({"in": "query", "schema": LIST, "explode": False}, False),
        ({"in": "query", "schema": LIST, "style": "pipeDelimited"}, False),
        ({"in": "query", "schema": {"anyOf": [TEXT, True]}}, True),
        ({"in": "query", "schema": {"type": ["object", "null"]}}, False),
        ({"in": "query", "schema": {"oneOf": [{"type": "null"}, {"type": "object"}]}}, False),
        ({"in": "query", "schema": {"allOf": [{"type": "object"}]}}, False),
        ({"in": "path", "schema": TEXT, "style": "simple"}, True),
        ({"in": "path", "schema": TEXT, "style": "label"}, False),
        ({"in": "path", "schema": LIST}, False),
        ({"in": "path", "schema": {"$ref": "#/list"}}, False),
        ({"in": "header", "schema": TEXT, "style": "simple"}, True),
        ({"in": "header", "schema": {"type": ["array", "null"]}}, False),
        ({"in": "cookie", "schema": TEXT, "style": "form"}, True),
        ({"in": "cookie", "schema": {"anyOf": [TEXT, LIST]}}, False),
        ({"in": "cookie", "schema": {"anyOf": [LIST, TEXT]}}, False),
    ],
)
def test_a_parameter_can_be_written(*, parameter: Document, is_fine: bool) -> None:
    paths = {"/a": {"get": {"parameters": [{"name": "key"} | parameter]}}}
    found = problems_of({"list": LIST, "paths": paths})
    told = [(problem.what, problem.where) for problem in found]
    assert told == ([] if is_fine else [(UNWRITABLE, "/paths/~1a/get/parameters/0")])


@pytest.mark.parametrize(
    ("first", "second", "is_fine"),
    [
        ({"in": "path", "x-sensitive": True}, {"in": "query"}, False),
        ({"in": "path"}, {"in": "query", "x-sensitive": True}, False),
        ({"in": "path"}, {"in": "query"}, True),
        ({"in": "path", "x-sensitive": True}, {"in": "header"}, True),
        ({"in": "path", "x-sensitive": True}, {"in": "path", "x-sensitive": True}, True),
        ({"in": "path", "x-sensitive": True}, {"in": "query", "name": "other"}, True),
    ],
)
def test_a_secret_has_a_name_of_its_own_in_the_url(
    *, first: Document, second: Document, is_fine: bool
) -> None:
    shared, own = ({"name": "key", "schema": TEXT} | one for one in (first, second))
    paths = {"/a": {"parameters": [shared], "get": {"parameters": [own]}}}
    told = [
        (problem.what.partition(",")[0], problem.where) for problem in problems_of({"paths": paths})
    ]
    where = "/paths/~1a/get"
    assert told == ([] if is_fine else [("Two parameters of the URL have the name key", where)])


def test_what_is_a_secret_in_one_operation_is_marked_by_its_name_in_all() -> None:
    key = {"name": "key", "schema": TEXT}
    both = [key | {"in": "path"}, key | {"in": "query"}]
    marked = [key | {"in": "header", "x-sensitive": True}]
    paths = {"/a": {"get": {"parameters": both}}, "/b": {"get": {"parameters": marked}}}
    assert [problem.where for problem in problems_of({"paths": paths})] == ["/paths/~1a/get"]


ROUND = {"type": "object", "properties": {"kind": {"const": "round", "default": "round"}}}
KINDS: Document = {
    "components": {
        "others": {"Square": ROUND},
        "schemas": {
            "RoundOne": {"allOf": [ref("Base"), ROUND]},
            "Base": {"type": "object", "default": {}, "properties": {"default": {"default": 1}}},
            "Square": ROUND | {"required": ["kind"]},
            "UnknownShape": {"type": "object"},
            "Shape": {
                "description": "A shape.",
                "anyOf": [ref("RoundOne"), ref("Square"), ref("UnknownShape")],
            },
            "Known": {"oneOf": [ref("RoundOne"), ref("Square")]},
            "Nested": {"anyOf": [ref("Shape"), ref("Base")]},
            "Texts": {"anyOf": [ref("Text"), ref("Square")]},
            "Text": TEXT,
            "Maybe": {"anyOf": [ref("Square"), {"type": "null"}]},
            "Inner": {"anyOf": [ref("Square"), ref("Square", "others")]},
        },
    }
}


def webhooks(*kinds: str) -> Document:
    hooks = {name: {"post": {"requestBody": json_body(ref(name))}} for name in kinds}
    hooks |= {"none": {"summary": "no operation", "post": {}}}  # type: ignore[dict-item]
    return KINDS | {"webhooks": hooks}


def test_schemas_of_several_named_objects_have_kinds() -> None:
    assert unions.unions(KINDS) == {
        "Shape": ["RoundOne", "Square", "UnknownShape"],
        "Known": ["RoundOne", "Square"],
        "Nested": ["Shape", "Base"],
    }
    assert unions.unions({}) == {}


def test_the_generator_is_told_that_they_are_objects_and_of_no_default() -> None:
    written = unions.prepared(KINDS | {"info": {"default": 1}})
    schemas = written["components"]["schemas"]
    assert schemas["Shape"] == {"type": "object", "description": "A shape."}
    assert schemas["Known"] == {"type": "object", "description": ""}
    assert schemas["Base"] == {"type": "object", "properties": {"default": {"default": 1}}}
    assert schemas["Maybe"] == KINDS["components"]["schemas"]["Maybe"]
    assert written["info"] == {"default": 1}
    listed = unions.prepared({"a": [{"type": ["integer", "null"], "default": 1}, 2]})
    assert listed == {"a": [{"type": ["integer", "null"]}, 2], "components": {"schemas": {}}}


@pytest.mark.parametrize(
    ("kind", "is_open", "has_const"),
    [
        (ref("UnknownShape"), True, False),
        (ref("Base"), True, False),
        (ref("Square"), False, True),
        ({"type": "object", "required": ["a"]}, False, False),
        (ROUND, False, True),
        ({"type": "array"}, False, False),
        ({}, False, False),
        ({"type": "object", "allOf": [ref("Base")]}, True, False),
        ({"type": "object", "allOf": [ref("Base"), ROUND]}, False, True),
        ({"type": "object", "properties": {"kind": ref("Text")}}, True, False),
        ({"type": "object", "required": [], "properties": {}}, True, False),
    ],
)
def test_an_open_kind_asks_for_nothing(kind: Document, *, is_open: bool, has_const: bool) -> None:
    assert unions.is_open(KINDS, kind) is is_open
    assert unions.has_const(KINDS, contract.resolve(KINDS, kind)) is has_const


@pytest.mark.parametrize(
    ("kinds", "union"),
    [
        (["RoundOne", "Square"], "Known"),
        (["UnknownShape"], "Shape"),
        (["Base"], "Nested"),
        (["Base", "Square"], None),
        ([], None),
    ],
)
def test_webhooks_are_read_by_the_smallest_schema_of_all(
    kinds: list[str], union: str | None
) -> None:
    document = webhooks(*kinds)
    assert unions.webhook_bodies(document) == [ref(kind) for kind in kinds]
    assert unions.webhook_union(document) == union
