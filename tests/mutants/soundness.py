"""Which tests may say that a change is noticed: those that pass where nothing is changed."""

from collections.abc import Callable, Iterable


class Soundness:
    """What is known of tests so far. A test is tried when it fails for the first time."""

    def __init__(self) -> None:
        self._passes: dict[str, bool] = {}

    def sift(self, tests: Iterable[str]) -> list[str]:
        """Return the tests that are not known to fail without a change."""
        return [test for test in tests if self._passes.get(test, True)]

    def confirm(self, test: str, passes: Callable[[], bool]) -> bool:
        """Return whether a test passes without a change."""
        if test not in self._passes:
            self._passes[test] = passes()
        return self._passes[test]
