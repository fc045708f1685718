"""A bot on the vendor's own framework: answers a picture with its size, and sends it back."""

import sys

from whatsapp_chatbot_python import GreenAPIBot, Notification  # pyright: ignore[reportMissingImports] # in an environment of its own

host, instance, token = sys.argv[1:]
bot = GreenAPIBot(instance, token, host=host, media=host, raise_errors=True)
print("started", flush=True)


@bot.router.message(type_message="imageMessage")  # type: ignore[untyped-decorator] # the vendor's
def picture(notification: Notification) -> None:
    """Fetch the picture, and say how large it is."""
    event = notification.event
    answer = notification.api.receiving.downloadFile(notification.chat, event["idMessage"])
    content = notification.api.session.get(answer.data["downloadUrl"]).content
    notification.answer(f"{len(content)} bytes")


bot.run_forever()
