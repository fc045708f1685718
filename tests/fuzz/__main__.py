"""`python -m tests.fuzz`: let atheris look for an answer that makes the client raise.

Arguments are libFuzzer's, such as `-max_total_time=600`. A case that is found is written to
`tests/fuzz/found/`, where `test_fuzz.py` replays it from then on.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["green_api_client"]):  # pyright: ignore[reportAttributeAccessIssue] - untyped
    # It is imported here, so that what it imports by and by is watched as well.
    from tests.fuzz.target import Target

    TARGET = Target()

FOUND = Path(__file__).with_name("found")


def main() -> None:
    """Fuzz until an argument ends it. A found case ends the process with an error."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as corpus:
        for index, seed in enumerate(TARGET.seeds()):
            Path(corpus, str(index)).write_bytes(seed)
        prefix = f"-artifact_prefix={FOUND}/"
        atheris.Setup([sys.argv[0], corpus, str(FOUND), prefix, *sys.argv[1:]], TARGET)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
