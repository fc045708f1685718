// Everything shown is made here: text becomes text nodes, so no data can become markup.

/** An element. Attributes that are null or false are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A word of the contract as a person writes it. */
export const asWords = (word) => word.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** A word of the contract that may be broken where a person would break it. */
export const breakable = (word) => word.split(/(?=[A-Z])/).flatMap((part, index) => (index ? [make("wbr"), part] : [part]));
