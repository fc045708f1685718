"""Holds an answer against the contract, with the same checks as the gate."""

from dataclasses import dataclass
from typing import Any, cast

import httpx

from tests.contract.documented import Answer, Contract
from tests.contract.judging import Judge as ContractJudge
from tests.live.masking import Mask
from tests.live.plan import Call
from tests.live.sending import Sent
from tests.live.wording import said

MET = "met"
OTHER_WORDS = "met, in other words"
DIFFERENT = "different"
BAD_REQUEST = 400


@dataclass(frozen=True)
class Finding:
    """What one answer turned out to be. All of it is masked.

    Attributes:
        call: what was tried, in words.
        request: how it was sent.
        documented: what the contract says, in short.
        came: what came, in short.
        verdict: one of the words of this module.
        differences: what was not as documented, in sentences.
        status: of the answer; nothing if there was none.
        headers: of the answer.
        body: of the answer.
        examples: the contract's examples of the same form, with their evidence.
    """

    call: str
    request: dict[str, Any]
    documented: str
    came: str
    verdict: str
    differences: tuple[str, ...] = ()
    status: int | None = None
    headers: dict[str, str] | None = None
    body: Any = None
    examples: tuple[tuple[str, str], ...] = ()


class Judge:
    """Judges answers by one contract."""

    def __init__(self, contract: Contract, mask: Mask) -> None:
        self._mock: dict[str, Any] = contract.document["x-mock"]
        self._contract = contract
        self._judge = ContractJudge(contract)
        self._mask = mask

    def findings(self, sent: Sent) -> list[Finding]:
        """Return what the answer to a call turned out to be, and the answer to too many calls."""
        limited = [self._limited(sent.call, sent.limited)] if sent.limited is not None else []
        return [*limited, self._answered(sent)]

    def _limited(self, call: Call, response: httpx.Response) -> Finding:
        wrong = self._judge.answer(call.operation, response)
        name = f"{call.name} (too many calls)"
        return self._finding(call, response, name, str(response.status_code), wrong)

    def _answered(self, sent: Sent) -> Finding:
        call, response = sent.call, sent.response
        documented = " or ".join(map(str, sorted(call.expected)))
        if response is None:
            return Finding(
                call=call.name,
                request=self._request(call),
                documented=documented,
                came=sent.trouble,
                verdict=DIFFERENT,
                differences=(f"There was {sent.trouble}.",),
            )
        wrong = self._judge.answer(call.operation, response)
        status = response.status_code
        if status not in call.expected and status in call.operation.statuses:
            wrong.insert(0, f"Status {status} is documented, but for this call {documented} is")
        return self._finding(call, response, call.name, documented, wrong)

    def _finding(
        self, call: Call, response: httpx.Response, name: str, documented: str, wrong: list[str]
    ) -> Finding:
        schema = self._schema(call, response)
        is_private = response.status_code < BAD_REQUEST
        body = self._mask.body(response.content, schema, is_private=is_private)
        verdict = DIFFERENT if wrong else MET
        text = said(self._mock, body)
        if not wrong and call.words and text != self._mask.text(call.words):
            verdict = OTHER_WORDS
            wrong = [f"The documented text is {call.words!r}, but {text!r} came"]
        return Finding(
            call=name,
            request=self._request(call),
            documented=documented,
            came=f"{response.status_code} {response.headers.get('content-type', 'no media type')}",
            verdict=verdict,
            differences=tuple(self._mask.text(sentence) for sentence in wrong),
            status=response.status_code,
            headers=self._mask.headers(response.headers),
            body=body,
            examples=tuple(self._examples(call, response, body)),
        )

    def _request(self, call: Call) -> dict[str, Any]:
        return {
            "method": call.method,
            "path": call.operation.path,
            "body": self._mask.body(call.content, None),
        }

    def _schema(self, call: Call, response: httpx.Response) -> dict[str, Any] | None:
        if response.status_code not in call.operation.json_statuses:
            return None
        place = call.operation.json_schema_place(response.status_code)
        return cast("dict[str, Any]", self._contract.at(place))

    def _examples(self, call: Call, response: httpx.Response, body: Any) -> list[tuple[str, str]]:
        media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        return [
            (str(answer), self._evidence(answer))
            for answer in call.operation.answers()
            if answer.status == response.status_code
            and answer.media_type in (None, media_type)
            and self._is_alike(answer, body)
        ]

    def _evidence(self, answer: Answer) -> str:
        node = self._contract.follow({"$ref": f"#{answer.place}"})
        return str(node.get("x-evidence", ""))

    def _is_alike(self, answer: Answer, body: Any) -> bool:
        """Whether a body can be told to be an example over again: by its text, or by its absence.

        What the account and the moment decide (ids, times, links, counters) tells nothing.
        """
        if answer.media_type is None:
            return bool(body == "")
        if isinstance(answer.value, dict) and isinstance(body, dict):
            documented, came = (said(self._mock, value) for value in (answer.value, body))
            same_names = set(answer.value) == set(body)
            return bool(came and same_names and self._mask.text(documented) == came)
        return bool(answer.value == body and isinstance(body, str))
