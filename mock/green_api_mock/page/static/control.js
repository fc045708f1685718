// The mock's own endpoints.

const CONTROL = "/_mock/";

/** The mock cannot be reached. */
export class NoAnswerError extends Error {}

/** What an endpoint says, as JSON; also when it says it with an error status. */
export async function get(endpoint) {
  const response = await call(endpoint, { cache: "no-store" });
  return response.json();
}

/** Forget requests, orders and the progress of scenarios. */
export async function reset() {
  await call("state", { method: "DELETE" });
}

async function call(endpoint, options) {
  try {
    return await fetch(CONTROL + endpoint, options);
  } catch (error) {
    throw new NoAnswerError(endpoint, { cause: error });
  }
}
