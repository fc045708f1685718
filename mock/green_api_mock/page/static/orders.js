// Answers ordered for the next requests: the form that orders one, and the list of those that wait.

import { button } from "./button.js";
import { forget, get, post } from "./control.js";
import { byId, make } from "./dom.js";

const MOST_SHOWN = 5;
/** What can go wrong with any answer, in words. */
export const FAULTS = {
  connectionReset: "connection reset",
  cutBody: "body cut",
  garbage: "garbage instead of HTTP",
  silence: "no answer at all",
};

let shownMark = null;

/** Show what waits, if it changed since. The mark is another one then. */
export async function followOrders(mark) {
  if (mark === shownMark) return;
  await showOrders();
  shownMark = mark;
}

async function showOrders() {
  const { answers } = await get("answers");
  byId("orders").hidden = answers.length === 0;
  byId("order-rows").replaceChildren(...answers.slice(0, MOST_SHOWN).map(waiting));
  const more = answers.length - MOST_SHOWN;
  byId("orders-more").textContent = more > 0 ? `and ${more.toLocaleString("en")} more` : "";
}

/** Order an answer for the next request of an operation. */
export async function orderNext(order) {
  await post("answers", order);
  await showOrders();
  return "Ordered";
}

/** The form that orders an answer for more than the next request. `choose` gives what is ordered. */
export function orderForm(operation, caller, choose, what, { times: usual, delaySeconds } = {}) {
  const times = make("input", { type: "number", min: 1, max: 1_000_000, value: usual ?? 1 });
  const delay = make("input", { type: "number", min: 0, max: 600, step: "any", value: delaySeconds ?? 0 });
  const instance = make("input", { type: "text", placeholder: "any", inputmode: "numeric", autocomplete: "off" });
  const order = () => ({
    ...choose(),
    operation: operation.name,
    times: times.valueAsNumber,
    delaySeconds: delay.valueAsNumber,
    ...(instance.value.trim() ? { [caller]: instance.value.trim() } : {}),
  });
  return make(
    "div",
    { class: "order-form" },
    make("label", {}, "for the next ", times, " requests"),
    caller && make("label", {}, `of ${caller} `, instance),
    make("label", {}, "after ", delay, " s"),
    button("Order", what, () => orderNext(order())),
  );
}

/** Everything that can be ordered for an operation beside its scenarios, as a choice. */
export function orderChoice(operation, scenarioNames) {
  const named = operation.answers.filter(({ name }) => !scenarioNames.has(name));
  const options = [
    ...named.map(({ status, name }) => [{ answer: name }, name === status ? status : `${status} ${name}`]),
    ...["503", "504", "520"].map((status) => [{ status: Number(status) }, `${status}, in no contract`]),
    ...Object.entries(FAULTS).map(([fault, words]) => [{ fault }, words]),
  ];
  const select = make("select", { "aria-label": `Answer of ${operation.name}` }, ...options.map(([, words]) => make("option", {}, words)));
  return { select, choose: () => options[select.selectedIndex][0] };
}

/** Take back everything that was ordered. */
export async function clearOrders() {
  await forget("answers");
  await showOrders();
  return "All taken back";
}

async function takeBack(id) {
  await forget(`answers?id=${id}`);
  await showOrders();
  return "Taken back";
}

function waiting({ id, answer, operation, times, delaySeconds, fault, ...rest }) {
  const whose = Object.entries(rest).filter(([, value]) => value !== null);
  const title = FAULTS[fault] ?? answer;
  const conditions = [
    times === 1 ? "once" : `${times.toLocaleString("en")} times`,
    ...whose.map(([name, value]) => `${name} ${value}`),
    delaySeconds ? `after ${delaySeconds} s` : null,
  ].filter(Boolean);
  return make(
    "li",
    {},
    make("strong", {}, operation ?? "any operation"),
    " gets ",
    make("strong", {}, title),
    make("span", { class: "soft" }, ` ${conditions.join(", ")} `),
    button("Take back", title, () => takeBack(id)),
  );
}
