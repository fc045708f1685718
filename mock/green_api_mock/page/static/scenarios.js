// The scenarios, by operation and status, faults last: each can be read, sent, changed and ordered.

import { askFrom } from "./asking.js";
import { button } from "./button.js";
import { copyButton } from "./copy.js";
import { callerName, operationsOf } from "./contract.js";
import { asWords, breakable, byId, make } from "./dom.js";
import { FAULTS, orderChoice, orderForm, orderNext } from "./orders.js";
import { keepingOpen, open, openable } from "./rows.js";
import { searchable } from "./search.js";
import { FAULT, classLabel, inWords, statusLabel } from "./status.js";
import { tryout } from "./tryout.js";

// With more operations than these, the page begins with an overview of them.
const MOST_OPEN = 3;

/** The id of a scenario's row. */
export const scenarioId = (operation, name) => `scenario/${operation}/${name}`;

const outcomeOf = ({ status, fault }) => (fault ? FAULT : status);

/** Fill the list. */
export function showScenarios(contract, scenarios) {
  const operations = operationsOf(contract);
  const caller = callerName(contract);
  const groups = operations.map((operation) => {
    const own = scenarios
      .filter((scenario) => scenario.operation === operation.name)
      .toSorted((one, other) => Boolean(one.fault) - Boolean(other.fault));
    return operationGroup(operation, own, caller, operations.length <= MOST_OPEN);
  });
  keepingOpen(byId("operations"), () => byId("operations").replaceChildren(...groups));
}

function operationGroup(operation, scenarios, caller, isOpen) {
  const byOutcome = Map.groupBy(scenarios, outcomeOf);
  const rows = [...byOutcome].map(([outcome, members]) =>
    make(
      "li",
      { class: "group", "data-group": "" },
      make("div", { class: "group-name" }, statusLabel(outcome)),
      make("ul", { "aria-label": `${operation.name}, ${outcome || inWords(outcome)}` }, ...members.map((one) => scenarioRow(operation, one, caller))),
    ),
  );
  const names = new Set(scenarios.map(({ name }) => name));
  return make(
    "details",
    { class: "fold", id: `operation/${operation.name}`, "data-group": "", open: isOpen },
    make(
      "summary",
      {},
      make("h3", {}, ...breakable(operation.name)),
      make("span", { class: "about" }, operation.summary),
      make("span", { class: "classes" }, ...classes(scenarios)),
    ),
    make(
      "p",
      { class: "where" },
      make("code", {}, make("b", {}, operation.method), ` ${operation.template}`),
      operation.docs && make("a", { href: operation.docs, target: "_blank", rel: "noreferrer" }, "Documentation"),
    ),
    make("ul", {}, make("li", { class: "group" }, make("ul", {}, usualRow(operation, names, caller))), ...rows),
  );
}

/** How many scenarios there are of each class of statuses, and how many faults. */
function classes(scenarios) {
  const byClass = Map.groupBy(scenarios, (scenario) => String(outcomeOf(scenario))[0]);
  return [...byClass].flatMap(([first, members]) => [classLabel(first), ` ${members.length} `]);
}

/** The request that meets no scenario, and what else can be ordered. */
function usualRow(operation, names, caller) {
  const { select, choose } = orderChoice(operation, names);
  const what = `the usual request of ${operation.name}`;
  const form = () => tryout(operation, {}, what);
  const row = openable(
    scenarioId(operation.name, ""),
    [make("span", { class: "name" }, "Try it out"), make("span", { class: "about" }, "The contract's own example")],
    () => [
      form(),
      make("div", { class: "order" }, make("span", {}, "Or order ", select), orderForm(operation, caller, choose, `an answer of ${operation.name}`)),
    ],
    [quickSend(what, () => row)],
  );
  row.dataset.aside = "";
  return searchable(row, operation.name, operation.template, operation.summary, "try it out");
}

function scenarioRow(operation, scenario, caller) {
  const { name, status, fault, summary, when } = scenario;
  const order = { operation: operation.name, answer: name };
  const row = openable(
    scenarioId(operation.name, name),
    [make("span", { class: "name" }, ...breakable(name)), make("span", { class: "about" }, summary, ...tags(scenario))],
    () => [
      values(when),
      tryout(operation, when, name),
      make("div", { class: "order" }, "Or order this answer ", orderForm(operation, caller, () => ({ answer: name }), name, scenario)),
    ],
    [quickSend(name, () => row), button("Order", `${name} for the next request`, () => orderNext(order))],
  );
  return searchable(row, name, status, FAULTS[fault] ?? "", summary, operation.name, operation.template, ...Object.entries(when).flat());
}

function quickSend(what, row) {
  const element = make("button", { type: "button", class: "small", "aria-label": `Send ${what}` }, "Send");
  element.addEventListener("click", () => askFrom(open(row())));
  return element;
}

function tags({ times, delaySeconds, fault, file }) {
  const said = [
    FAULTS[fault],
    times === null ? null : times === 1 ? "once" : `${times} times`,
    delaySeconds ? `after ${delaySeconds} s` : null,
    file ? `file: ${asWords(file)}` : null,
  ].filter(Boolean);
  return said.flatMap((tag) => [" ", make("span", { class: "tag" }, tag)]);
}

/** What makes a request meet the scenario. */
function values(when) {
  const pairs = Object.entries(when).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return make("div", {}, make("dt", {}, name), make("dd", {}, make("code", {}, text), copyButton(() => text, `${name} ${text}`)));
  });
  return make("dl", { class: "values" }, ...pairs);
}
