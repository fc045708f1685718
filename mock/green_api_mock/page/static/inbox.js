// What the mock remembers of one instance: what waits, what was delivered, came, was sent and is set.

import { button } from "./button.js";
import { callerName, operationsOf } from "./contract.js";
import { forget, get } from "./control.js";
import { breakable, byId, make } from "./dom.js";
import { linkedFiles } from "./files.js";
import { leaves, wordsIn } from "./leaves.js";
import { inMilliseconds, message } from "./message.js";
import { say } from "./notice.js";
import { fillRows, keepingPlace, openable } from "./rows.js";
import { search, searchable } from "./search.js";
import { masked, secretsIn } from "./secrets.js";
import { faultLabel, statusLabel } from "./status.js";
import { ownOf, showTriggers, summaryOf } from "./triggers.js";

const MOST_SHOWN = 100;
const ANOTHER = "another…";
const SETTINGS = "documents";
const NOTHING = { queues: {}, journals: {}, documents: {}, lengths: { queues: {}, journals: {} } };

let caller = null;
let example = "";
let picked = "";
let shownMark = null;

/** Make ready for a contract. One that nothing can come of has no inbox. */
export function showInbox(contract, triggers) {
  const parameters = operationsOf(contract).flatMap((operation) => operation.parameters);
  const before = caller;
  caller = callerName(contract);
  example = String(parameters.find(({ name }) => name === caller)?.example ?? "");
  if (caller !== before) picked = namedInAddress() ?? example;
  byId("views").querySelector("[href='#inbox']").hidden = triggers.length === 0;
  byId("whose").hidden = caller === null;
  byId("caller").textContent = caller ?? "";
  showTriggers(triggers, () => (caller ? { [caller]: picked } : {}));
  shownMark = null;
}

/** Show what changed since. The mark is another one then. */
export async function followInbox(mark) {
  if (mark !== shownMark && (await refresh())) shownMark = mark;
}

/** Ask and show. False if another instance was picked meanwhile, which is shown instead. */
async function refresh() {
  const wanted = picked;
  const of = new URLSearchParams({ most: MOST_SHOWN, ...(caller ? { [caller]: wanted } : {}) });
  const [{ instances }, memory, { deliveries }] = await Promise.all([get("instances"), get(`memory?${of}`), get(`deliveries?${of}`)]);
  if (wanted !== picked) return false;
  showInstances(instances);
  const lists = sections(memory.instances[0] ?? NOTHING, deliveries.reverse());
  keepingPlace("inbox", () => showLists(lists));
  byId("inbox-quiet").hidden = lists.some(({ id }) => id !== SETTINGS);
  search();
  return true;
}

byId("instance").addEventListener("change", ({ target }) => {
  const another = byId("another");
  another.hidden = target.value !== ANOTHER;
  another.value = ""; // so that the same one again is a change
  if (target.value === ANOTHER) another.focus();
  else pick(target.value);
});
byId("another").addEventListener("change", ({ target }) => {
  if (!target.value.trim()) return;
  target.hidden = true;
  pick(target.value.trim());
  byId("instance").focus();
});
byId("forget").append(
  button("Forget", "all that is remembered of this instance", async () => {
    await forget(`state?${new URLSearchParams({ [caller]: picked })}`);
    return "Forgotten";
  }),
);

async function pick(instance) {
  picked = instance;
  byId("inbox-lists").replaceChildren();
  shownMark = null;
  try {
    await refresh();
  } catch (error) {
    say(`${instance} cannot be shown: ${error.message}.`, { failed: true });
  }
}

/** The instance of what a link names, as in the ids of rows. */
function namedInAddress() {
  const [list, instance] = decodeURIComponent(location.hash.slice(1)).split("/");
  return ["queue", "delivery", "journal", "document"].includes(list) ? instance : null;
}

/** The example's and the picked one, then whoever was busy last. */
function showInstances(instances) {
  const waiting = new Map(instances.map((row) => [String(row[caller]), Object.values(row.waiting).reduce((sum, one) => sum + one, 0)]));
  const names = new Set([example, picked, ...waiting.keys()]);
  const options = [...names].map((name) => {
    const note = waiting.get(name) ? ` (${waiting.get(name).toLocaleString("en")} waiting)` : "";
    return make("option", { value: name }, name + note);
  });
  options.push(make("option", { value: ANOTHER }, ANOTHER));
  const texts = (all) => [...all].map(({ text }) => text).join("\n");
  // A list that somebody has opened would close.
  if (texts(options) !== texts(byId("instance").options)) byId("instance").replaceChildren(...options);
  byId("instance").value = byId("another").hidden ? picked : ANOTHER;
}

