"""`python -m tests.live`: ask the real API, and hold its answers against the contract.

Exit codes: 0 every answer was as documented, 1 some were not, 2 nothing could be asked.
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.contract.documented import Contract
from tests.live.judging import DIFFERENT, Judge
from tests.live.masking import Mask
from tests.live.plan import calls, not_given
from tests.live.report import save, table
from tests.live.sending import NoServerError, Sender, Sleep
from tests.live.settings import SettingsError, read_settings

tell = print  # a command speaks

ALL_MET, SOME_DIFFER, NOT_ASKED = 0, 1, 2
BUDGET = 40


def main(
    arguments: list[str] | None = None,
    environment: Mapping[str, str] = os.environ,
    sleep: Sleep = time.sleep,
) -> int:
    """Make a live run; the result is the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.live", description=__doc__)
    parser.add_argument("--calls", type=int, default=BUDGET, help="most requests (%(default)s)")
    parser.add_argument(
        "--captures",
        type=Path,
        default=Path("live-captures.json"),
        help="where the answers are saved (%(default)s)",
    )
    options = parser.parse_args(arguments)
    contract = Contract()
    try:
        settings = read_settings(contract, environment)
    except SettingsError as error:
        tell(error, file=sys.stderr)
        return NOT_ASKED
    planned = calls(contract, settings)
    judge = Judge(contract, Mask(contract, settings))
    sender = Sender(settings.base_url, options.calls, sleep)
    try:
        findings = [found for sent in sender.send_all(planned) for found in judge.findings(sent)]
    except NoServerError as error:
        tell(f"{settings.base_url} cannot be reached: {error}.", file=sys.stderr)
        return NOT_ASKED
    tell(table(findings))
    save(findings, settings.base_url, options.captures)
    seen = {found.status for found in findings}
    unseen = {status for call in planned for status in call.operation.statuses} - seen
    tell(f"\ndocumented, and not seen: {', '.join(map(str, sorted(unseen)))}")
    tell(f"{options.calls - sender.budget} requests sent; answers saved to {options.captures}")
    if missing := not_given(contract, settings):
        tell(f"No real message was asked for: set {' and '.join(missing)} to name one.")
    return SOME_DIFFER if any(f.verdict == DIFFERENT for f in findings) else ALL_MET


if __name__ == "__main__":
    sys.exit(main())
