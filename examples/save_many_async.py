"""Save the files of many messages at once.

Set GREEN_API_ID_INSTANCE and GREEN_API_TOKEN_INSTANCE, and GREEN_API_URL for the mock. Then, for
example: python examples/save_many_async.py < examples/messages/last-incoming-messages.json
"""

import asyncio
import json
import sys

from green_api_files import AsyncGreenApi, GreenApiError, Message, messages_in


async def save(api: AsyncGreenApi, message: Message) -> None:
    """Save the file of one message, or tell why not."""
    try:
        saved = await api.save_file(
            message.chat_id, message.id_message, to="downloads", name=message.file_name
        )
    except GreenApiError as error:
        print(f"{message.id_message}: {error}")
    else:
        print(f"{saved}: {saved.size} bytes, {saved.content_type}")


async def main() -> None:
    """Save the files of all messages in the standard input. The client keeps to the rate."""
    messages = [message for message in messages_in(json.load(sys.stdin)) if message.has_file]
    async with AsyncGreenApi() as api:
        await asyncio.gather(*[save(api, message) for message in messages])


if __name__ == "__main__":
    asyncio.run(main())
