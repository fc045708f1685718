import { make } from "./dom.js";

/**
 * A button that shows what came of it in `result`. While that is awaited, the same button ends the
 * wait: some answers never come. `act` gets a signal for it and gives the elements to show.
 */
export function askButton(caption, what, waits, result, act) {
  const element = make("button", { type: "button", class: "main", "aria-label": `${caption} ${what}` }, caption);
  let waiting = null;
  const show = (text) => {
    element.textContent = text;
    element.setAttribute("aria-label", `${text} ${what}`);
  };
  element.addEventListener("click", async () => {
    if (waiting) return waiting.abort();
    waiting = new AbortController();
    show("Stop waiting");
    result.replaceChildren(make("p", { class: "soft" }, waits));
    try {
      result.replaceChildren(...(await act(waiting.signal)));
    } catch (error) {
      result.replaceChildren(make("p", { class: "failure" }, `Failed: ${error.message}.`));
    } finally {
      waiting = null;
      show(caption);
    }
  });
  return element;
}

/** Press the button of a form. */
export function askFrom(form) {
  const asker = form.querySelector("button.main");
  asker.focus();
  asker.click();
}

/** An input with its name. `set` gets what is typed. */
export function field(name, note, input, set) {
  input.addEventListener("input", () => set(input.value));
  return make("label", { class: "field" }, make("span", {}, name, " ", make("small", {}, note)), input);
}
