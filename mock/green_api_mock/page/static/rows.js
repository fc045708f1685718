// Rows that open: what a row opens to is made when it is opened for the first time.

import { make } from "./dom.js";

const opener = new WeakMap();

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

/** Whether a row is open. */
export const isOpen = (row) => row.querySelector("details").open;
