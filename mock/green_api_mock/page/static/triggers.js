// What can be made to come: each trigger with the values to change and a file to drop.

import { askButton, field } from "./asking.js";
import { button } from "./button.js";
import { post } from "./control.js";
import { breakable, byId, make } from "./dom.js";
import { differences, inText, leaves } from "./leaves.js";
import { message } from "./message.js";
import { say } from "./notice.js";
import { keepingOpen, openable } from "./rows.js";
import { searchable } from "./search.js";
import { isSecret, secretsIn } from "./secrets.js";

const MOST_TIMES = 10_000;
/** What stands where a value of its own is made, unless one is typed. */
const MADE = { unique: "a fresh one", now: "the present time", caller: "the one above", file: "what the file says" };

let known = new Map();

/** Fill the list. `receiver` gives what names the instance in an order. */
export function showTriggers(triggers, receiver) {
  known = new Map(triggers.map((trigger) => [trigger.name, trigger]));
  byId("trigger-count").textContent = triggers.length;
  const groups = [...Map.groupBy(triggers, ({ webhook }) => webhook)].map(([webhook, members]) =>
    make(
      "li",
      { class: "group", "data-group": "" },
      make("div", { class: "group-name soft" }, ...breakable(webhook)),
      make("ul", { "aria-label": webhook }, ...members.map((trigger) => triggerRow(trigger, receiver))),
    ),
  );
  keepingOpen(byId("trigger-groups"), () => byId("trigger-groups").replaceChildren(...groups));
}

/** What of a payload is not as in its trigger's example. */
export const ownOf = (name, body) => differences(body, known.get(name)?.value ?? {});

/** What a trigger is, in words. */
export const summaryOf = (name) => known.get(name)?.summary ?? "";

function triggerRow(trigger, receiver) {
  const { name, summary, webhook } = trigger;
  const row = openable(
    `trigger/${name}`,
    [make("span", { class: "name" }, ...breakable(name)), make("span", { class: "about" }, summary)],
    () => [form(trigger, receiver)],
    [button("Trigger", name, () => atOnce({ trigger: name, ...receiver() }))],
  );
  row.dataset.aside = "";
  return searchable(row, name, summary, webhook);
}

async function atOnce(order) {
  const [{ notQueued }] = await happen(order);
  if (notQueued) say(`It came, but is not queued: ${notQueued}.`);
  return notQueued ? "Not queued" : "Came";
}

function form(trigger, receiver) {
  const { name, takesFile } = trigger;
  const fields = leaves(trigger.value).map(([place, example]) => draftOf(trigger, place, example));
  const file = make("input", { type: "file" });
  const times = make("input", { type: "number", min: 1, max: MOST_TIMES, value: 1 });
  const whenPolled = make("input", { type: "checkbox" });
  const result = make("div", { class: "result", role: "status" });
  const act = async (signal) => {
    const order = { trigger: name, ...receiver(), set: changesIn(fields), times: times.valueAsNumber, whenPolled: whenPolled.checked };
    if (file.files[0]) order.file = await contentOf(file.files[0]);
    return cameOf(await happen(order, signal), receiver());
  };
  const element = make(
    "div",
    { class: "tryout" },
    make("div", { class: "fields" }, takesFile ? fileField(trigger, file) : null, ...fields.map(valueField)),
    make(
      "div",
      { class: "actions" },
      askButton("Trigger", `${name} with these values`, "Waiting until somebody polls…", result, act),
      make("label", {}, times, " times"),
      make("label", {}, whenPolled, " when somebody polls ", make("small", {}, "(bots usually empty their queue at their start)")),
    ),
    result,
  );
  if (takesFile) takeDrops(element, file);
  return element;
}

/** The rows of what came of an order. */
async function happen(order, signal) {
  return Object.values(await post("triggers", order, signal))[0];
}

function draftOf({ madeAnew }, place, example) {
  const usual = place in madeAnew ? "" : inText(example);
  return { place, example, usual, value: usual, made: MADE[madeAnew[place]] };
}

/** Only what was changed; everything else is as in the example. */
function changesIn(fields) {
  const changed = fields.filter(({ usual, value }) => value !== usual);
  return Object.fromEntries(changed.map(({ place, example, value }) => [place, typed(value, example)]));
}

/** Text where the example has text, else JSON; null takes away what is there. */
function typed(value, example) {
  if (typeof example === "string" && value !== "null") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function valueField(draft) {
  const [name, ...above] = draft.place.split(".").reverse();
  const input = make("input", {
    type: "text",
    class: isSecret(name) ? "secret" : null,
    placeholder: draft.made,
    autocomplete: "off",
    spellcheck: "false",
  });
  input.value = draft.value;
  return field(name, above.reverse().join("."), input, (value) => (draft.value = value));
}

function fileField({ madeAnew }, input) {
  const isSampled = Object.values(madeAnew).includes("file");
  const note = isSampled ? "drop one here; a sample of its kind if there is none" : "drop one here, if there is to be one";
  return make("label", { class: "field wide" }, make("span", {}, "file ", make("small", {}, note)), input);
}

/** A file may be dropped anywhere on the form: a near miss would make the browser leave the page. */
function takeDrops(element, input) {
  const hasFiles = ({ dataTransfer }) => dataTransfer.types.includes("Files");
  element.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  element.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
  });
}

function contentOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    const described = file.type ? { type: file.type } : {};
    reader.addEventListener("load", () => resolve({ name: file.name, base64: reader.result.split(",")[1] ?? "", ...described }));
    reader.addEventListener("error", () => reject(new Error(`${file.name} cannot be read`)));
    reader.readAsDataURL(file);
  });
}

/** What came, and where it waits. */
function cameOf(rows, receiver) {
  const [{ body, notQueued, ...numbered }] = rows;
  const [[word, number]] = Object.entries(numbered);
  const more = rows.length > 1 ? ` and ${(rows.length - 1).toLocaleString("en")} more` : "";
  const became = notQueued ? `Not queued: ${notQueued}` : `${word} ${number}${more}`;
  const whose = Object.entries(receiver).map(([name, value]) => make("span", { class: "soft" }, `${name} ${value}`));
  return [message("Came", [became, ...whose], { headers: {}, body }, secretsIn(body))];
}
