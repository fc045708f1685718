// Everything shown is made here: text becomes text nodes, so no data can become markup.

/** An element. Attributes that are null or false are left out; `on…` is a listener. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A status code as a label; its group chooses the look. */
export function statusLabel(status) {
  return make("span", { class: "code", "data-group": String(status)[0] }, String(status));
}
