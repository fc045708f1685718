// Which view is in front, and links into a view.

import { byId, make } from "./dom.js";
import { say } from "./notice.js";
import { open } from "./rows.js";
import { clearSearch } from "./search.js";

const FIRST = "scenarios";
const ALWAYS_BESIDE = "requests";

/** Show what the address names, and go on doing so. Call it when the lists are filled. */
export function followLinks() {
  addEventListener("hashchange", follow);
  // The same link twice changes no address, but means the same.
  document.addEventListener("click", (event) => {
    if (event.target.closest("a")?.hash && event.target.closest("a").hash === location.hash) follow();
  });
  follow();
}

/** Bring a view to the front. Where there is room, requests stand beside every other one. */
export function show(view) {
  document.body.dataset.front = view;
  if (view !== ALWAYS_BESIDE) document.body.dataset.left = view;
  for (const link of document.querySelectorAll("#views a")) {
    link.toggleAttribute("data-left", link.hash === `#${document.body.dataset.left}`);
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** A link to an element of a view, if it is there. */
export function linkTo(id, text) {
  return byId(id) ? make("a", { href: `#${encodeURIComponent(id)}` }, text) : text;
}

/** Bring an element into view, whatever hides it. */
export function reveal(element) {
  show(element.closest("[data-view]").id);
  clearSearch(element);
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  open(element);
  for (const before of document.querySelectorAll(".named")) before.classList.remove("named");
  element.classList.add("named");
  element.scrollIntoView({ block: "start" });
  element.querySelector("summary, a")?.focus({ preventScroll: true });
}

function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const element = name ? byId(name) : null;
  if (name && !element) say(`There is nothing called ${name} here.`, { failed: true });
  if (element?.matches("[data-view]")) show(name);
  else if (element?.closest("[data-view]")) reveal(element);
  else show(document.body.dataset.front ?? FIRST);
}
