// Keeps secrets off the screen. The page holds them only to send a request again.

const ALWAYS = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie"]);
// Shorter values would also blacken what is no secret.
const SHORTEST = 4;
const MASK = "***";

let names = new Set();

/** From now on the values of these names are secret. */
export function keepSecret(newNames) {
  names = newNames;
}

/** The secret values within some JSON values, longest first, so that none leaves a rest of another. */
export function secretsIn(...values) {
  const found = new Set();
  for (const value of values) collect(value, found);
  return [...found].sort((one, other) => other.length - one.length);
}

/** A text without these secrets. */
export function masked(text, secrets) {
  return secrets.reduce((left, secret) => left.replaceAll(secret, MASK), text);
}

/** Whether what has this name is secret. */
export const isSecret = (name) => names.has(name);

/** Whether a header is never to be shown. */
export const isSecretHeader = (name) => ALWAYS.has(name.toLowerCase()) || isSecret(name);

function collect(value, found, name = "") {
  if (value !== null && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) collect(child, found, Array.isArray(value) ? name : key);
  } else if (isSecret(name) && String(value).length >= SHORTEST) found.add(String(value));
}
