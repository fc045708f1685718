// One request that arrived: its line, and what it opens to.

import { button } from "./button.js";
import { copyButton } from "./copy.js";
import { curlOf } from "./curl.js";
import { asWords, breakable, make } from "./dom.js";
import { inMilliseconds, message } from "./message.js";
import { FAULTS } from "./orders.js";
import { openable } from "./rows.js";
import { scenarioId } from "./scenarios.js";
import { searchable } from "./search.js";
import { masked, secretsIn } from "./secrets.js";
import { send } from "./sending.js";
import { faultLabel, inWords, statusLabel } from "./status.js";
import { linkTo } from "./views.js";

// What else a browser sends is its own: it sets the others itself, or must not set them.
const SENT_AGAIN = /^(accept|content-type|prefer|range|if-.*|x-.*)$/i;

/** The id of a request's row. */
const requestId = (number) => `request/${number}`;

/** The row of a request. */
export function requestRow(request) {
  const { number, method, maskedPath, operation, body, text } = request;
  const met = inShort(request.reason);
  const secrets = secretsIn(request.parameters, body, request.answer?.body);
  const row = openable(
    requestId(number),
    [
      make("time", { datetime: timeOf(request).toISOString() }, timeOf(request).toLocaleTimeString([], { hour12: false })),
      outcome(request),
      make(
        "span",
        { class: "what" },
        make("span", { class: "name" }, ...(operation ? breakable(operation) : [make("code", {}, `${method} ${maskedPath}`)])),
        make("span", { class: "soft" }, masked(met, secrets)),
      ),
      make("span", { class: "took" }, took(request)),
    ],
    () => opened(request, secrets),
  );
  const shown = masked(JSON.stringify(body ?? text ?? ""), secrets);
  return searchable(row, number, method, maskedPath, operation ?? "", met, request.status ?? "", inWords(request.status ?? ""), shown);
}

function opened(request, secrets) {
  const what = `request ${request.number}`;
  const again = () => sentAgain(request);
  return [
    make(
      "div",
      { class: "actions" },
      button("Send again", what, async () => {
        const { status } = await send(again());
        return `Sent: ${status}`;
      }),
      copyButton(() => curlOf(again(), location.origin), what, "Copy as curl"),
    ),
    make("p", { class: "why" }, ...why(request, secrets)),
    message(
      "Request",
      [make("code", {}, make("b", {}, request.method), ` ${request.maskedPath}`)],
      { headers: request.headers, body: request.body ?? request.text, noBody: noBody(request.bodySize) },
      secrets,
    ),
    request.answer && answerOf(request, secrets),
  ].filter(Boolean);
}

function answerOf(request, secrets) {
  const { headers, body, bodySize } = request.answer;
  return message("Answer", [outcome(request)], { headers, body, noBody: noBody(bodySize) }, secrets);
}

/** Why it got this answer, in two words. */
function inShort(reason) {
  if (reason === null) return "";
  if (reason.kind === "scenario") return reason.name;
  return [asWords(reason.kind), reason.name].filter(Boolean).join(": ");
}

/** Why it got this answer, with a way to the scenario that it met. */
function why({ number, reason, scenario, operation, durationMs, at }, secrets) {
  const after = isKnown(durationMs) ? `, answered after ${inMilliseconds(durationMs)}` : "";
  const when = make("span", { class: "soft" }, `Request ${number}, ${new Date(at * 1000).toLocaleString()}${after}`);
  if (!reason) return [when];
  const [before, ...rest] = masked(reason.text, secrets).split(scenario ?? null);
  const way = scenario ? [linkTo(scenarioId(operation, scenario), scenario), rest.join(scenario)] : [];
  const nearest = reason.nearest ? [" The nearest is ", make("code", {}, reason.nearest), "."] : [];
  return [before, ...way, ...nearest, make("br"), when];
}

/** What the caller saw: a status, a fault, or nothing yet. */
function outcome({ status, answer }) {
  if (status !== null) return statusLabel(status);
  if (answer?.fault) return faultLabel(FAULTS[answer.fault]);
  return make("span", { class: "status" }, "waiting…");
}

const took = ({ durationMs }) => (isKnown(durationMs) ? inMilliseconds(durationMs) : "");

const isKnown = (number) => number !== null;

const timeOf = ({ at }) => new Date(at * 1000);

const noBody = (size) => (size ? `${size.toLocaleString("en")} bytes, not kept` : "No body");

/** The same request, as far as its body was kept. */
function sentAgain(request) {
  const { method, path, query, headers } = request;
  const body = bodyAgain(request);
  const kept = Object.entries(headers).filter(([name]) => SENT_AGAIN.test(name) && !(body instanceof FormData && /^content-type$/i.test(name)));
  return { method, path: query ? `${path}?${query}` : path, headers: Object.fromEntries(kept), body };
}

function bodyAgain({ headers, body, text, bodySize }) {
  if (text !== null) return text;
  if (body === null && bodySize > 0) throw new Error("its body was not kept");
  if (body === null) return null;
  const [, type] = Object.entries(headers).find(([name]) => /^content-type$/i.test(name));
  return type.startsWith("multipart/") ? formAgain(body) : JSON.stringify(body);
}

function formAgain(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== "string") throw new Error(`its ${name} was not kept`);
    data.append(name, value);
  }
  return data;
}
