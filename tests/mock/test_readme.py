"""The table of scenarios in the mock's README is the contract's."""

from green_api_mock.scenarios import scenarios_in_markdown
from tests.mock.example import EXAMPLE, ROOT

BEGIN = "<!-- scenarios: from `green-api-mock --scenarios` -->\n"
END = "<!-- end of scenarios -->"


def test_the_table_of_scenarios_is_up_to_date() -> None:
    readme = (ROOT / "mock" / "README.md").read_text(encoding="utf-8")
    table = readme.split(BEGIN)[1].split(END)[0]
    expected = scenarios_in_markdown(EXAMPLE.contract)
    assert table == expected, "put the output of `green-api-mock --scenarios` between the marks"
