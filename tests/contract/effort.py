"""How many cases a property is tried with, the same ones in every run.

``CONTRACT_CASES`` asks for another number: a first look needs few, a night has time for many.
``CONTRACT_SEED`` asks for other cases.
"""

import os

from hypothesis import HealthCheck, settings

USUAL_CASES = 100
ASKED_FOR = int(os.environ.get("CONTRACT_CASES", USUAL_CASES))
SEED = os.environ.get("CONTRACT_SEED")
CASES = settings(
    max_examples=ASKED_FOR,
    deadline=None,
    derandomize=SEED is None,
    database=None,
    # What schemathesis makes of a schema is as large as the schema wants it.
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)


def part(of: int) -> settings:
    """Return the same for a property that needs a part of the cases only."""
    return settings(CASES, max_examples=-(-CASES.max_examples // of))
