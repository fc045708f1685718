"""The harness makes changes that are real, and tells a gate that notices from one that does not."""

import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from green_api_mock.contract.yaml12 import parse_yaml
from tests.contract.documented import Contract
from tests.mutants.alike import one_of_each
from tests.mutants.contract_mutants import changes, contract_mutants
from tests.mutants.equivalents import StaleEntryError, read_equivalents
from tests.mutants.gate import Outcome, Run, run_gate, warm_context
from tests.mutants.live import Live, watched
from tests.mutants.mutant import Mutant
from tests.mutants.python_mutants import python_mutants
from tests.mutants.reach import Reach
from tests.mutants.rehearsed import Experience, Notice, Rehearsed, Trial
from tests.mutants.report import (
    Record,
    Result,
    State,
    merged,
    read_json,
    table_of,
    write_json,
    write_table,
)
from tests.mutants.rooms import NEVER, OWNERS, rooms
from tests.mutants.sandbox import Sandbox
from tests.mutants.saying import closeness
from tests.mutants.staged import Staged
from tests.mutants.staged import Trial as Scene
from tests.support.project import PROJECT, gate

pytestmark = pytest.mark.slow

CONTRACT = PROJECT / "openapi.yaml"
HERE = "tests/mutants/test_mutants.py"
# The seconds are a hang guard, not an expectation.
FACTS = Run(("tests/contract/test_facts.py",), cases=5, seconds=120.0)


def test_every_change_of_the_contract_is_real_and_named_once() -> None:
    contract = Contract(CONTRACT)
    names = set()
    for mutant in contract_mutants(contract):
        assert mutant.name not in names
        names.add(mutant.name)
        assert mutant.path == CONTRACT.name
    assert len(names) > 200


def words_of_the_mock(node: Any, *, is_inside: bool = False) -> Iterator[tuple[int, str]]:
    """What the contract tells the mock under `x-mock`, by where it stands; not what is prose."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inner:
        if is_inside and key != "summary":
            yield id(node), str(key)
        if isinstance(value, dict | list) and key not in ("value", "example"):
            yield from words_of_the_mock(value, is_inside=is_inside or key == "x-mock")


def test_every_word_of_the_mock_is_dropped_once() -> None:
    contract = Contract()
    dropped = {
        (id(contract.at(altered.pointer)), altered.change.removeprefix("drop "))
        for altered in changes(contract).values()
        if altered.change.startswith("drop ")
    }
    words = set(words_of_the_mock(contract.document))
    assert {word for _, word in words} > {
        *("queues", "keepSeconds", "delivery", "queue", "peek", "drop", "journal", "document"),
        *("send", "file", "refused", "if", "fill", "update", "triggers", "then", "waitSeconds"),
    }
    assert words - dropped == set()


def test_every_change_of_a_module_is_real_python_and_named_once() -> None:
    path = PROJECT / "generated_client" / "green_api_client" / "_reading.py"
    mutants = list(python_mutants("client", path))
    assert len({mutant.name for mutant in mutants}) == len(mutants) > 20
    for mutant in mutants:
        assert mutant.write() != path.read_text("utf-8")
        compile(mutant.write(), mutant.path, "exec")


def test_a_default_matters_where_its_function_is_called_and_a_field_everywhere() -> None:
    path = PROJECT / "src" / "green_api_files" / "_inbox" / "threads.py"
    text = path.read_text("utf-8").splitlines()
    default = next(m for m in python_mutants("src", path) if ".save: False -> True" in m.change)
    assert any("self._save_file(" in text[line - 1] for line in default.lines)
    assert default.is_default
    fields = python_mutants("client", PROJECT / "generated_client/green_api_client/types.py")
    field = next(m for m in fields if "Response: " in m.change)
    assert (set(field.lines), set(field.names)) == (set(), {"Response"})


def test_a_name_of_a_module_matters_where_another_one_uses_it() -> None:
    errors = list(python_mutants("mock", PROJECT / "mock/green_api_mock/errors.py"))
    change = next(m for m in errors if "PortError: 5 -> 6" in m.change)
    user = "mock/green_api_mock/server/sockets.py"
    lines = (PROJECT / user).read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "raise PortError" in text)
    reach = Reach(lines={user: {line: {f"{HERE}::one"}, 1: {f"{HERE}::other"}}})
    assert reach.tests(change, [HERE]) == [f"{HERE}::one"]


def test_of_changes_that_are_alike_in_generated_files_one_is_made() -> None:
    names = "client/models", "client"
    room, written = (next(room for room in rooms() if room.name == name) for name in names)
    every = [mutant for path in room.modules for mutant in python_mutants(room.name, path)]
    chosen = list(one_of_each(every, room.modules))
    assert 100 < len(chosen) < len(every) / 5
    # Whatever a template does is changed somewhere, and not always in the same file.
    methods = {_function(mutant) for mutant in every if _function(mutant).islower()}
    assert methods > {"from_dict", "to_dict", "__contains__", "additional_keys"}
    assert methods <= {_function(mutant) for mutant in chosen}
    assert len({mutant.path for mutant in chosen}) > len(room.modules) / 3
    assert list(one_of_each(reversed(every), room.modules)) == chosen
    assert (room.is_from_template, written.is_from_template) == (True, False)


def _function(mutant: Mutant) -> str:
    return re.split("[. ]", mutant.change.partition(": ")[0])[-1]


def test_the_gate_notices_a_change_and_nothing_else(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    context = warm_context()
    change = next(m for m in contract_mutants(Contract(CONTRACT)) if "is not required" in m.name)
    same = Mutant("contract", "nothing", CONTRACT.name, lambda: CONTRACT.read_text("utf-8"))
    with sandbox.changed(change):
        assert run_gate(context, sandbox.folder, FACTS).failed
    with sandbox.changed(same):
        outcome = run_gate(context, sandbox.folder, FACTS)
    assert outcome.failed is None, outcome.log
    assert (tmp_path / CONTRACT.name).read_bytes() == CONTRACT.read_bytes()


def test_what_fails_is_not_made_smaller(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    property_ = """
from pathlib import Path
from hypothesis import given, strategies

