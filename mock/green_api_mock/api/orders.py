"""Answers that tests order for the next valid requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from green_api_mock.api.answers import UnknownAnswerError, known_answers
from green_api_mock.contract.answer import Fault
from green_api_mock.contract.document import as_object, is_object
from green_api_mock.contract.values import dump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract import Answer, Contract, Operation, Scenario

MOST_ORDERS = 10_000
"""More than a test has. An order can stand for many requests."""
_MOST_TIMES = 1_000_000
_LONGEST_DELAY = 600.0
_LOWEST_STATUS, _HIGHEST_STATUS = 200, 599
_WHAT = ("answer", "status", "fault")
_FIELDS = (*_WHAT, "headers", "body", "operation", "times", "delaySeconds")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


class OrderError(ValueError):
    """An order of the wrong form. The text is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer that no contract has."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(slots=True, eq=False)
class Order:
    """An answer for the next valid requests.

    It holds names and not answers: those may be others after the contract was read again.

    Attributes:
        title: how a person names it.
        name: of an example or a scenario, or a status; None for an answer of one's own.
        own: such an answer.
        fault: what goes wrong with the answer; without any answer, it is all that there is.
        operation: the id of the only operation that it is for; None for every one that has it.
        instance: the only one that it is for; None for any.
        left: how many requests will get it.
        number: counts from 1 when the order is placed, and is never given twice.
    """

    title: str
    name: str | None
    own: OwnAnswer | None
    fault: Fault | None
    operation: str | None
    instance: str | None
    left: int
    delay_seconds: float
    number: int = 0

    def fits(self, operation: Operation, instance: str | None) -> bool:
        """Whether a request may get it."""
        return (
            self.operation in (None, operation.id)
            and self.instance in (None, instance)
            and (self.name is None or named(operation, self.name) is not None)
        )

    def as_json(self) -> dict[str, Any]:
        """In the form of the control API, but for the instance."""
        return {
            "id": self.number,
            "answer": self.title,
            "operation": self.operation,
            "times": self.left,
            "delaySeconds": self.delay_seconds,
            "fault": None if self.fault is None else self.fault.value,
        }


@dataclass(slots=True)
class Orders:
    """All that wait, in the order in which they are served.

    Attributes:
        changes: how often they changed, so that a change can be noticed.
    """

    changes: int = 0
    _placed: int = 0
    _waiting: list[Order] = field(default_factory=list[Order])

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, orders: list[Order]) -> None:
        """Put them behind all others.

        Raises:
            OrderError: too many would wait.
        """
        if len(self._waiting) + len(orders) > MOST_ORDERS:
            raise OrderError(f"{MOST_ORDERS} orders wait at most. DELETE those of before.")
        for order in orders:
            self._placed += 1
            order.number = self._placed
        self._waiting += orders
        self.changes += 1

    def take(self, operation: Operation, instance: str | None) -> Order | None:
        """The first for a request of this operation and instance; it counts as served."""
        for order in self._waiting:
            if order.fits(operation, instance):
                order.left -= 1
                self.changes += 1
                if order.left == 0:
                    self._waiting.remove(order)
                return order
        return None

    def waiting(self, instance: str | None = None, operation: str | None = None) -> list[Order]:
        """Those for an instance and an operation, if such are named."""
        return [
            order
            for order in self._waiting
            if instance in (None, order.instance) and operation in (None, order.operation)
        ]

    def forget(self, instance: str | None = None, operation: str | None = None) -> None:
        """Forget all, or those for an instance and an operation."""
        gone = {order.number for order in self.waiting(instance, operation)}
        self._remove(gone)

    def take_back(self, number: int) -> bool:
        """Forget one order. False if it does not wait."""
        return self._remove({number})

    def _remove(self, numbers: set[int]) -> bool:
        left = [order for order in self._waiting if order.number not in numbers]
        is_changed = len(left) < len(self._waiting)
        self._waiting = left
        self.changes += is_changed
        return is_changed


def named(operation: Operation, name: str) -> Answer | None:
    """The answer with the name of an example or of a scenario, or with this status."""
    answer = operation.find(None, name) if name else None
    if answer is None and name.isdecimal():
        answer = operation.find(int(name), None)
    return answer


def read_orders(contract: Contract, wanted: Any) -> list[Order]:
    """The orders in a JSON value: one, or a list.

    Raises:
        OrderError: it has the wrong form.
        UnknownAnswerError: the contract has no such answer or operation.
    """
    each = wanted if isinstance(wanted, list) else [wanted]  # pyright: ignore[reportUnknownVariableType] - JSON
    if not each:
        raise OrderError("Send an order, or a list of them that is not empty.")
    return [_read_order(contract, one) for one in each]  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType] - JSON


