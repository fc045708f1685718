"""Ask for the link to a webhook's file with the generated client alone.

Set GREEN_API_ID_INSTANCE and GREEN_API_TOKEN_INSTANCE, and GREEN_API_URL for the mock. Then:
python examples/ask_for_link.py < examples/messages/incoming-image.json
"""

import json
import os
import sys

from green_api_client import Client
from green_api_client.api.receiving import download_file
from green_api_client.models import DownloadFileRequest


def main() -> None:
    """Print the status and the typed answer for the webhook in the standard input."""
    webhook = json.load(sys.stdin)
    with Client(base_url=os.environ["GREEN_API_URL"]) as client:
        answer = download_file.sync_detailed(
            int(os.environ["GREEN_API_ID_INSTANCE"]),
            os.environ["GREEN_API_TOKEN_INSTANCE"],
            client=client,
            body=DownloadFileRequest(
                chat_id=webhook["senderData"]["chatId"], id_message=webhook["idMessage"]
            ),
        )
    print(answer.status_code, answer.parsed)


if __name__ == "__main__":
    main()
