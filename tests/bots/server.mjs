// A bot that GREEN-API posts to, in Node without a package: answers a picture with its size.
import { createServer } from "node:http";

const [host, instance, token] = process.argv.slice(2);

async function call(method, body) {
  const answer = await fetch(`${host}/waInstance${instance}/${method}/${token}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const event = JSON.parse(Buffer.concat(parts));
  if (event.typeWebhook === "incomingMessageReceived") {
    const chatId = event.senderData.chatId;
    const { downloadUrl } = await call("downloadFile", { chatId, idMessage: event.idMessage });
    const content = await (await fetch(downloadUrl)).arrayBuffer();
    await call("sendMessage", { chatId, message: `${content.byteLength} bytes` });
  }
  response.end();
});

server.listen(0, "127.0.0.1", async () => {
  const webhookUrl = `http://127.0.0.1:${server.address().port}/`;
  await call("setSettings", { webhookUrl, webhookUrlToken: "", incomingWebhook: "yes" });
  console.log("started");
});
