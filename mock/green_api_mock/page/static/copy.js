import { button } from "./button.js";
import { make } from "./dom.js";

/** A button that copies what `text` gives when it is pressed. */
export function copyButton(text, what, caption = "Copy") {
  return button(caption, what, async () => {
    await copy(text());
    return "Copied";
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain HTTP from another machine there is no clipboard object.
    if (!copyBySelection(text)) throw new Error("the browser does not allow it");
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
