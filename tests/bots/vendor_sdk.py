"""The vendor's own Python SDK receives, downloads and answers."""

import sys
from typing import Any

from whatsapp_api_client_python.API import GreenAPI  # pyright: ignore[reportMissingImports] # in an environment of its own

host, instance, token = sys.argv[1:]
api = GreenAPI(instance, token, host=host, media=host)
print("started", flush=True)


def handle(kind: str, body: dict[str, Any]) -> None:
    """Answer a picture with its size."""
    if kind != "incomingMessageReceived":
        return
    chat = body["senderData"]["chatId"]
    answer = api.receiving.downloadFile(chat, body["idMessage"])
    content = api.session.get(answer.data["downloadUrl"]).content
    api.sending.sendMessage(chat, f"{len(content)} bytes")


api.webhooks.startReceivingNotifications(handle)
