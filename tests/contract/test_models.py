"""The generated models and functions are what a user of the client takes them for."""

import asyncio
import inspect
import json
import re
from contextlib import suppress
from types import MappingProxyType
from typing import Any

import attrs
import httpx
import pytest

from green_api_client.errors import NotUnderstoodError, ResponseError, StatusError
from green_api_client.types import UNSET, File
from tests.contract.documented import JSON, Contract
from tests.contract.generated import GeneratedOperation, client_over
from tests.contract.reading import FORMS, as_json, misread, model_named, python_name
from tests.contract.sent import kinds_of
from tests.contract.valid import valid_case
from tests.contract.wrong import ADDED, least

UNDOCUMENTED = 418
PYTHON_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
# What is sent under which name of a charset, and what is read.
TEXTS = (
    ("utf-8", "é".encode(), "é"),
    ("latin-1", "é".encode(), "Ã©"),
    ("us-ascii", "é".encode(), "\ufffd\ufffd"),
    ("nonsense", "é".encode(), "é"),
    ("nonsense", b"\xff", "\ufffd"),
)


def has_the_members(contract: Contract, schema_name: str) -> None:
    place = f"/components/schemas/{schema_name}"
    fields = {field.name for field in attrs.fields(model_named(schema_name))}
    others = {"additional_properties"} if is_open(contract, place) else set[str]()
    assert fields == {python_name(name) for name in contract.members(place)} | others


def is_open(contract: Contract, place: str) -> bool:
    """Return whether an object may have members that nobody documented."""
    return all(
        contract.at(part).get("additionalProperties", True) for part in contract.parts(place)
    )


def is_annotated(contract: Contract, schema_name: str) -> None:
    place = f"/components/schemas/{schema_name}"
    fields = attrs.fields_dict(model_named(schema_name))
    for name, member in contract.members(place).items():
        kinds = str(fields[python_name(name)].type).split(" | ")
        assert ("Unset" in kinds) is (name not in contract.required(place)), name
        assert bool({"None", "Any"} & {*kinds}) is contract.fits(member, None), name
    if is_open(contract, place):
        others = contract.at(place).get("additionalProperties", True)
        kind = (
            "Any"
            if others is True
            else " | ".join(PYTHON_TYPES.get(k, k) for k in kinds_of(others))
        )
        assert str(fields["additional_properties"].type) == f"dict[str, {kind}]"


def holds_fields_that_nobody_documented(contract: Contract, json_name: str) -> None:
    place = f"/components/schemas/{json_name}"
    value = least(contract, place)
    model_class: Any = model_named(json_name)
    # Any mapping is an object, and the model keeps no hold of the one it was made from.
    whole = model_class.from_dict(MappingProxyType(value))
    assert as_json(whole) == value
    if not is_open(contract, place):
        return
    model = model_class.from_dict(MappingProxyType(value | {ADDED: 1}))
    assert model.additional_keys == [ADDED]
    assert (ADDED in model, model[ADDED]) == (True, 1)
    model[ADDED] = 2
    assert as_json(model) == value | {ADDED: 2}
    assert model != whole
    del model[ADDED]
    assert ADDED not in model
    assert model.additional_keys == []
    assert model == whole
    assert "additional_properties" not in inspect.signature(model_class).parameters


def wants_what_is_required(contract: Contract, json_name: str) -> None:
    place = f"/components/schemas/{json_name}"
    model_class: Any = model_named(json_name)
    required = set(contract.required(place))
    value = {name: least(contract, member) for name, member in contract.members(place).items()}
    for name in value:
        lacking = {key: inner for key, inner in value.items() if key != name}
        assert reads(model_class, lacking) is (name not in required), name


def takes_null_where_it_may_be(contract: Contract, json_name: str) -> None:
    place = f"/components/schemas/{json_name}"
    model_class: Any = model_named(json_name)
    assert reads(model_class, None) is contract.fits(place, None)
    value = least(contract, place)
    for name, member in contract.members(place).items():
        assert reads(model_class, value | {name: None}) is contract.fits(member, None), name


def reads(model_class: Any, value: Any) -> bool:
    """Return whether a model can be made of a value."""
    try:
        model_class.from_dict(value)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def forms(contract: Contract, place: str) -> list[str]:
    """Return where the schemas stand of which a value has one."""
    place = contract.place(place)
    schema = contract.at(place)
    found = [
        form
        for group in FORMS
        for index in range(len(schema.get(group, ())))
        for form in forms(contract, f"{place}/{group}/{index}")
    ]
    return found or [place]


