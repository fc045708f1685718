"""What is changed, and which tests look at each change, the cheapest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from tests.contract.documented import Contract
from tests.mutants import contract_mutants as contract
from tests.mutants import warm
from tests.mutants.alike import one_of_each
from tests.mutants.gate import Run
from tests.mutants.mutant import Mutant
from tests.mutants.python_mutants import python_mutants
from tests.mutants.reach import Reach
from tests.mutants.rooms import NEVER, Room, rooms
from tests.mutants.servers import Servers
from tests.support.project import PROJECT, gate

# A hang guard, not an expectation.
_WHOLE_SECONDS = 300.0


def _tests(room: str, *names: str) -> tuple[str, ...]:
    return tuple(f"tests/{room}/test_{name}.py" for name in names)


# What needs no server comes first.
_OF_CONTRACT = _tests(
    "contract",
    *("facts", "client_facts", "servers", "payloads", "models", "bodies"),
    *("secrets", "mock_facts", "courses", "refusals", "examples", "agreement"),
)
# What the mock's gateway does with the rules by itself, and what it does in front of Prism.
_OF_RULES = _tests("contract", "facts", "mock_facts", "courses") + _tests(
    "mock", "gateway", "wording", "repairs", "prefer", "limits", "scenarios"
)


@dataclass(frozen=True)
class Family:
    """The mutants of the contract, or of one room of the code.

    Attributes:
        looks: the runs that try a mutant, of increasing cost.
        rehearsed: the tests that try a change of the contract before that.
        owners: the tests of a room, of which those that reach a change are run.
        stage: the tests of all rooms like it, which are collected once.
    """

    name: str
    mutants: Callable[[], Iterator[Mutant]]
    looks: Callable[[Mutant], list[Run]]
    rehearsed: Run | None = None
    owners: tuple[str, ...] = ()
    stage: Run | None = None


def families(servers: Servers, reach: Reach, *, quick: bool = False) -> list[Family]:
    """Return every family. The looks at a room's mutants need a `reach` that is filled by then.

    Args:
        servers: for those that change neither the mock nor Prism.
        reach: what was traced.
        quick: changes of the contract are tried by the rehearsed tests alone.
    """
    return [
        *_of_contract(servers, quick=quick),
        *_of_rooms(servers, reach),
    ]


def _of_contract(servers: Servers, *, quick: bool) -> Iterator[Family]:
    # What `make contract` runs.
    whole = Run(tuple(gate()), cases=100, seconds=_WHOLE_SECONDS)
    # Prism knows nothing of the rules.
    prism = {warm.PORT: str(servers.prism_port)}
    rehearsed = {
        contract.FAMILY: Run(_OF_CONTRACT, 10, _WHOLE_SECONDS),
        contract.RULES: Run(_OF_RULES, 10, _WHOLE_SECONDS, prism, (warm.__name__,)),
    }

    def mutants(name: str) -> Iterator[Mutant]:
        made = contract.contract_mutants(Contract(PROJECT / "openapi.yaml"))
        return (mutant for mutant in made if mutant.family == name)

    for name, run in rehearsed.items():
        yield Family(
            name,
            lambda name=name: mutants(name),  # type: ignore[misc]  # mypy infers no default
            lambda _: [] if quick else [whole],
            run,
        )


def _of_rooms(servers: Servers, reach: Reach) -> Iterator[Family]:
    every = rooms()
    for room in every:
        alike = [one for one in every if (one.part, one.plugins) == (room.part, room.plugins)]
        tests = _files_of({place for one in alike for place in one.owners})
        environment = _running(servers) if room.part in ("client", "src") else {}
        if room.plugins:
            environment |= {warm.PORT: str(servers.prism_port)}
        stage = Run(tuple(tests), 10, 0, environment, room.plugins)
        yield _of_room(room, stage, reach)


def _running(servers: Servers) -> dict[str, str]:
    return {"CONTRACT_MOCK_URL": servers.mock_url, "QUICK_MOCK_URL": servers.quick_mock_url}


def _of_room(room: Room, stage: Run, reach: Reach) -> Family:
    def mutants() -> Iterator[Mutant]:
        # The generated code is not written for a strict type checker to find what is None in it.
        typed = room.part != "client"
        made = (python_mutants(room.name, path, typed=typed) for path in room.modules)
        every = chain.from_iterable(made)
        return one_of_each(every, room.modules) if room.is_from_template else every

    def looks(mutant: Mutant) -> list[Run]:
        tests = reach.tests(mutant, room.owners)
        seconds = reach.patience(tests)
        return [replace(stage, tests=tuple(tests), seconds=seconds)] if tests else []

    return Family(room.name, mutants, looks, owners=room.owners, stage=stage)


def tests_of(chosen: list[Family]) -> list[str]:
    """Return the test files of all owners, each once."""
    return _files_of({place for family in chosen for place in family.owners})


def _files_of(places: set[str]) -> list[str]:
    found = {
        path.relative_to(PROJECT).as_posix()
        for place in places
        for path in ([PROJECT / place] if place.endswith(".py") else _files(place))
    }
    return sorted(found.difference(NEVER))


def _files(folder: str) -> list[Path]:
    return list((PROJECT / folder).glob("test_*.py"))
