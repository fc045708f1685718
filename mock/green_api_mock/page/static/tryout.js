// The form that sends a request: filled in, and everything in it can be changed.

import { copyButton } from "./copy.js";
import { curlOf } from "./curl.js";
import { make } from "./dom.js";
import { draftOf, requestOf } from "./draft.js";
import { answerView } from "./message.js";
import { secretsIn } from "./secrets.js";
import { send } from "./sending.js";

/** The form of an operation, with the values that a scenario wants. `what` names it. */
export function tryout(operation, when, what) {
  const draft = draftOf(operation, when);
  const result = make("div", { class: "result", role: "status" });
  return make(
    "div",
    { class: "tryout" },
    make("div", { class: "fields" }, ...draft.parameters.map(parameterField), ...bodyFields(draft.body)),
    make(
      "div",
      { class: "actions" },
      sendButton(draft, what, result),
      copyButton(() => curlOf(requestOf(draft), location.origin), what, "Copy as curl"),
    ),
    result,
  );
}

/** Press the button of a form. */
export function sendFrom(form) {
  const sender = form.querySelector("button.main");
  sender.focus();
  sender.click();
}

function parameterField(parameter) {
  const note = [`in ${parameter.place}`, parameter.isRequired ? null : "optional"].filter(Boolean).join(", ");
  const input = make("input", {
    type: "text",
    class: parameter.isSecret ? "secret" : null,
    placeholder: parameter.isRequired ? null : parameter.example,
    title: parameter.description,
    autocomplete: "off",
    spellcheck: "false",
  });
  input.value = parameter.value;
  return field(parameter, note, input);
}

function bodyFields(body) {
  if (body === null) return [];
  if (body.fields) return body.fields.map((part) => (part.isFile ? fileField(part) : parameterField({ ...part, place: "form" })));
  const area = make("textarea", { rows: Math.min(body.text.split("\n").length, 16), spellcheck: "false" });
  area.value = body.text;
  area.addEventListener("input", () => (body.text = area.value));
  return [make("label", { class: "field wide" }, make("span", {}, "body ", make("small", {}, body.type)), area)];
}

function fileField(part) {
  const input = make("input", { type: "file" });
  input.addEventListener("change", () => (part.file = input.files[0]));
  return make("label", { class: "field" }, make("span", {}, part.name, " ", make("small", {}, "a file; a small text if none is chosen")), input);
}

function field(holder, note, input) {
  input.addEventListener("input", () => (holder.value = input.value));
  return make("label", { class: "field" }, make("span", {}, holder.name, " ", make("small", {}, note)), input);
}

/** While an answer is awaited, the same button stops that: some answers never come. */
function sendButton(draft, what, result) {
  const element = make("button", { type: "button", class: "main", "aria-label": `Send ${what}` }, "Send");
  let waiting = null;
  const show = (caption) => {
    element.textContent = caption;
    element.setAttribute("aria-label", `${caption} ${what}`);
  };
  element.addEventListener("click", async () => {
    if (waiting) return waiting.abort();
    waiting = new AbortController();
    show("Stop waiting");
    result.replaceChildren(make("p", { class: "soft" }, "Waiting for the answer…"));
    try {
      result.replaceChildren(answerView(await send(requestOf(draft), waiting.signal), secretsOf(draft)));
    } catch (error) {
      result.replaceChildren(make("p", { class: "failure" }, `Failed: ${error.message}.`));
    } finally {
      waiting = null;
      show("Send");
    }
  });
  return element;
}

function secretsOf({ parameters, body }) {
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return secretsIn(values, Object.fromEntries((body?.fields ?? []).map(({ name, value }) => [name, value])), parsed(body?.text));
}

function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
