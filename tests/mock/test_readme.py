"""The table of scenarios in the mock's README is the contract's."""

import shutil
from pathlib import Path

import pytest

from green_api_mock.contract import Contract, default_contract, parse_contract, read_contract
from green_api_mock.contract.scenarios import (
    check_scenarios,
    scenario_table,
    scenarios_in_markdown,
    write_scenarios,
)
from green_api_mock.errors import MockError

README = Path(__file__).resolve().parents[2] / "mock" / "README.md"
SMALL = Path(__file__).with_name("small.yaml").read_text("utf-8")
HEAD = "| Name | Send | You get | What it is |\n|---|---|---|---|\n"
SCENARIOS = """
                good:
                  x-mock:
                    media: {fault: stalled}
                    scenarios:
                      once: {when: {name: x, number: 5}, times: 1, summary: "A | B\\nand C"}
                      slow: {when: {name: [1, true]}, times: 2, delaySeconds: 0.5, waitSeconds: 3}
                      cut: {when: {name: null}, fault: cutBody, waitSeconds: 0}
                  summary: All well
"""
SHARED = "{broken: {x-mock: {when: {number: 7}}, value: broken}}"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return read_contract(default_contract())


def test_the_table_of_scenarios_is_up_to_date(contract: Contract) -> None:
    check_scenarios(README, contract)


def test_a_changed_table_is_found_and_written_anew(tmp_path: Path, contract: Contract) -> None:
    copy = tmp_path / "README.md"
    shutil.copyfile(README, copy)
    first = contract.operations[0].scenarios[0].name
    copy.write_text(copy.read_text("utf-8").replace(f"| `{first}` |", "| `other` |"), "utf-8")
    with pytest.raises(MockError, match="make generate"):
        check_scenarios(copy, contract)
    write_scenarios(copy, contract)
    assert copy.read_bytes() == README.read_bytes()


@pytest.mark.parametrize("content", ["no marks", "<!-- scenarios -->\nno end"])
def test_a_file_without_a_place_for_the_table_is_refused(
    tmp_path: Path, contract: Contract, content: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(content, "utf-8")
    with pytest.raises(MockError, match="needs one place"):
        write_scenarios(page, contract)
    assert page.read_text("utf-8") == content


def test_a_file_that_is_not_there_is_named(tmp_path: Path, contract: Contract) -> None:
    with pytest.raises(MockError, match=r"none\.md cannot be read"):
        check_scenarios(tmp_path / "none.md", contract)


def test_the_table_says_what_is_sent_and_what_comes() -> None:
    text = SMALL.replace(
        "                good: {value: {link", "GOOD                  value: {link"
    )
    text = text.replace("png'}}", "png'}").replace("GOOD", SCENARIOS.lstrip("\n"))
    small = parse_contract(text.replace("    post:", "    post:\n      operationId: make"))
    assert scenarios_in_markdown(small) == (
        f"`make`, POST `/a/{{number}}/b`:\n\n{HEAD}"
        "| `once` | `name`: `x`<br>`number`: `5` | 200 (once) | A \\| B and C |\n"
        "| `slow` | `name`: `[1, true]` | 200 (2 times, after 0.5 s, after 3 s of waiting) |"
        " All well |\n"
        "| `cut` | `name`: `null` | `cutBody` | All well |\n"
    )
    once, slow, cut = scenario_table(small)
    assert once == {
        "operation": "make",
        "name": "once",
        "status": 200,
        "summary": "A | B\nand C",
        "when": {"name": "x", "number": "5"},
        "times": 1,
        "delaySeconds": 0,
        "fault": None,
        "file": "stalled",
        "method": "POST",
        "template": "/a/{number}/b",
    }
    assert (slow["delaySeconds"], cut["fault"], cut["times"]) == (0.5, "cutBody", None)


def test_what_is_the_same_in_all_operations_is_said_once() -> None:
    text = SMALL.replace("{broken: {value: broken}}", SHARED)
    row = "| `broken` | `number`: `7` | 400 | broken |\n"
    own = f"`POST /a/{{number}}/b`, POST `/a/{{number}}/b`:\n\n{HEAD}{row}"
    assert scenarios_in_markdown(parse_contract(text)) == own
    put = text.replace("    post:", "    post: &post").replace(
        "components:", "    put: *post\ncomponents:"
    )
    assert scenarios_in_markdown(parse_contract(put)) == f"Every operation:\n\n{HEAD}{row}"
    other = "  /other:\n    get:\n      responses: {200: {description: Done}}\ncomponents:"
    assert scenarios_in_markdown(parse_contract(text.replace("components:", other))) == own
    assert scenario_table(parse_contract(text))[0]["file"] is None


def test_a_page_is_read_and_written_in_utf_8(tmp_path: Path, contract: Contract) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"\xff")
    with pytest.raises(MockError, match=r"page\.md cannot be read"):
        check_scenarios(page, contract)
    small = parse_contract(
        SMALL.replace(
            "{broken: {value: broken}}", SHARED.replace("when", "summary: \u00e9\\1, when")
        )
    )
    page.write_bytes("\u00e9\n<!-- scenarios -->\n<!-- /scenarios -->\n\u00e9".encode())
    write_scenarios(page, small)
    assert page.read_bytes().decode().startswith("\u00e9\n<!-- scenarios -->\n`POST")
    assert "| \u00e9\\1 |\n<!-- /scenarios -->\n\u00e9" in page.read_bytes().decode()
    check_scenarios(page, small)
