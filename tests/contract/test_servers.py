"""The client sends each operation to the host that the contract names for it."""

import pytest

from tests.contract.documented import Operation, url_of
from tests.contract.generated import GeneratedOperation
from tests.contract.judging import Judge
from tests.contract.valid import valid_case


@pytest.mark.parametrize("value", [None, "9"])
def test_each_server_leads_to_the_one_at_its_place(
    operation: Operation, generated: GeneratedOperation, judge: Judge, value: str | None
) -> None:
    arguments = generated.arguments(valid_case(operation))
    roots = operation.contract.document["servers"]
    for index, root in enumerate(roots):
        request = generated.sent(arguments, url_of(root, value))
        own = url_of(operation.servers[index], value)
        assert f"{request.url.scheme}://{request.url.host}" == own
        judge.seen.add(operation.server_places[index])


def test_without_a_server_it_is_the_first(
    operation: Operation, generated: GeneratedOperation
) -> None:
    arguments = generated.arguments(valid_case(operation))
    assert generated.build(arguments).url.startswith(f"{url_of(operation.servers[0])}/")


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:4010", "https://proxy.example/path/"])
def test_another_server_is_used_as_it_is(
    operation: Operation, generated: GeneratedOperation, base_url: str
) -> None:
    arguments = generated.arguments(valid_case(operation))
    assert str(generated.sent(arguments, base_url).url).startswith(f"{base_url.rstrip('/')}/")
