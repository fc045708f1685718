// A request or an answer, opened: its first line, headers and body, without secrets.

import { make } from "./dom.js";
import { isSecretHeader, masked } from "./secrets.js";
import { statusLabel } from "./status.js";

/** One half of an exchange. The body is JSON, text, or null; then `noBody` says why. */
export function message(title, firstLine, { headers, body, noBody = "No body" }, secrets) {
  const text = bodyText(body);
  return make(
    "div",
    { class: "message" },
    make("p", { class: "kind" }, title),
    make("p", { class: "first" }, ...firstLine),
    headerList(headers, secrets),
    text ? make("pre", { tabindex: 0 }, masked(text, secrets)) : make("p", { class: "soft" }, noBody),
  );
}

/** An answer as a browser got it. */
export function answerView({ status, headers, text, milliseconds }, secrets) {
  return message(
    "Answer",
    [statusLabel(status), make("span", { class: "soft" }, inMilliseconds(milliseconds))],
    { headers, body: pretty(text) },
    secrets,
  );
}

/** A duration for people. */
export function inMilliseconds(number) {
  if (number >= 1000) return `${(number / 1000).toFixed(1)} s`;
  return `${number.toFixed(number < 9.95 ? 1 : 0)} ms`;
}

function headerList(headers, secrets) {
  const pairs = Object.entries(headers).map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, isSecretHeader(name) ? "***" : masked(value, secrets))),
  );
  return pairs.length ? make("dl", { class: "headers" }, ...pairs) : null;
}

function bodyText(body) {
  if (body === null || body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

function pretty(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
