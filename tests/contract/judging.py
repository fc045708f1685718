"""Is a request or an answer as the contract says? And which words of the contract said so?

The judge notes every word it meets. A schema's keyword is met when a value was seen that it
allows and one that it forbids; every other word (an operation, a parameter, a media type, a
status, a header, a named example) when it was seen on the wire.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.contract.documented import JSON, MULTIPART, ROOT, Contract, Operation, escaped
from tests.contract.sent import body_of, media_type_of, typed

# What a value must be for the keyword to say anything of it.
KEYWORDS: dict[str, tuple[type, ...]] = {
    "type": (object,),
    "const": (object,),
    "enum": (object,),
    "anyOf": (object,),
    "oneOf": (object,),
    "not": (object,),
    "pattern": (str,),
    "minLength": (str,),
    "maxLength": (str,),
    "minimum": (int, float),
    "maximum": (int, float),
    "exclusiveMinimum": (int, float),
    "exclusiveMaximum": (int, float),
    "multipleOf": (int, float),
    "minItems": (list,),
    "maxItems": (list,),
    "uniqueItems": (list,),
    "required": (dict,),
    "minProperties": (dict,),
    "maxProperties": (dict,),
    "additionalProperties": (dict,),
}

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError] | None]


class Judge:
    """Compares what is seen with the contract. The words are noted as JSON pointers."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._places: dict[int, str] = {}
        self._find_places(contract.document, "")
        resource = DRAFT202012.create_resource(contract.document)
        self._registry: Registry[Any] = Registry().with_resource(ROOT, resource)
        keywords = {name: self._noting(name) for name in KEYWORDS}
        self._validator: Any = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]  # the library's
        self._validators: dict[str, Any] = {}
        self.seen: set[str] = set()
        self.allowed: set[str] = set()
        self.forbidden: set[str] = set()

    def _find_places(self, node: Any, pointer: str) -> None:
        if isinstance(node, dict):
            self._places[id(node)] = pointer
            for name, value in node.items():
                self._find_places(value, f"{pointer}/{escaped(str(name))}")
        elif isinstance(node, list):
            for index, value in enumerate(node):
                self._find_places(value, f"{pointer}/{index}")

    def _noting(self, keyword: str) -> Keyword:
        judge: Keyword = Draft202012Validator.VALIDATORS[keyword]

        def note(
            validator: Any, value: Any, instance: Any, schema: Any
        ) -> Iterator[ValidationError]:
            errors = list(judge(validator, value, instance, schema) or ())
            if _says_something(keyword, instance, schema):
                noted = self.forbidden if errors else self.allowed
                noted.add(f"{self._places[id(schema)]}/{keyword}")
            yield from errors

        return note

    def value(self, schema_place: str, value: Any) -> list[str]:
        """Say what is wrong with a value."""
        if schema_place not in self._validators:
            reference = {"$ref": f"{ROOT}#{schema_place}"}
            self._validators[schema_place] = self._validator(reference, registry=self._registry)
        return [
            f"{''.join(f'/{step}' for step in error.absolute_path) or 'its top'}: {error.message}"
            for error in self._validators[schema_place].iter_errors(value)
        ]

    def exchange(self, request: httpx.Request, answer: httpx.Response) -> list[str]:
        """Say what is wrong with the answer to a request, if it is one to an operation."""
        self.request(request)
        found = self._contract.find(request.method, _path(request))
        return self.answer(found[0], answer) if found else []

    def request(self, request: httpx.Request) -> list[str]:
        """Say what is wrong with a request."""
        found = self._contract.find(request.method, _path(request))
        if found is None:
            return [f"{request.method} {_path(request)} is not documented"]
        operation, path_values = found
        self.seen.add(operation.pointer)
        located = {
            "path": path_values,
            "query": dict(request.url.params),
            "header": request.headers,
        }
        problems: list[str] = []
        for place in operation.parameter_places:
            parameter = self._contract.at(place)
            text = located[parameter["in"]].get(parameter["name"])
            problems += self.text(place, parameter["name"], text)
        return problems + self.request_body(operation, request)

    def text(self, place: str, name: str, text: str | None) -> list[str]:
        """Say what is wrong with a parameter or a header, seen from where it stands."""
        if text is None:
            return [f"{name} is missing"] if self._contract.at(place).get("required") else []
        self.seen.add(place)
        schema = self._contract.at(self._contract.place(f"{place}/schema"))
        problems = self.value(f"{place}/schema", typed(schema, text))
        return [f"{name}: {problem}" for problem in problems]

    def request_body(self, operation: Operation, request: httpx.Request) -> list[str]:
        """Say what is wrong with a request's body."""
        media_type = media_type_of(request.headers)
        if media_type not in operation.bodies:
            required = operation.body.get("required", False)
            sent_in_vain = request.content and operation.bodies
            return [f"{media_type!r} is not documented"] if sent_in_vain or required else []
        try:
            body = body_of(request)
        except (ValueError, RecursionError):
            return [f"the body is not {media_type}"]
        if media_type == MULTIPART:
            members = self._contract.members(operation.body_schema_place(media_type))
            schemas = {
                name: self._contract.at(self._contract.place(members[name])) for name in members
            }
            body = {name: typed(schemas.get(name, {}), text) for name, text in body.items()}
        return self.body(operation, media_type, body)

    def body(self, operation: Operation, media_type: str, body: Any) -> list[str]:
        """Say what is wrong with what a request or a webhook holds."""
        place = f"{operation.body_place}/content/{escaped(media_type)}"
        self.seen |= {operation.pointer, place}
        for name, example in operation.bodies[media_type].get("examples", {}).items():
            if self._contract.follow(example)["value"] == body:
                self.seen.add(f"{place}/examples/{escaped(name)}")
        return self.value(f"{place}/schema", body)

    def answer(self, operation: Operation, answer: httpx.Response) -> list[str]:
        """Say what is wrong with an answer."""
        if answer.status_code not in operation.statuses:
            return [f"{answer.status_code} is not documented"]
        place = operation.response_place(answer.status_code)
        self.seen.add(place)
        problems: list[str] = []
        for name in operation.response(answer.status_code).get("headers", {}):
            use = f"{place}/headers/{escaped(name)}"
            text = answer.headers.get(name)
            problems += self.text(self._contract.place(use), name, text)
            self.seen |= set() if text is None else {use}
        return problems + self._answer_body(operation, answer, place)

    def _answer_body(self, operation: Operation, answer: httpx.Response, place: str) -> list[str]:
        content = operation.content(answer.status_code)
        if not content:
            body = f"body where none is documented: {len(answer.content)} bytes"
            return [body] if answer.content else []
        media_type = media_type_of(answer.headers)
        place += f"/content/{escaped(media_type)}"
        if JSON in content and media_type in (JSON, "") and not answer.content:
            # Where null is an answer, so is nothing.
            nothing = self.value(operation.json_schema_place(answer.status_code), None)
            return ["the body is empty"] if nothing else []
        if media_type not in content:
            return [f"a body of {media_type!r} is not documented"]
        self.seen.add(place)
        try:
            body = json.loads(answer.content) if media_type == JSON else answer.text
        except (ValueError, RecursionError):
            return ["the body is not JSON"]
        return self.value(f"{place}/schema", body)


def _says_something(keyword: str, instance: Any, schema: Any) -> bool:
    applies: bool = isinstance(instance, KEYWORDS[keyword])
    if not applies:
        return False
    return keyword != "additionalProperties" or bool(
        instance.keys() - schema.get("properties", {}).keys()
    )


def _path(request: httpx.Request) -> str:
    return request.url.raw_path.partition(b"?")[0].decode("ascii")
