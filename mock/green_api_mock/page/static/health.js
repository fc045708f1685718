import { byId } from "./dom.js";

const STATES = {
  ok: "Ready",
  restarting: "Prism is being restarted. Requests get a 503 for a moment.",
  gone: "Gone",
};
const GONE =
  "The mock does not answer. What you see is from before, and nothing can be sent or ordered. " +
  "Start it again with green-api-mock at this address, and the page goes on by itself.";

/** Show the mock's state. `health` is null when it could not be asked. */
export function showHealth(health) {
  const state = health?.status ?? "gone";
  const status = byId("status");
  document.body.dataset.state = state;
  if (status.textContent !== STATES[state]) status.textContent = STATES[state];
  warn(health ? contractWarning(health.contract.error) : GONE);
}

const contractWarning = (error) =>
  error && `The contract on disk is broken, so the last good one is served. ${error}`;

function warn(text) {
  const banner = byId("banner");
  // Changed only when it says something new, as it is read aloud then.
  if (banner.textContent !== (text ?? "")) banner.textContent = text ?? "";
  banner.hidden = !text;
}
