"""A bot on the generated client alone: receive, download, answer, delete. Ctrl-C ends it.

Set GREEN_API_ID_INSTANCE, GREEN_API_TOKEN_INSTANCE and GREEN_API_URL.
"""

import os
import time

from green_api_client import Client
from green_api_client.api.receiving import delete_notification, download_file, receive_notification
from green_api_client.api.sending import send_message
from green_api_client.models import (
    DownloadFileRequest,
    ImageMessage,
    IncomingMessageReceived,
    SendMessageRequest,
)

ME = int(os.environ["GREEN_API_ID_INSTANCE"]), os.environ["GREEN_API_TOKEN_INSTANCE"]

with Client(base_url=os.environ["GREEN_API_URL"]) as api:
    while True:
        if (notification := receive_notification.sync(*ME, client=api)) is None:
            time.sleep(1)  # the server waits by itself, but not always
            continue
        match notification.body:
            case IncomingMessageReceived(message_data=ImageMessage()) as message:
                chat = message.sender_data.chat_id
                wanted = DownloadFileRequest(chat_id=chat, id_message=message.id_message)
                file = download_file.sync(*ME, client=api, body=wanted)
                answer = SendMessageRequest(chat_id=chat, message=f"Your file: {file.download_url}")
                send_message.sync(*ME, client=api, body=answer)
        delete_notification.sync(*ME, notification.receipt_id, client=api)
