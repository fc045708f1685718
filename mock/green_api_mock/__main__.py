"""`python -m green_api_mock` is the command `green-api-mock`."""

from __future__ import annotations

import sys

from green_api_mock.start import main

if __name__ == "__main__":
    sys.exit(main())
