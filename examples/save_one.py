"""Save the file of a message.

Set GREEN_API_ID_INSTANCE and GREEN_API_TOKEN_INSTANCE, and GREEN_API_URL for the mock.
"""

import sys

from green_api_files import FileUnavailableError, GreenApi, GreenApiError


def main() -> None:
    """Save the file of the message that the two arguments name, into `downloads/`."""
    chat_id, id_message = sys.argv[1:]
    with GreenApi() as api:
        try:
            saved = api.save_file(chat_id, id_message, to="downloads")
        except FileUnavailableError:
            print("WhatsApp no longer has this file.")
        except GreenApiError as error:
            sys.exit(str(error))  # says what to do
        else:
            print(saved)  # a path; it also has size, sha256 and content_type


if __name__ == "__main__":
    main()
