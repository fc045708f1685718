"""The same bot on plain aiohttp: the generated client builds requests and reads answers."""

import asyncio
import os
from typing import Any

import aiohttp

from green_api_client.api.receiving import delete_notification, download_file, receive_notification
from green_api_client.api.sending import send_message
from green_api_client.models import (
    DownloadFileRequest,
    ImageMessage,
    IncomingMessageReceived,
    Notification,
    SendMessageRequest,
)

ME = int(os.environ["GREEN_API_ID_INSTANCE"]), os.environ["GREEN_API_TOKEN_INSTANCE"]
URL = os.environ["GREEN_API_URL"]


async def call(session: aiohttp.ClientSession, operation: Any, *ids: Any, **body: Any) -> Any:
    """Call an operation, and return what its answer brings, or nothing."""
    request = operation.build_request(*ME, *ids, **body, base_url=URL)
    wire = request.reveal()  # for the wire only: it holds the token
    sending = session.request(wire.method, wire.url, headers=wire.headers, data=wire.content)
    async with sending as answer:
        content = await answer.read()
    return operation.read_response(answer.status, answer.headers, content, request=request).parsed


async def main() -> None:
    """Handle one notification after the other."""
    async with aiohttp.ClientSession() as session:
        while True:
            notification = await call(session, receive_notification)
            if not isinstance(notification, Notification):
                await asyncio.sleep(1)  # the server waits by itself, but not always
                continue
            match notification.body:
                case IncomingMessageReceived(message_data=ImageMessage()) as message:
                    chat = message.sender_data.chat_id
                    wanted = DownloadFileRequest(chat_id=chat, id_message=message.id_message)
                    file = await call(session, download_file, body=wanted)
                    text = SendMessageRequest(chat_id=chat, message=file.download_url)
                    await call(session, send_message, body=text)
            await call(session, delete_notification, notification.receipt_id)


asyncio.run(main())
