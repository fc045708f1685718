"""Many instances over many processes, or machines, with Dask.

    pip install 'green-api-files[cli]' distributed
    python examples/shard_with_dask.py accounts.json inbox/
    python examples/shard_with_dask.py accounts.json /shared/inbox/ tcp://scheduler:8786

`accounts.json` lists the instances, each with its apiUrl from the console, a file with its token
and a file with its messages (JSON lines of webhooks, journals, or chatId and idMessage):

    [{"idInstance": 1101000001, "apiUrl": "https://1101.api.greenapi.com",
      "tokenFile": "token-1", "messages": "messages-1.jsonl"}]

One task serves one instance, as the limit of five calls a second is the instance's. Dask gives
the tasks to whichever worker is free. They share nothing: what was saved is recorded beside the
files, so a task whose worker died is simply run again, and fetches what is missing. Tokens do not
pass through the scheduler; each worker reads the file.
"""

# pyright: reportMissingImports=false
# (Dask is no part of the project)

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster

LASTING = {2, 3, 4}
"""Exit codes after which another try is of no use: wrong input, refused, disk."""


def save_all_of(account: dict[str, Any], to: str) -> dict[str, Any]:
    """Save the files of one instance by the command, in whatever process this is run."""
    name = str(account["idInstance"])
    command = [sys.executable, "-m", "green_api_files", "save", "--json"]
    command += ["--api-url", account["apiUrl"], "--id-instance", name]
    command += ["--token-file", account["tokenFile"]]
    command += ["--from", account["messages"], "--to", str(Path(to) / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode == 1:
        raise RuntimeError(f"Some files of {name} could not be fetched now.")  # Dask tries again
    lines = done.stdout.splitlines()
    result = json.loads(lines[-1])["summary"] if lines else {}
    if done.returncode in LASTING:
        result["error"] = done.stderr.strip()
    return {"idInstance": account["idInstance"], **result}


def main() -> int:
    """Serve every account and print a line for each as it is done."""
    accounts = json.loads(Path(sys.argv[1]).read_text())
    where = sys.argv[3] if len(sys.argv) > 3 else LocalCluster(dashboard_address=None)  # noqa: PLR2004 - the scheduler's address
    with Client(where) as client:
        tasks = client.map(save_all_of, accounts, to=sys.argv[2], retries=3)
        failed = 0
        for task in tasks:
            try:
                print(json.dumps(task.result()))
            except RuntimeError as error:
                failed += 1
                print(error, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
