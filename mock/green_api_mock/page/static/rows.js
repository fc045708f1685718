// Rows that open: what a row opens to is made when it is opened for the first time.

import { byId, make } from "./dom.js";

const opener = new WeakMap();
const marks = new WeakMap();

/**
 * A row of a list. `line` is what it always shows, `fill` makes the rest, and `actions` stand beside
 * the line of a closed row.
 */
export function openable(id, line, fill, actions = []) {
  const opened = make("div", { class: "opened" });
  const details = make("details", {}, make("summary", {}, ...line), opened);
  let isFilled = false;
  const open = () => {
    if (!isFilled) opened.append(...fill());
    isFilled = true;
    details.open = true;
  };
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    open();
    history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  });
  const quick = actions.length ? make("div", { class: "quick" }, ...actions) : null;
  const row = make("li", { id, class: "row" }, details, quick);
  opener.set(row, open);
  return row;
}

/** Open a row at once, and give what it opened to. */
export function open(row) {
  opener.get(row)?.();
  return row.querySelector(".opened");
}

const isOpen = (row) => row.querySelector("details").open;

/** Put a row in the place of one that is read, or has the focus. */
export function replaceRow(before, row) {
  const hadFocus = before.contains(document.activeElement);
  if (isOpen(before)) open(row);
  before.replaceWith(row);
  if (hadFocus) row.querySelector("summary").focus();
}

/**
 * Make a list show these rows, each with an `id`, a `mark` that changes with what it shows, and a way
 * to `make` it. A row that is as before is left alone: something may be open, or play, in it.
 */
export function fillRows(list, wanted) {
  const before = new Map([...list.children].map((row) => [row.id, row]));
  const ids = new Set(wanted.map(({ id }) => id));
  for (const [id, row] of before) if (!ids.has(id)) row.remove();
  wanted.forEach(({ id, mark, make: makeRow }, index) => {
    const at = list.children[index] ?? null;
    const old = before.get(id);
    if (old && marks.get(old) === mark) return old === at || list.insertBefore(old, at);
    const row = makeRow();
    marks.set(row, mark);
    if (old) replaceRow(old, row);
    else list.insertBefore(row, at);
    row.classList.toggle("new", before.size > 0);
  });
}

/** Fill a place anew. What was open in it stays open. */
export function keepingOpen(place, change) {
  const openBefore = [...place.querySelectorAll("details[open]")].map((details) => details.closest("[id]").id);
  change();
  for (const element of openBefore.map(byId)) {
    if (element?.matches("details")) element.open = true;
    else if (element) open(element);
  }
}

/** Whoever reads an opened row of a view is not to lose it to those that come above it. */
export function keepingPlace(view, change) {
  const pane = byId(view);
  const read = [...pane.querySelectorAll(".row")].find((row) => isOpen(row) && row.getBoundingClientRect().bottom > 0);
  const before = read?.getBoundingClientRect().top;
  change();
  if (!read?.isConnected) return;
  const moved = read.getBoundingClientRect().top - before;
  const scroller = pane.scrollHeight > pane.clientHeight ? pane : document.scrollingElement;
  scroller.scrollBy({ top: moved, behavior: "instant" });
}
