"""JSON values are looked at and changed by their places, and written as Prism writes them."""

from green_api_mock.contract.values import dump, get_in, set_in, without


def test_what_is_at_a_place() -> None:
    value = {"a": [{"b": 1}]}
    assert get_in(value, ("a", 0, "b")) == 1
    assert get_in(value, ("c", "b")) is None
    assert get_in(value, ()) is value


def test_a_copy_has_something_else_at_a_place() -> None:
    value = {"a": [0, {"b": 1, "c": 2}]}
    assert set_in(value, ("a", 1, "b"), 3) == {"a": [0, {"b": 3, "c": 2}]}
    assert set_in(value, ("d", "e"), 3) == {**value, "d": {"e": 3}}
    assert set_in(value, (), 3) == 3
    assert without(value, ("a", 1, "b")) == {"a": [0, {"c": 2}]}
    assert without({"a": 1}, ("b",)) == {"a": 1}
    assert value == {"a": [0, {"b": 1, "c": 2}]}


def test_a_value_is_written_without_spaces_in_utf_8() -> None:
    assert dump({"\u00e9": [1, None], "b": "\ud800"}) == '{"\u00e9":[1,null],"b":"?"}'.encode()
