// The form that sends a request: filled in, and everything in it can be changed.

import { askButton, field } from "./asking.js";
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
  return field(parameter.name, note, input, setter(parameter));
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

const setter = (holder) => (value) => (holder.value = value);

function sendButton(draft, what, result) {
  return askButton("Send", what, "Waiting for the answer…", result, async (signal) => [
    answerView(await send(requestOf(draft), signal), secretsOf(draft)),
  ]);
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