def values_of(contract: Contract, place: str) -> list[Any]:
    """Return a value of each form, in which lists have one item of each form of theirs."""
    return [
        [item for inner in forms(contract, f"{form}/items") for item in values_of(contract, inner)]
        if "items" in contract.at(form)
        else least(contract, form)
        for form in forms(contract, place)
    ]


def keeps_every_member_in_every_form(contract: Contract, json_name: str) -> None:
    place = f"/components/schemas/{json_name}"
    model_class: Any = model_named(json_name)
    members = contract.members(place)
    values = {name: values_of(contract, member) for name, member in members.items()}
    whole = {name: found[0] for name, found in values.items()}
    for name, member in members.items():
        for value in values[name]:
            model = model_class.from_dict(whole | {name: value})
            assert as_json(model) == whole | {name: value}
            held = getattr(model, python_name(name))
            assert list(misread(contract, member, value, held)) == [], name
            assert isinstance(value, dict) is hasattr(held, "to_dict"), name


def leaves_unset_what_it_is_not_given(contract: Contract, schema_name: str) -> None:
    place = f"/components/schemas/{schema_name}"
    model_class: Any = model_named(schema_name)
    given = {python_name(name): name for name in contract.required(place)}
    model, other = model_class(**given), model_class(**given)
    for name in contract.members(place):
        # What the contract calls the default is left to the server.
        assert getattr(model, python_name(name)) is given.get(python_name(name), UNSET)
    if is_open(contract, place):
        assert model.additional_properties == {}
        assert model.additional_properties is not other.additional_properties


def says_which_kind_it_is(contract: Contract, json_name: str) -> None:
    place = f"/components/schemas/{json_name}"
    value = least(contract, place)
    for name, member in contract.members(place).items():
        const = contract.at(contract.place(member)).get("const")
        if isinstance(const, str):
            with pytest.raises(ValueError, match="const") as raised:
                model_named(json_name).from_dict(value | {name: "another"})
            assert str(raised.value) == f"{name} must match const '{const}', got 'another'"


def says_what_it_expected(contract: Contract, json_name: str) -> None:
    place = f"/components/schemas/{json_name}"
    model_class: Any = model_named(json_name)
    value = least(contract, place)
    for name, member in contract.members(place).items():
        property_ = contract.at(contract.place(member))
        kinds = kinds_of(property_)
        if not kinds or not PYTHON_TYPES.keys() >= set(kinds) or {"const", "enum"} & set(property_):
            continue
        with pytest.raises(TypeError) as raised:
            model_class.from_dict(value | {name: ["a value"]})
        expected = " or ".join(PYTHON_TYPES[kind] for kind in kinds)
        # A field may also be absent. The value itself may be private.
        assert re.fullmatch(f"expected {expected}( or Unset)?, got list", str(raised.value)), name


def test_a_model_is_made_as_its_schema_says(contract: Contract, schema_name: str) -> None:
    has_the_members(contract, schema_name)
    leaves_unset_what_it_is_not_given(contract, schema_name)
    is_annotated(contract, schema_name)


def test_a_model_reads_what_its_schema_allows(contract: Contract, json_name: str) -> None:
    wants_what_is_required(contract, json_name)
    takes_null_where_it_may_be(contract, json_name)
    says_what_it_expected(contract, json_name)
    says_which_kind_it_is(contract, json_name)
    keeps_every_member_in_every_form(contract, json_name)
    holds_fields_that_nobody_documented(contract, json_name)


def test_a_form_has_the_members_of_its_schema(contract: Contract) -> None:
    names = {*contract.object_names} - {*contract.json_names}
    assert names
    for schema_name in names:
        members = contract.members(f"/components/schemas/{schema_name}")
        value: dict[str, Any] = {
            name: b"content" if contract.at(place).get("format") == "binary" else f"a {name}"
            for name, place in members.items()
        }
        model = model_named(schema_name).from_dict(value | {ADDED: "more"})
        files = {name: getattr(model, python_name(name)) for name in value}
        files = {name: file for name, file in files.items() if isinstance(file, File)}
        assert {name for name in value if value[name] == b"content"} == files.keys()
        contents: dict[str, Any] = {name: file.to_tuple() for name, file in files.items()}
        assert model.to_dict() == value | {ADDED: "more"} | contents
        assert all(content[1].read() == b"content" for content in contents.values())
        sent = {name: content for name, (_, content, _) in model.to_multipart()}
        texts = {name: text.encode() for name, text in value.items() if name not in files}
        payloads = {name: content[1] for name, content in contents.items()}
        assert sent == {**texts, **payloads, ADDED: b"more"}


