// JSON values by their places, written with dots as the control API has them.

const LONGEST_WORD = 60;
// Ids and encoded bytes: long, with a digit, without a space. They tell a person nothing.
const OPAQUE = /^(?=.*\d)[\w+/=-]{16,}$/;

/** Every place that has a value in it, and the value. A list is one value, as is an empty object. */
export function leaves(value, above = "") {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [[above, value]];
  const members = Object.entries(value);
  if (members.length === 0) return [[above, value]];
  return members.flatMap(([name, child]) => leaves(child, above ? `${above}.${name}` : name));
}

/** The leaves of a value that another one does not have. */
export function differences(value, other) {
  const before = new Map(leaves(other).map(([place, leaf]) => [place, inText(leaf)]));
  return leaves(value).filter(([place, leaf]) => before.get(place) !== inText(leaf));
}

/** The texts among some leaves that a person would tell things apart by. */
export function wordsIn(some) {
  const texts = some.map(([, leaf]) => leaf).filter((leaf) => typeof leaf === "string" && leaf !== "");
  const telling = texts.filter((text) => text.length <= LONGEST_WORD && !OPAQUE.test(text) && !text.includes("://"));
  return [...new Set(telling)].join(" · ");
}

/** A value as it is typed: a text as it is, anything else as JSON. */
export const inText = (value) => (typeof value === "string" ? value : JSON.stringify(value));