def _read_order(contract: Contract, wanted: Any) -> Order:
    fields = as_object(wanted)
    known = (*_FIELDS, *([contract.per] if contract.per else []))
    if not is_object(wanted) or not set(fields) <= set(known):
        raise OrderError(f"Send an object with {', '.join(known)}.")
    empty = [key for key, value in fields.items() if value is None and key != "body"]
    if empty:
        raise OrderError(f"`{empty[0]}` must not be null: leave it out.")
    operations = _operations(contract, fields)
    name, own, fault = _name(fields), _own(fields), _fault(fields)
    given = [what for what in _WHAT if what in fields]
    if given not in (["answer"], ["status"], ["fault"]) and not (
        fault is Fault.CUT_BODY and len(given) == 2  # noqa: PLR2004 - a fault and what it cuts
    ):
        raise OrderError(
            f"Send one of {', '.join(_WHAT)}. Only the fault {Fault.CUT_BODY.value} may stand "
            "beside an answer or a status."
        )
    if name is not None and not any(named(operation, name) for operation in operations):
        raise UnknownAnswerError(
            f"The contract has no answer named {name!r}. {known_answers(operations)}"
        )
    scenario = _scenario(operations, name)
    return Order(
        title=_title(operations, fields, name, own),
        name=name,
        own=own,
        fault=fault or (scenario.fault if scenario else None),
        operation=fields.get("operation"),
        instance=_instance(contract, fields),
        left=_times(fields, scenario),
        delay_seconds=_delay(fields, scenario),
    )


def _operations(contract: Contract, fields: Mapping[str, Any]) -> list[Operation]:
    """Those that an order may be for."""
    wanted = fields.get("operation")
    if wanted is None:
        return list(contract.operations)
    found = [operation for operation in contract.operations if operation.id == wanted]
    if not found:
        known = ", ".join(operation.id for operation in contract.operations)
        raise UnknownAnswerError(f"The contract has no operation {wanted!r}. It has: {known}.")
    return found


def _instance(contract: Contract, fields: Mapping[str, Any]) -> str | None:
    value: Any = fields.get(contract.per)
    value = int(value) if _is_whole(value) else value
    if value is not None and (type(value) not in (int, str) or value == ""):
        raise OrderError(f"`{contract.per}` must be a number or a text, as it stands in the path.")
    return None if value is None else str(value)


def _name(fields: Mapping[str, Any]) -> str | None:
    if "answer" not in fields:
        return None
    name = fields["answer"]
    name = int(name) if _is_whole(name) else name
    if type(name) not in (int, str) or name == "":
        raise OrderError("`answer` must be the name of an example or a scenario, or a status.")
    return str(name)


def _own(fields: Mapping[str, Any]) -> OwnAnswer | None:
    status: Any = fields.get("status")
    if status is None:
        if "headers" in fields or "body" in fields:
            raise OrderError("`headers` and `body` belong to a `status`.")
        return None
    if not _is_whole(status) or not _LOWEST_STATUS <= status <= _HIGHEST_STATUS:
        raise OrderError(
            f"`status` must be a whole number from {_LOWEST_STATUS} to {_HIGHEST_STATUS}."
        )
    status, headers = int(status), _headers(fields.get("headers"))
    if "body" not in fields:
        return OwnAnswer(status, headers, b"")
    body = fields["body"]
    is_text = isinstance(body, str)
    if not any(name.lower() == "content-type" for name, _ in headers):
        media_type = "text/plain; charset=utf-8" if is_text else "application/json"
        headers = (("Content-Type", media_type), *headers)
    return OwnAnswer(status, headers, body.encode(errors="replace") if is_text else dump(body))


def _headers(wanted: Any) -> tuple[tuple[str, str], ...]:
    if wanted is None:
        return ()
    headers = as_object(wanted)
    for name, value in headers.items():
        if not (
            _HEADER_NAME.fullmatch(name)
            and isinstance(value, str)
            and _HEADER_VALUE.fullmatch(value)
            and name.lower() not in ("content-length", "transfer-encoding", "connection")
        ):
            raise OrderError(
                f"`headers` cannot have {name!r}: names and values as HTTP has them, the values as "
                "texts, and nothing of the connection."
            )
    if not is_object(wanted):
        raise OrderError("`headers` must be an object of texts.")
    return tuple(headers.items())


def _fault(fields: Mapping[str, Any]) -> Fault | None:
    wanted = fields.get("fault")
    if wanted is None:
        return None
    known = [fault.value for fault in Fault]
    if wanted not in known:
        raise OrderError(f"`fault` must be one of {', '.join(known)}.")
    return Fault(wanted)


def _scenario(operations: list[Operation], name: str | None) -> Scenario | None:
    """The first scenario of this name, if it is not an example's too that has none."""
    scenarios = (each for operation in operations for each in operation.scenarios)
    return next((each for each in scenarios if each.name == name), None)


def _times(fields: Mapping[str, Any], scenario: Scenario | None) -> int:
    usual = scenario.times if scenario and scenario.times else 1
    times = fields.get("times", usual)
    if not _is_whole(times) or not 1 <= times <= _MOST_TIMES:
        raise OrderError(f"`times` must be a whole number from 1 to {_MOST_TIMES}.")
    return int(times)


def _is_whole(value: Any) -> bool:
    """Whether a JSON value is a whole number: 2.0 is one, and true is none."""
    return type(value) in (int, float) and value == int(value)


def _delay(fields: Mapping[str, Any], scenario: Scenario | None) -> float:
    delay = fields.get("delaySeconds", scenario.delay_seconds if scenario else 0)
    if type(delay) not in (int, float) or not 0 <= delay <= _LONGEST_DELAY:
        raise OrderError(f"`delaySeconds` must be a number from 0 to {_LONGEST_DELAY:.0f}.")
    return float(delay)


def _title(
    operations: list[Operation], fields: Mapping[str, Any], name: str | None, own: OwnAnswer | None
) -> str:
    if own is not None:
        return str(own.status)
    if name is None:
        return str(fields["fault"])
    answer = next(filter(None, (named(operation, name) for operation in operations)))
    return answer.title if name.isdecimal() else f"{answer.status} {name}"
