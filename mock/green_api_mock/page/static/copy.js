import { make } from "./dom.js";

const SHOWN_MILLISECONDS = 1500;

/** A button that copies a text. `what` completes its caption for those who cannot see its place. */
export function copyButton(text, what, caption = "Copy") {
  let timer;
  const said = make("span", { role: "status" }, caption);
  const button = make("button", { type: "button", class: "small", "aria-label": `${caption} ${what}` }, said);
  button.addEventListener("click", async () => {
    const done = await copy(typeof text === "function" ? text() : text);
    said.textContent = done ? "Copied" : "Not copied";
    button.setAttribute("aria-label", `${said.textContent} ${what}`);
    clearTimeout(timer);
    timer = setTimeout(() => {
      said.textContent = caption;
      button.setAttribute("aria-label", `${caption} ${what}`);
    }, SHOWN_MILLISECONDS);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain HTTP from another machine there is no clipboard object.
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const area = make("textarea", { class: "visually-hidden", "aria-hidden": "true", readonly: true });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}
