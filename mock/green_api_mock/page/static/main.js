import { NoAnswerError, get, reset } from "./control.js";
import { copyButton } from "./copy.js";
import { byId } from "./dom.js";
import { showFiles } from "./files.js";
import { showHealth } from "./health.js";
import { poll } from "./poll.js";
import { clear, follow, pause } from "./requests.js";
import { filter, showScenarios } from "./scenarios.js";
import { showTryout } from "./tryout.js";

const POLL_MILLISECONDS = 1000;

let shownRevision = null;

async function look() {
  let health = null;
  try {
    health = await get("health");
    if (health.contract.revision !== shownRevision) await showContract(health.contract);
    await follow(health.requests);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    health = null;
  } finally {
    showHealth(health);
  }
}

async function showContract({ revision, title, version }) {
  const [contract, { scenarios }, { files }, settings] = await Promise.all([
    get("contract"),
    get("scenarios"),
    get("files"),
    get("page/settings"),
  ]);
  byId("title").textContent = `${title} ${version}`;
  document.title = `${title} mock`;
  showScenarios(contract, scenarios);
  showFiles(files);
  showTryout(contract, settings);
  shownRevision = revision;
}

byId("address").textContent = location.origin;
byId("address-copy").append(copyButton(location.origin, "the mock's address"));
byId("filter").addEventListener("input", filter);
byId("clear").addEventListener("click", () => clear());
byId("pause").addEventListener("click", (event) => pause(event.currentTarget));
byId("reset").addEventListener("click", async () => {
  await reset().catch(() => {}); // the next look says that the mock is gone
  clear();
});
poll(POLL_MILLISECONDS, look);
