import { copyButton } from "./copy.js";
import { curlOf, requestOf } from "./contract.js";
import { byId, make, statusLabel } from "./dom.js";

const LONGEST_SHOWN = 4000;

/** Fill the table. */
export function showScenarios(contract, scenarios) {
  byId("scenario-rows").replaceChildren(...scenarios.map((scenario) => row(contract, scenario)));
  filter();
}

/** The id of a scenario's row. */
export const rowId = (name) => `scenario-${name}`;

/** Show only rows that contain what is typed. */
export function filter() {
  const wanted = byId("filter").value.trim().toLowerCase();
  const rows = [...byId("scenario-rows").rows];
  for (const row of rows) row.hidden = !row.dataset.text.includes(wanted);
  const left = rows.filter((row) => !row.hidden).length;
  byId("scenarios-count").textContent = wanted ? `${left} of ${rows.length}` : `${rows.length}`;
  const empty = byId("scenarios-empty");
  empty.hidden = left > 0;
  empty.textContent = rows.length
    ? "No scenario contains that."
    : "The contract declares no scenario: an example gets one with x-mock and when.";
}

function row(contract, scenario) {
  const request = requestOf(contract, scenario);
  const values = Object.entries(scenario.when);
  const curl = curlOf(request, location.origin);
  const result = make("div", { class: "result", role: "status" });
  const send = make("button", { type: "button", class: "small", "aria-label": `Send ${scenario.name}` }, "Send");
  send.addEventListener("click", () => sendNow(request, send, result));
  const text = [scenario.name, scenario.status, scenario.summary, ...values.flat()].join(" ");
  return make(
    "tr",
    { role: "row", id: rowId(scenario.name), tabindex: -1, "data-text": text.toLowerCase() },
    make("td", { role: "cell" }, statusLabel(scenario.status)),
    make(
      "td",
      { role: "cell" },
      make("strong", { class: "name" }, scenario.name),
      make("p", {}, scenario.summary),
      conditions(scenario),
      make("div", { class: "actions" }, send, copyButton(curl, `of ${scenario.name}`, "Copy curl")),
    ),
    make(
      "td",
      { role: "cell" },
      valueList(values),
      make("details", {}, make("summary", {}, "curl"), make("pre", { tabindex: 0 }, curl)),
      result,
    ),
  );
}

function conditions(scenario) {
  const said = [];
  if (scenario.times !== null) said.push(scenario.times === 1 ? "once" : `${scenario.times} times`);
  if (scenario.delaySeconds) said.push(`after ${scenario.delaySeconds} s`);
  if (scenario.file) said.push(`file: ${inWords(scenario.file)}`);
  return said.length ? make("p", { class: "tags" }, ...said.map((tag) => make("span", {}, tag))) : null;
}

/** A word of the contract as a person writes it. */
export const inWords = (word) => word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function valueList(values) {
  const pairs = values.map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return make(
      "div",
      {},
      make("dt", {}, name),
      make("dd", {}, make("code", {}, text), copyButton(text, `${name} ${text}`)),
    );
  });
  return make("dl", {}, ...pairs);
}

async function sendNow(request, button, result) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  result.replaceChildren("Waiting for the answer…");
  try {
    const headers = request.type ? { "Content-Type": request.type } : {};
    const { method, path, body } = request;
    const response = await fetch(path, { method, headers, body, cache: "no-store" });
    const text = await response.text();
    const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
    result.replaceChildren(
      statusLabel(response.status),
      shown ? make("pre", { tabindex: 0 }, shown) : " without a body",
    );
  } catch {
    result.replaceChildren("No answer came. Is the mock still running?");
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
