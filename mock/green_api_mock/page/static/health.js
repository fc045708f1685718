import { byId } from "./dom.js";

const STATES = {
  ok: "Ready",
  restarting: "Prism is being restarted. Requests get a 503 for a moment.",
  gone: "The mock does not answer. Is it still running?",
};

/** Show the mock's state. `health` is null when it could not be asked. */
export function showHealth(health) {
  const state = health?.status ?? "gone";
  const status = byId("status");
  if (status.dataset.state !== state) {
    status.dataset.state = state;
    status.textContent = STATES[state];
  }
  const error = health?.contract.error ?? null;
  const banner = byId("banner");
  const text = error && `The contract on disk is broken, so the last good one is served. ${error}`;
  if (banner.textContent !== (text ?? "")) banner.textContent = text ?? "";
  banner.hidden = !text;
}