/** Every list of the inbox: its id, name, what it is, how long it is, and its rows. */
function sections({ queues, journals, documents, lengths }, deliveries) {
  const waiting = Object.entries(queues).map(([name, items]) => ({
    id: `queue/${name}`,
    name,
    about: "Waits, the oldest first",
    length: inAll(items, lengths.queues[name]),
    rows: items.map((item) => waitingRow(name, item, documents)),
  }));
  const delivered = {
    id: "deliveries",
    name: "Delivered",
    about: "To a server of the caller, the newest first",
    length: deliveries.length < MOST_SHOWN ? deliveries.length : `the last ${MOST_SHOWN}`,
    rows: deliveries.map((delivery) => deliveryRow(delivery, documents)),
  };
  const written = Object.entries(journals).map(([name, entries]) => ({
    id: `journal/${name}`,
    name,
    about: "What came and was sent, the newest first",
    length: inAll(entries, lengths.journals[name]),
    rows: entries.map((entry, index) => entryRow(name, lengths.journals[name] - index, entry, documents)),
  }));
  const set = {
    id: SETTINGS,
    name: "Settings",
    about: "As they are now",
    length: Object.keys(documents).length,
    rows: Object.entries(documents).map(([name, document]) => documentRow(name, document)),
  };
  return [...waiting, delivered, ...written, set].filter(({ rows }) => rows.length > 0);
}

const inAll = (shown, all) => (shown.length < all ? `${shown.length} of ${all.toLocaleString("en")}` : all);

function showLists(wanted) {
  const place = byId("inbox-lists");
  const ids = new Set(wanted.map(({ id }) => id));
  for (const list of [...place.children]) if (!ids.has(list.id)) list.remove();
  wanted.forEach(({ id, name, about, length, rows }, index) => {
    const list = byId(id) ?? section(id, name, about);
    if (place.children[index] !== list) place.insertBefore(list, place.children[index] ?? null);
    list.querySelector(".length").textContent = length;
    fillRows(list.querySelector("ol"), rows);
  });
}

function section(id, name, about) {
  return make(
    "details",
    { class: "fold", id, "data-group": "", open: true },
    make("summary", {}, make("h3", {}, ...breakable(name)), make("span", { class: "about" }, about), make("span", { class: "length" })),
    make("ol", { class: "log", "aria-label": name }),
  );
}

function waitingRow(queue, { item, trigger, body }, documents) {
  const secrets = secretsIn(body, documents);
  const line = () => [make("span", { class: "number" }, item), what(trigger, body, secrets)];
  return wantedRow(`queue/${picked}/${queue}/${item}`, body, line, secrets, trigger, json);
}

function deliveryRow(delivery, documents) {
  const { number, at, url, item, trigger, body, status, answer, durationMs } = delivery;
  const secrets = secretsIn(body, documents);
  const time = new Date(at * 1000);
  const outcome = () => (status === null ? faultLabel("no answer") : statusLabel(status));
  const line = () => [
    make("time", { datetime: time.toISOString() }, time.toLocaleTimeString([], { hour12: false })),
    outcome(),
    what(trigger, body, secrets),
    make("span", { class: "took" }, inMilliseconds(durationMs)),
  ];
  const said = { headers: {}, body: answer, noBody: "No body" };
  return aside(
    wantedRow(`delivery/${picked}/${number}`, body, line, secrets, `${trigger} ${status ?? ""} ${answer}`, (content) => [
      message(`Delivered, ${item} in the queue`, [make("code", {}, make("b", {}, "POST"), ` ${masked(url, secrets)}`)], { headers: {}, body: content }, secrets),
      message("Answer", [outcome()], said, secrets),
    ]),
  );
}

function entryRow(journal, number, entry, documents) {
  const secrets = secretsIn(entry, documents);
  const line = () => [make("span", { class: "number" }, number), make("span", { class: "what" }, masked(wordsIn(leaves(entry)), secrets))];
  return aside(wantedRow(`journal/${picked}/${journal}/${number}`, entry, line, secrets, "", json));
}

function documentRow(name, document) {
  const secrets = secretsIn(document);
  const line = () => [make("span", { class: "name" }, ...breakable(name)), make("span", { class: "what soft" }, masked(wordsIn(leaves(document)), secrets))];
  return aside(wantedRow(`document/${picked}/${name}`, document, line, secrets, name, json));
}

/** A row for `fillRows`, which is found by all that it holds. */
function wantedRow(id, content, line, secrets, words, fill) {
  const text = masked(JSON.stringify(content), secrets);
  const makeRow = () => searchable(openable(id, line(), () => [...linkedFiles(content), ...fill(content, secrets)]), words, text);
  return { id, mark: text, make: makeRow };
}

/** Beside what waits, which alone is counted. */
const aside = (wanted) => ({
  ...wanted,
  make: () => {
    const row = wanted.make();
    row.dataset.aside = "";
    return row;
  },
});

const what = (trigger, body, secrets) =>
  make(
    "span",
    { class: "what" },
    make("span", { class: "name" }, ...breakable(trigger)),
    make("span", { class: "soft" }, summaryOf(trigger)),
    make("span", { class: "soft" }, masked(wordsIn(ownOf(trigger, body)), secrets)),
  );

const json = (value, secrets) => [
  make("div", { class: "message" }, make("pre", { tabindex: 0 }, masked(JSON.stringify(value, null, 2), secrets))),
];
