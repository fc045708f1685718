#!/bin/sh
# A bot of curl alone: answers the next picture with its size, and ends.
set -eu
api="$1/waInstance$2"
value() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }
echo started
until came=$(curl -sS "$api/receiveNotification/$3?receiveTimeout=20") && [ "$came" != null ]; do :; done
chat=$(echo "$came" | value chatId) message=$(echo "$came" | value idMessage)
link=$(curl -sS -H 'Content-Type: application/json' "$api/downloadFile/$3" \
  -d "{\"chatId\": \"$chat\", \"idMessage\": \"$message\"}" | value downloadUrl)
size=$(curl -sS "$link" | wc -c | tr -d ' ')
curl -sS -H 'Content-Type: application/json' "$api/sendMessage/$3" \
  -d "{\"chatId\": \"$chat\", \"message\": \"$size bytes\"}" >/dev/null
curl -sS -X DELETE "$api/deleteNotification/$3/$(echo "$came" | value receiptId)" >/dev/null
