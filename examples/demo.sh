#!/bin/sh
# What `make demo` runs, with the mock's address in GREEN_API_URL.
set -u
cd "$(dirname "$0")/.." || exit 1
export GREEN_API_ID_INSTANCE=1101000001 GREEN_API_TOKEN_INSTANCE=bde035edae3fc00bc116bd112297908d8145e5ba8decc5d884

echo 'The generated client asks for the file of a webhook:'
python examples/ask_for_link.py < examples/messages/incoming-image.json || exit

echo
echo 'The command saves the files of a dozen messages. One is gone, which it says:'
cat examples/messages/* | green-api-files save --from - --to downloads
test $? = 5 || exit # "some files are not available"

echo
echo 'Three messages come to the instance, and a watch receives them until the queue is empty:'
for trigger in incomingImage incomingText incomingDocument; do
    green-api-mock trigger "$trigger" --at "$GREEN_API_URL" > /dev/null || exit
done
green-api-files watch --once --to downloads