def test_a_word_of_a_list_of_words_is_written_as_it_is(contract: Contract) -> None:
    for name, schema in contract.document["components"]["schemas"].items():
        for word in schema.get("enum", ()):
            member = model_named(name)(word)
            assert (str(member), member.value) == (str(word), word)


def parsed(generated: GeneratedOperation, status: int, content: bytes, media_type: str) -> Any:
    """Return what the client makes of a body."""
    headers = {"content-type": media_type}
    transport = httpx.MockTransport(
        lambda _: httpx.Response(status, headers=headers, content=content)
    )
    arguments = generated.arguments(valid_case(generated.operation))
    return generated.call(client_over(transport, "http://localhost"), arguments).parsed


def test_json_is_read_as_its_standard_says(generated: GeneratedOperation, json_status: int) -> None:
    operation = generated.operation
    value = least(operation.contract, operation.json_schema_place(json_status))
    content = json.dumps(value).encode()
    read = parsed(generated, json_status, content, JSON)
    assert as_json(read) == value
    # RFC 6839: a media type that ends so is JSON. RFC 8259: a byte order mark may be ignored.
    assert parsed(generated, json_status, content, "application/problem+json") == read
    assert parsed(generated, json_status, b"\xef\xbb\xbf" + content, JSON) == read
    if isinstance(value, dict):
        for constant in ("NaN", "Infinity", "-Infinity"):
            # Python's own reader takes them; no value of JSON is one.
            odd = json.dumps(value | {ADDED: 0.5}).replace("0.5", constant)
            assert parsed(generated, json_status, odd.encode(), JSON) is None


def test_text_is_read_in_its_charset(generated: GeneratedOperation) -> None:
    for answer in generated.operation.answers():
        if answer.media_type in (None, JSON):
            continue
        for charset, content, text in TEXTS:
            media_type = f"{answer.media_type}; charset={charset}"
            assert parsed(generated, answer.status, content, media_type) == text
        assert parsed(generated, answer.status, b"\xff", str(answer.media_type)) == "\ufffd"


def test_the_short_functions_give_what_was_parsed(generated: GeneratedOperation) -> None:
    operation = generated.operation
    answer = next(a for a in operation.answers() if a.status == operation.success)

    def handle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(answer.status, json=answer.value)

    arguments = generated.arguments(valid_case(operation))
    client = client_over(httpx.MockTransport(handle), "http://localhost")
    parsed = generated.call(client, arguments).parsed
    assert parsed is not None
    assert generated.module.sync(client=client, **arguments) == parsed
    assert asyncio.run(generated.module.asyncio(client=client, **arguments)) == parsed


@pytest.mark.parametrize("function", ["sync", "sync_detailed", "asyncio", "asyncio_detailed"])
def test_every_function_sends_the_same(generated: GeneratedOperation, function: str) -> None:
    operation = generated.operation
    sent: list[tuple[str, str, bytes]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        # What is between the members of a form is made anew for each.
        boundary = request.headers.get("content-type", "").partition("boundary=")[2].encode()
        content = request.content.replace(boundary, b"") if boundary else request.content
        sent.append((request.method, str(request.url), content))
        return httpx.Response(operation.success)

    arguments = generated.arguments(valid_case(operation, optional=True))
    client = client_over(httpx.MockTransport(handle), "http://localhost")
    with suppress(ResponseError):
        called = getattr(generated.module, function)(client=client, **arguments)
        if inspect.isawaitable(called):
            asyncio.run(_awaited(called))
    generated.call(client, arguments)
    assert len(sent) == 2
    assert sent[0] == sent[1]


async def _awaited(called: Any) -> Any:
    return await called


@pytest.mark.parametrize("function", ["sync", "asyncio"])
def test_what_is_no_documented_success_raises(generated: GeneratedOperation, function: str) -> None:
    arguments = generated.arguments(valid_case(generated.operation))

    def call(status: int) -> Any:
        transport = httpx.MockTransport(lambda _: httpx.Response(status, content=b"tea"))
        client = client_over(transport, "http://localhost")
        called = getattr(generated.module, function)(client=client, **arguments)
        return asyncio.run(_awaited(called)) if inspect.isawaitable(called) else called

    for status in (UNDOCUMENTED, *generated.operation.statuses):
        is_error = status in generated.operation.statuses and not 200 <= status < 300
        with pytest.raises(StatusError if is_error else NotUnderstoodError) as raised:
            call(status)
        assert (raised.value.status_code, raised.value.content) == (status, b"tea")
