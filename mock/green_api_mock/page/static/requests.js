// The requests that arrived, newest first, followed as they come.

import { get } from "./control.js";
import { byId } from "./dom.js";
import { requestRow } from "./request.js";
import { keepingPlace, replaceRow } from "./rows.js";
import { search } from "./search.js";

const ROWS = 100;
const NEWS_MILLISECONDS = 5000;

const rows = new Map();
const waiting = new Set();
let last = 0;
let isPaused = false;
let unannounced = 0;
let announcedAt = 0;

/** Fetch what is new, given how many requests the mock has seen. */
export async function follow(total) {
  announce();
  if (isPaused || (total === last && waiting.size === 0)) return;
  // An answer that was still to come has to be asked for once more.
  const after = Math.max(Math.min(last, ...[...waiting].map((number) => number - 1)), total - ROWS);
  const { requests } = await get(`requests?after=${after}`);
  const came = new Set(requests.map((request) => request.number));
  for (const number of waiting) if (!came.has(number)) waiting.delete(number);
  keepingPlace("requests", () => requests.forEach(show));
  last = Math.max(last, total);
  while (rows.size > ROWS) drop(rows.keys().next().value);
  search();
}

/** Empty the list; only requests after this number will be shown. */
export function clear(after = last) {
  for (const number of [...rows.keys()]) drop(number);
  waiting.clear();
  last = after;
  unannounced = 0;
  search();
}

/** Stop or go on. */
export function pause(button) {
  isPaused = !isPaused;
  button.setAttribute("aria-pressed", String(isPaused));
}

function show(request) {
  const before = rows.get(request.number);
  if (before && !isAnswered(request)) return;
  if (!before && request.number <= last) return;
  const row = requestRow(request);
  if (before) replaceRow(before, row);
  else {
    row.classList.add("new");
    byId("request-rows").prepend(row);
    unannounced += 1;
  }
  rows.set(request.number, row);
  if (isAnswered(request)) waiting.delete(request.number);
  else waiting.add(request.number);
}

const isAnswered = ({ status, answer }) => status !== null || answer?.fault;

function drop(number) {
  rows.get(number).remove();
  rows.delete(number);
  waiting.delete(number);
}

/** A screen reader hears of new requests now and then, not of each. */
function announce() {
  if (unannounced === 0 || Date.now() - announcedAt < NEWS_MILLISECONDS) return;
  byId("requests-news").textContent = unannounced === 1 ? "1 new request" : `${unannounced} new requests`;
  unannounced = 0;
  announcedAt = Date.now();
}
