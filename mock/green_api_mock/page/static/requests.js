import { get } from "./control.js";
import { byId, make, statusLabel } from "./dom.js";
import { rowId } from "./scenarios.js";

const ROWS = 100;
const LONGEST_BODY = 400;
const NEWS_MILLISECONDS = 5000;

const rows = new Map();
const waiting = new Set();
let last = 0;
let isPaused = false;
let unannounced = 0;
let announcedAt = 0;

/** Fetch what is new, given how many requests the mock has seen. */
export async function follow(total) {
  if (total < last) clear(0); // another mock has taken the place of the one before
  announce();
  if (isPaused || (total === last && waiting.size === 0)) return;
  // An answer that was still to come has to be asked for once more.
  const after = Math.max(Math.min(last, ...[...waiting].map((number) => number - 1)), total - ROWS);
  const { requests } = await get(`requests?after=${after}`);
  const came = new Set(requests.map((request) => request.number));
  for (const number of waiting) if (!came.has(number)) waiting.delete(number);
  for (const request of requests) show(request);
  last = Math.max(last, total);
  while (rows.size > ROWS) drop(rows.keys().next().value);
  tidy();
}

/** Empty the list; only requests after this number will be shown. */
export function clear(after = last) {
  for (const number of [...rows.keys()]) drop(number);
  waiting.clear();
  last = after;
  unannounced = 0;
  tidy();
}

/** Stop or go on. */
export function pause(button) {
  isPaused = !isPaused;
  button.setAttribute("aria-pressed", String(isPaused));
  tidy();
}

function show(request) {
  const before = rows.get(request.number);
  if (before && request.status === null) return;
  if (!before && request.number <= last) return;
  const row = item(request, !before);
  if (before) before.replaceWith(row);
  else {
    byId("request-rows").prepend(row);
    unannounced += 1;
  }
  rows.set(request.number, row);
  if (request.status === null) waiting.add(request.number);
  else waiting.delete(request.number);
}

function drop(number) {
  rows.get(number).remove();
  rows.delete(number);
  waiting.delete(number);
}

function item(request, isNew) {
  const at = new Date(request.at * 1000);
  const status = request.status === null ? make("span", { class: "code" }, "…") : statusLabel(request.status);
  return make(
    "li",
    { class: isNew ? "new" : null },
    make("time", { datetime: at.toISOString() }, at.toLocaleTimeString([], { hour12: false })),
    status,
    met(request),
    make("code", { class: "line" }, make("b", {}, request.method), ` ${request.maskedPath}`),
    request.body === null ? null : make("code", { class: "body" }, short(JSON.stringify(request.body))),
  );
}

function met(request) {
  if (request.scenario === null) {
    return make("span", { class: "met" }, request.answer?.name ?? (request.kind === "media" ? "a file" : "—"));
  }
  const name = make("a", { href: `#${encodeURIComponent(rowId(request.scenario))}` }, request.scenario);
  return make("span", { class: "met" }, name);
}

const short = (text) => (text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text);

function tidy() {
  byId("requests-empty").hidden = rows.size > 0;
  byId("request-rows").hidden = rows.size === 0;
  const count = rows.size === ROWS ? `the last ${ROWS}` : `${rows.size}`;
  byId("requests-count").textContent = isPaused ? `${count}, paused` : count;
}

/** A screen reader hears of new requests now and then, not of each. */
function announce() {
  if (unannounced === 0 || Date.now() - announcedAt < NEWS_MILLISECONDS) return;
  byId("requests-news").textContent =
    unannounced === 1 ? "1 new request" : `${unannounced} new requests`;
  unannounced = 0;
  announcedAt = Date.now();
}