@given(strategies.integers(0))
def test_all_are_small(value: int) -> None:
    if value > 10:
        with Path("large").open("a") as file:
            file.write("x")
        raise AssertionError
"""
    (sandbox.folder / "test_small.py").write_text(property_, "utf-8")
    assert run_gate(warm_context(), sandbox.folder, Run(("test_small.py",), 5, 120.0)).failed
    # Once when it is found, and once to show it.
    assert len((sandbox.folder / "large").read_text("utf-8")) == 2


def test_a_rehearsed_process_notices_each_change_and_nothing_else(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    made = list(changes(Contract(CONTRACT)))
    dropped = next(change for change in made if change.endswith(": drop 200"))
    hidden = next(change for change in made if change.endswith(": flip x-sensitive"))
    process = Rehearsed(warm_context(), sandbox.folder, FACTS.tests)
    try:
        noticed = [process.noticed(Trial(change, FACTS)) for change in ("", dropped, "", hidden)]
        by_likely = process.noticed(Trial(hidden, FACTS, [noticed[3].test.partition("[")[0]]))
        unlikely = process.noticed(Trial(dropped, FACTS, ["tests/contract/test_facts.py::a"]))
    finally:
        process.end()
    assert [bool(one.test) for one in noticed] == [False, True, False, True]
    assert "test_secrets_are_marked" in noticed[3].test
    assert by_likely.test == noticed[3].test
    assert unlikely.test == noticed[1].test
    assert (tmp_path / CONTRACT.name).read_bytes() == CONTRACT.read_bytes()


def test_the_mock_of_a_rehearsed_process_has_the_change(tmp_path: Path) -> None:
    courses = Run(("tests/contract/test_courses.py",), cases=5, seconds=120.0)
    process = Rehearsed(warm_context(), Sandbox(tmp_path).folder, courses.tests)
    try:
        assert process.noticed(Trial("/x-mock: drop answers", courses)).test
    finally:
        process.end()


def test_a_staged_process_notices_the_changes_that_can_be_made_there(tmp_path: Path) -> None:
    path, test = "src/green_api_files/_file/name.py", "tests/files/test_names.py"
    before = (PROJECT / path).read_text("utf-8")
    name = f"{test}::test_a_long_name_keeps_its_extension"
    process = Staged(warm_context(), Sandbox(tmp_path).folder, Run((test,), 5, 120.0))

    def outcome(old: str, new: str) -> Outcome | None:
        assert old in before
        after = before.replace(old, new)
        return process.outcome(Scene.of(path, (before, after), {name: 0.0}))

    try:
        same = outcome("\ndef ", "\n\ndef ")
        wrong = outcome("stem + addition", "addition + stem + stem")
        endless = outcome("return stem", "while True: pass\n    return stem")
        outside = outcome("MAX_BYTES = 255", "MAX_BYTES = 256")
        again = outcome("\ndef ", "\n\ndef ")
    finally:
        process.end()
    assert same == again == Outcome(None, "")
    assert wrong == Outcome(name, "")
    assert endless == Outcome(name, "", is_late=True)
    assert outside is None
    assert (tmp_path / path).read_text("utf-8") == before


def test_a_change_is_made_in_whoever_holds_a_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "changed_module.py"
    text = (
        "from functools import cache\n"
        "def early(): return 1\n"
        "kept = early()\n"
        "class A:\n"
        "    @property\n"
        "    def one(self): return 1\n"
        "@cache\n"
        "def two(x): return [x + y for y in (1,)]\n"
        "three, four = (lambda: 3), (lambda: 3)\n"
    )
    path.write_text(text, "utf-8")
    ran = watched()
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("changed_module")
    live = Live(tmp_path, ran)
    assert live.change(path, text, text.replace("self): return 1", "self): return 5"))
    assert live.change(path, text, text.replace("x + y", "x - y"))
    assert live.change(path, text, text.replace("lambda: 3)\n", "lambda: 7)\n"))
    assert (module.A().one, module.two(1), module.three(), module.four()) == (5, [0], 3, 7)
    assert not live.change(path, text, text.replace("early(): return 1", "early(): return 2"))
    monkeypatch.delitem(sys.modules, "changed_module")
    assert not live.change(path, text, text.replace("@property", "@staticmethod"))


def test_what_was_found_is_not_lost_with_the_run(tmp_path: Path) -> None:
    made = [Mutant("mock", name, "") for name in "abc"]
    first = Record(tmp_path / "mutants.json", made)
    first.add(Result(made[0], State.SURVIVED, ""))
    first.write()
    then = Record(tmp_path / "mutants.json", made)
    then.keep()
    assert [mutant in then for mutant in made] == [True, False, False]
    then.add(Result(made[1], State.KILLED, "t"))
    states = {result.mutant.change: result.state for result in then.results()}
    assert states == {"a": State.SURVIVED, "b": State.KILLED, "c": State.LEFT}


def test_what_noticed_a_change_like_it_is_tried_first() -> None:
    experience = Experience()
    change = "/paths/a/schema/properties/b: drop const"
    experience.add(change, Notice("t.py::slow[x]", 9.0))
    experience.add(change, Notice("t.py::quick[x]", 1.0))
    experience.add(change, Notice("the contract cannot be read"))
    tests = ["t.py::quick[x]", "t.py::quick", "t.py::slow[x]", "t.py::slow"]
    assert experience.likely(change) == tests
    assert experience.likely("/paths/d/schema/properties/e: drop const") == tests
    assert experience.likely("/webhooks/d/schema/properties/e: drop const") == []
    assert experience.order("/webhooks/d: drop f") == ["t.py::quick", "t.py::slow"]
    assert experience.order("/webhooks/d/x-mock: drop f") == []


def test_what_stands_behind_an_alias_is_changed_once(tmp_path: Path) -> None:
    text = CONTRACT.read_text("utf-8")
    contract = Contract(tmp_path / "not written", parse_yaml(text))
    made = changes(contract)
    examples = contract.document["components"]["examples"]
    examples |= {"First": {"value": 1, "x-mock": (shared := {"a": 1})}}
    examples |= {"Second": {"value": 2, "x-mock": shared}}
    assert sorted(changes(contract).keys() - made.keys()) == [
        "/components/examples/First/x-mock: change a",
        "/components/examples/First/x-mock: drop a",
        "/components/examples/First: change the value",
        "/components/examples/Second: change the value",
    ]


def test_a_list_entry_that_fits_no_mutant_is_an_error() -> None:
    with pytest.raises(StaleEntryError):
        read_equivalents({"contract: nothing"}, complete=True)
    assert all(reason for reason in read_equivalents(set(), complete=False).values())


def test_the_table_is_put_between_its_markers(tmp_path: Path) -> None:
    mutant = Mutant("mock", "a", "b")
    results = [Result(mutant, State.KILLED, "t"), Result(mutant, State.SURVIVED, "")]
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- mutants -->\nold\n<!-- /mutants -->\nb\n", "utf-8")
    write_table(page, results)
    write_table(page, results)
    expected = f"a\n<!-- mutants -->\n{table_of(results)}\n<!-- /mutants -->\nb\n"
    assert page.read_text("utf-8") == expected
    assert "| mock | 2 | 1 | 0 | 1 | 0 |" in expected


def test_rooms_are_tried_one_after_the_other_and_added_up(tmp_path: Path) -> None:
    report = tmp_path / "mutants.json"
    old = [Result(Mutant(room, "a", ""), State.SURVIVED, "") for room in ("mock", "src")]
    new = [Result(Mutant("mock", "a", ""), State.KILLED, "t", 1.0)]
    write_json(report, merged(read_json(report), old))
    write_json(report, merged(read_json(report), new))
    assert {r.mutant.family: r.state for r in read_json(report)} == {
        "mock": State.KILLED,
        "src": State.SURVIVED,
    }


def test_every_module_is_in_a_room_whose_tests_are_there() -> None:
    found = rooms()
    modules = {path for room in found for path in room.modules}
    parts = ("src", "codegen", "generated_client", "mock/green_api_mock")
    written = {path for part in parts for path in (PROJECT / part).rglob("*.py")}
    assert written - modules == set((PROJECT / "codegen" / "runtime").glob("*.py"))
    assert {
        place for room in found for place in room.owners if not (PROJECT / place).exists()
    } == set()
    assert [name for name in NEVER if not (PROJECT / name).exists()] == []
    names = {room.name for room in found}
    assert [name for name in OWNERS if name not in names] == []


def test_a_change_is_tried_by_the_tests_of_its_room_that_reach_it(tmp_path: Path) -> None:
    seconds = {"tests/a.py::slow": 9.0, "tests/a.py::quick": 1.0, "tests/b.py::other": 1.0}
    lines = {
        "1": [],
        "5": ["tests/a.py::slow", "tests/b.py::other"],
        "6": ["tests/a.py::quick", "tests/a.py::slow"],
    }
    told = {"seconds": seconds, "lines": {"m.py": lines}}
    (tmp_path / "reach").write_text(json.dumps(told), "utf-8")
    reach = Reach.of([tmp_path / "reach"])

    def tests(path: str, *lines: int) -> list[str]:
        return reach.tests(Mutant("a", "b", path, lines=frozenset(lines)), ("tests/a.py",))

    assert tests("m.py", 5) == ["tests/a.py::slow"]
    assert tests("m.py", 5, 6) == ["tests/a.py::quick", "tests/a.py::slow"]
    assert tests("m.py", 1) == ["tests/a.py::quick", "tests/a.py::slow"]
    assert tests("other.py", 1) == ["tests/a.py::quick", "tests/a.py::slow"]


def test_tests_that_speak_of_a_change_are_tried_first() -> None:
    here = f"{HERE}::test_tests_that_speak_of_a_change_are_tried_first"
    cases = f"{here}[1_021-.7z]", f"{here}[x]"
    for change in "module: 10_21 -> 1022", "f: 1021.0 -> 1022.0", 'A.b: ".7z" -> "XX.7zXX"':
        assert [closeness(Mutant("a", f"m.py {change}", "m.py"), case) for case in cases] == [1, 1]
    for change in "f: 1 -> 2", 'f: "f" + a -> "f" - a', 'f: "" -> "XXXX"':
        assert closeness(Mutant("a", f"m.py {change}", "m.py"), here) == 0
    named = Mutant("a", 'm.py Spo_ken: "A" -> "B"', "m.py", names=frozenset({"Spo_ken"}))
    default = replace(named, change="m.py f: 1021 -> 1022", is_default=True)
    assert (closeness(named, here), closeness(default, here)) == (1, 3)  # `signature(` is here too
    reach = Reach(seconds={f"{HERE}::quick": 0.1, here: 1.0})
    assert reach.tests(default, ["tests/"]) == [here, f"{HERE}::quick"]


def test_what_reaches_little_is_tried_before_what_reaches_much(tmp_path: Path) -> None:
    b, d, e, g = "tests/a.py::b", "tests/a.py::c[d]", "tests/a.py::c[e]", "tests/f.py::g"
    lines = {"1": [b, d, e, g], "2": [b], "3": [b, g], "4": [g], "5": [g]}
    told = {"seconds": {b: 1.0, d: 1.0, e: 1.1, g: 0.9}, "lines": {"m.py": lines}}
    (tmp_path / "reach").write_text(json.dumps(told), "utf-8")
    reach = Reach.of([tmp_path / "reach"])
    mutant = Mutant("a", "m.py f: b -> c", "m.py", lines=frozenset({1}))
    assert reach.tests(mutant, ["tests/"]) == [d, b, e, g]


def test_the_gate_is_read_from_the_makefile() -> None:
    assert "tests/contract" in gate()
    assert [path for path in gate() if not (PROJECT / path).exists()] == []
