// One search over everything that is listed.

import { byId } from "./dom.js";

const texts = new WeakMap();
const openBefore = new Set();
let wanted = "";

/** Let a row be found by these words. What is not to be counted has `data-aside`. */
export function searchable(row, ...words) {
  texts.set(row, words.join(" ").toLowerCase());
  row.dataset.searchable = "";
  return row;
}

/** Show only what contains the words searched for. Call it after a list changed. */
export function search() {
  const typed = byId("search").value.trim().toLowerCase();
  if (typed !== wanted) switchOn(typed);
  for (const row of document.querySelectorAll("[data-searchable]")) row.hidden = !isWanted(row);
  for (const group of [...document.querySelectorAll("[data-group]")].reverse()) {
    group.hidden = !group.querySelector("[data-searchable]:not([hidden])");
    if (wanted && !group.hidden && group.tagName === "DETAILS") group.open = true;
  }
  for (const view of document.querySelectorAll("[data-view]")) count(view);
}

/** End the search if it hides this element. */
export function clearSearch(element) {
  if (!element.closest("[hidden]")) return;
  byId("search").value = "";
  search();
}

function switchOn(typed) {
  const groups = [...document.querySelectorAll("details[data-group]")];
  if (!wanted) for (const group of groups) if (group.open) openBefore.add(group);
  wanted = typed;
  if (wanted) return;
  for (const group of groups) group.open = openBefore.has(group);
  openBefore.clear();
}

function isWanted(row) {
  return wanted.split(/\s+/).every((word) => texts.get(row).includes(word));
}

function count(view) {
  const all = [...view.querySelectorAll("[data-searchable]")];
  const left = all.filter((row) => !row.hidden);
  const number = (rows) => rows.filter((row) => !("aside" in row.dataset)).length;
  for (const place of document.querySelectorAll(`[data-count="${view.id}"]`)) {
    place.textContent = wanted ? `${number(left)} of ${number(all)}` : `${number(all)}`;
  }
  const empty = view.querySelector("[data-empty]");
  empty.hidden = left.length > 0;
  empty.textContent = all.length ? "Nothing here contains that." : empty.dataset.empty;
}
