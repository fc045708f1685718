"""Ten ways for a gateway to break the contract, one in each situation."""

from dataclasses import dataclass, replace

from tests.live.gateway import Reply


@dataclass(frozen=True)
class Violation:
    """One way.

    Attributes:
        situation: in which the gateway breaks the contract.
        reply: what it changes of its answer; a header that is empty is left out.
        named: what a report must say of it.
        unseen: why Prism cannot see it; empty if it can.
    """

    situation: str
    reply: Reply
    named: str
    unseen: str = ""

    def apply(self, situation: str, reply: Reply) -> Reply:
        """Return the broken answer, in the situation that it is for."""
        if situation != self.situation:
            return reply
        headers = {**reply.headers, **self.reply.headers}
        kept = {name: value for name, value in headers.items() if value}
        return replace(self.reply, headers=kept)


VIOLATIONS = {
    "no link": Violation("found", Reply(200, body='{"link": "x"}'), "required"),
    "undocumented status": Violation("no file", Reply(418, body="{}"), "418 is not documented"),
    "a body where none is": Violation(
        "unauthorized",
        Reply(401, body='{"error": "Unauthorized"}'),
        "body where none is documented",
        unseen="it ignores bodies for which no media type is documented",
    ),
    "body before token": Violation(
        "unauthorized, broken",
        Reply(400, body='{"message": "Validation failed."}'),
        "Status 400 is documented, but for this call 401 is",
        unseen="the answer is documented, only not for this request",
    ),
    "no message": Violation("required", Reply(400, body='{"statusCode": 400}'), "required"),
    "accepts anything": Violation(
        "unknown",
        Reply(200, body='{"downloadUrl": ""}'),
        "Status 200 is documented, but for this call 400 is",
        unseen="the answer is documented, only not for this request",
    ),
    "a number as text": Violation(
        "type", Reply(400, body='{"message": "no", "statusCode": "400"}'), "integer"
    ),
    "other media type": Violation(
        "empty", Reply(400, {"Content-Type": "text/html"}, "<p>no</p>"), "text/html"
    ),
    "odd header": Violation(
        "shape",
        Reply(400, {"X-RateLimit-Remaining": "many"}, '{"message": "no"}'),
        "integer",
    ),
    "no header": Violation(
        "malformed",
        Reply(400, {"Access-Control-Allow-Origin": ""}, '{"message": "no"}'),
        "Access-Control-Allow-Origin",
        unseen="a request that is not JSON does not reach its checks",
    ),
}
