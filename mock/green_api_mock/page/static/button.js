import { make } from "./dom.js";
import { say } from "./notice.js";

const SHOWN_MILLISECONDS = 1500;

/**
 * A button that says how it went in its own caption.
 *
 * `what` completes the caption for those who cannot see the button's place; `act` does the work and
 * gives the word for its success. Whatever it throws is shown as the reason of the failure.
 */
export function button(caption, what, act, className = "small") {
  let timer;
  const said = make("span", { role: "status" }, caption);
  const element = make("button", { type: "button", class: className, "aria-label": `${caption} ${what}`.trim() }, said);
  const show = (text) => {
    said.textContent = text;
    element.setAttribute("aria-label", `${text} ${what}`.trim());
  };
  element.addEventListener("click", async () => {
    // Not `disabled`: that would take the focus away.
    if (element.getAttribute("aria-disabled") === "true") return;
    element.setAttribute("aria-disabled", "true");
    clearTimeout(timer);
    try {
      show(await act());
    } catch (error) {
      show("Failed");
      say(`${caption} failed: ${error.message}.`, { failed: true });
    } finally {
      element.removeAttribute("aria-disabled");
      timer = setTimeout(show, SHOWN_MILLISECONDS, caption);
    }
  });
  return element;
}
