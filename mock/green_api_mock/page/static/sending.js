import { NoAnswerError, get } from "./control.js";

const LONGEST_SHOWN = 20_000;

/** Send a request to the mock and give what came: status, headers, text and milliseconds. */
export async function send({ method, path, headers, body }, signal) {
  const began = performance.now();
  try {
    const response = await fetch(path, { method, headers, body, signal, cache: "no-store", redirect: "manual" });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text,
      milliseconds: performance.now() - began,
    };
  } catch (error) {
    if (signal?.aborted) throw new Error("you stopped waiting", { cause: error });
    throw await explained(error);
  }
}

/** A browser does not tell a broken answer from no server. */
async function explained(error) {
  try {
    await get("health");
  } catch {
    return new NoAnswerError(error);
  }
  return new Error("the connection broke before a whole answer came", { cause: error });
}
