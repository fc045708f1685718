import { byId, make } from "./dom.js";

const SHOWN_MILLISECONDS = 6000;

let timer;

/** Say what happened. What failed stays until it is dismissed, or the next thing is said. */
export function say(text, { failed = false } = {}) {
  clearTimeout(timer);
  const dismiss = make("button", { type: "button", "aria-label": "Dismiss" }, "×");
  dismiss.addEventListener("click", () => byId("notice").replaceChildren());
  const note = make("p", { "data-failed": failed }, make("span", {}, text), dismiss);
  byId("notice").replaceChildren(note);
  if (!failed) timer = setTimeout(() => note.remove(), SHOWN_MILLISECONDS);
}
