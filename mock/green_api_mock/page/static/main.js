import { button } from "./button.js";
import { NoAnswerError, forget, get } from "./control.js";
import { copyButton } from "./copy.js";
import { secretNames } from "./contract.js";
import { byId, make } from "./dom.js";
import { showFiles } from "./files.js";
import { showHealth } from "./health.js";
import { followInbox, showInbox } from "./inbox.js";
import { clearOrders, followOrders } from "./orders.js";
import { poll } from "./poll.js";
import { clear, follow, pause } from "./requests.js";
import { showScenarios } from "./scenarios.js";
import { search } from "./search.js";
import { keepSecret } from "./secrets.js";
import { followLinks, show } from "./views.js";

const POLL_MILLISECONDS = 1000;

let shownStart = null;
let shownRevision = null;
let isFirstLook = true;

async function look() {
  let health = null;
  try {
    health = await get("health");
    if (health.startedAt !== shownStart) begin(health);
    if (health.contract.revision !== shownRevision) await showContract(health.contract);
    const { startedAt, requests, orders, remembered, deliveries } = health;
    await Promise.all([
      follow(requests),
      followOrders(`${startedAt} ${orders}`),
      followInbox(`${startedAt} ${remembered} ${deliveries}`),
    ]);
    if (isFirstLook) followLinks();
    isFirstLook = false;
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    health = null;
  } finally {
    showHealth(health);
  }
}

/** Another mock took the place of the one before. */
function begin({ startedAt }) {
  clear(0);
  shownStart = startedAt;
  shownRevision = null;
}

async function showContract({ revision, title, version }) {
  const [contract, { scenarios }, { files }, { triggers }] = await Promise.all(["contract", "scenarios", "files", "triggers"].map(get));
  byId("title").replaceChildren(make("span", {}, "Mock of "), `${title} ${version}`);
  document.title = `${title} mock`;
  keepSecret(secretNames(contract));
  showScenarios(contract, scenarios);
  showFiles(files);
  showInbox(contract, triggers);
  search();
  shownRevision = revision;
}

async function startAfresh() {
  await forget("state");
  clear();
  return "Done";
}

show("scenarios");
byId("address").textContent = location.origin;
byId("address-copy").append(copyButton(() => location.origin, "the mock's address"));
byId("reset").append(button("Start afresh", "with nothing ordered and nothing remembered", startAfresh, ""));
byId("orders-clear").append(button("Take all back", "", clearOrders));
byId("search").addEventListener("input", search);
byId("clear").addEventListener("click", () => clear());
byId("pause").addEventListener("click", (event) => pause(event.currentTarget));
poll(POLL_MILLISECONDS, look);
