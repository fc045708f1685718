"""What a live run takes from the environment: whose account, and which real message."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.contract.documented import JSON, Contract, Operation

PREFIX = "GREEN_API_"
LIVE_PREFIX = "GREEN_API_LIVE_"
URL = "GREEN_API_URL"
SAFE_METHODS = {"get", "head"}


class SettingsError(Exception):
    """The environment does not say what is needed. The text says what to set."""


@dataclass(frozen=True)
class Settings:
    """What a live run uses.

    Attributes:
        base_url: the host, without a path.
        parameters: the value of every required parameter, by its name in the contract.
        given: the value of every field of a request that the environment names.
    """

    base_url: str
    parameters: Mapping[str, str]
    given: Mapping[str, str]


def read_settings(contract: Contract, environment: Mapping[str, str]) -> Settings:
    """Take the settings from the environment.

    Raises:
        SettingsError: something is missing or wrong.
    """
    names = {
        parameter["name"]: parameter_variable(parameter["name"])
        for operation in reading(contract)
        for parameter in operation.parameters
        if parameter.get("required")
    }
    missing = [variable for variable in names.values() if not environment.get(variable)]
    if missing:
        raise SettingsError(
            f"A live run needs an account: set {' and '.join(missing)} to what the console shows "
            f"(and {URL} to its apiUrl). Nothing was sent."
        )
    fields = {field for operation in reading(contract) for field in body_fields(operation)}
    given = {
        field: environment[field_variable(field)]
        for field in sorted(fields)
        if environment.get(field_variable(field))
    }
    first = contract.document["servers"][0]["url"]
    return Settings(
        base_url=checked_url(environment.get(URL) or first),
        parameters={name: environment[variable] for name, variable in names.items()},
        given=given,
    )


def reading(contract: Contract) -> list[Operation]:
    """Return the operations that only read, by their method or by what the contract says."""
    return [
        operation
        for operation in contract.operations
        if operation.method in SAFE_METHODS or operation.definition.get("x-safe") is True
    ]


def parameter_variable(name: str) -> str:
    """Return the variable of a parameter: `apiThing` is GREEN_API_THING."""
    return PREFIX + snake(name).removeprefix("API_")


def field_variable(name: str) -> str:
    """Return the variable of a field: `thingId` is GREEN_API_LIVE_THING."""
    words = [word for word in snake(name).split("_") if word != "ID"]
    return LIVE_PREFIX + "_".join(words)


def snake(name: str) -> str:
    """Return a name in the form of an environment variable."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def body_fields(operation: Operation) -> list[str]:
    """Return the names of the fields of an operation's JSON body."""
    return list(body_schema(operation).get("properties", {}))


def body_schema(operation: Operation) -> dict[str, Any]:
    """Return the schema of an operation's JSON body; empty where it has none."""
    schema: dict[str, Any] = operation.bodies.get(JSON, {}).get("schema", {})
    return operation.contract.follow(schema)


def checked_url(text: str) -> str:
    """Return a base URL to which a secret may be sent."""
    url = urlsplit(text)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise SettingsError(f"{URL} must be like https://1234.api.green-api.com. Nothing was sent.")
    if url.scheme == "http" and not is_this_machine(url.hostname):
        raise SettingsError(f"{URL} must begin with https://: the token is in the path.")
    return f"{url.scheme}://{url.netloc}{url.path.rstrip('/')}"


def is_this_machine(host: str) -> bool:
    """Return whether a host name is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
