// The mock's own endpoints.

const CONTROL = "/_mock/";

/** The mock cannot be reached. */
export class NoAnswerError extends Error {
  constructor(cause) {
    super("the mock does not answer", { cause });
  }
}

/** What an endpoint says, as JSON; also when it says it with an error status. */
export async function get(endpoint) {
  return (await call(endpoint, { cache: "no-store" })).json();
}

/** Tell an endpoint something. It may refuse, in words. */
export async function post(endpoint, value, signal) {
  const headers = { "Content-Type": "application/json" };
  return (await accepted(endpoint, { method: "POST", headers, body: JSON.stringify(value), signal })).json();
}

/** Make an endpoint forget. */
export async function forget(endpoint) {
  await accepted(endpoint, { method: "DELETE" });
}

async function accepted(endpoint, options) {
  const response = await call(endpoint, options);
  if (!response.ok) throw new Error((await response.json()).error);
  return response;
}

async function call(endpoint, options) {
  try {
    return await fetch(CONTROL + endpoint, options);
  } catch (error) {
    if (options.signal?.aborted) throw new Error("you stopped waiting", { cause: error });
    throw new NoAnswerError(error);
  }
}
