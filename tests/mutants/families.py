"""What is changed, and which tests look at each change, the cheapest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from tests.contract.documented import Contract
from tests.mutants import contract_mutants as contract
from tests.mutants import warm
from tests.mutants.gate import Run
from tests.mutants.mutant import Mutant
from tests.mutants.python_mutants import python_mutants
from tests.mutants.servers import Servers
from tests.support.project import PROJECT

# What the mock's gateway does by itself, and what it does in front of Prism.
_BY_ITSELF = ("tests/mock/test_gateway.py", "tests/mock/test_wording.py")
_FRONT_DOOR = (
    *("tests/mock/test_repairs.py", "tests/mock/test_prefer.py"),
    *("tests/mock/test_limits.py", "tests/mock/test_scenarios.py"),
)
# What `make contract` runs.
GATE = ("tests/contract", "tests/fuzz", *_BY_ITSELF, *_FRONT_DOOR)
WHOLE = Run(GATE, cases=100)
_CLIENT = PROJECT / "generated_client" / "green_api_client"
_MOCK = PROJECT / "mock" / "green_api_mock"
# The gateway: which request belongs where, what is wrong with it, and what is said about that.
_GATEWAY = (
    *("api/answers", "api/body", "api/gateway", "api/limits", "api/masking", "api/orders"),
    *("api/routes", "api/session", "api/wording", "judge/jsonbody", "judge/question"),
    "judge/violations",
)


def _tests(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/contract/test_{name}.py" for name in names)


@dataclass(frozen=True)
class Family:
    """The mutants of one part.

    Attributes:
        looks: runs of increasing cost that find most of them; the whole gate follows.
    """

    name: str
    mutants: Callable[[], Iterator[Mutant]]
    looks: tuple[Run, ...]


def families(servers: Servers) -> list[Family]:
    """Return every family."""
    served = {"CONTRACT_MOCK_URL": servers.mock_url}
    prism = {warm.PORT: str(servers.prism_port)}
    return [
        Family(
            contract.FAMILY,
            lambda: _of_contract(contract.FAMILY),
            (
                Run(_tests("facts", "client_facts"), cases=10),
                Run(_tests("mock_facts", "secrets", "examples", "bodies", "agreement"), cases=10),
            ),
        ),
        Family(
            contract.RULES,
            lambda: _of_contract(contract.RULES),
            (
                Run(_tests("facts"), cases=10),
                # Prism knows nothing of the rules.
                Run(
                    (*_tests("mock_facts"), *_BY_ITSELF, *_FRONT_DOOR),
                    cases=10,
                    environment=prism,
                    plugins=(warm.__name__,),
                ),
            ),
        ),
        Family(
            "client",
            _client,
            (
                Run(_tests("client_facts", "models"), cases=10),
                Run(_tests("secrets", "examples", "bodies", "agreement"), 15, served),
            ),
        ),
        Family(
            "mock",
            _gateway,
            (
                Run(
                    (*_BY_ITSELF, *_tests("mock_facts"), *_FRONT_DOOR, *_tests("examples")),
                    cases=10,
                    environment=prism,
                    plugins=(warm.__name__,),
                ),
            ),
        ),
    ]


def _of_contract(family: str) -> Iterator[Mutant]:
    made = contract.contract_mutants(Contract(PROJECT / "openapi.yaml"))
    return (mutant for mutant in made if mutant.family == family)


def _client() -> Iterator[Mutant]:
    modules = chain(
        sorted((_CLIENT / "api").rglob("[a-z]*.py")),
        sorted((_CLIENT / "models").glob("[a-z]*.py")),
        [_CLIENT / "_reading.py"],
    )
    return chain.from_iterable(python_mutants("client", path) for path in modules)


def _gateway() -> Iterator[Mutant]:
    paths = (_MOCK / f"{name}.py" for name in _GATEWAY)
    return chain.from_iterable(python_mutants("mock", path, typed=True) for path in paths)
