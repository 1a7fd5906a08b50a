/* Keys in the queue, besides those of keys.js: j/k and the arrows go from card to card,
   Enter opens (a link does), x chooses, Shift+x all between; then one letter shows what
   would happen with the chosen ones. Says how many are chosen. */
import { letterOf, lettersAreOff, TYPING } from "../letters.js";

const ONWARD = new Set(["j", "ArrowDown", "ArrowRight"]);
const BACK = new Set(["k", "ArrowUp", "ArrowLeft"]);

export function attach(form) {
  const cards = [...form.querySelectorAll(".queue-card")];
  const count = form.querySelector("[data-count]");
  const tell = () => {
    if (!count) return;
    const chosen = form.querySelectorAll("input[name=ref]:checked").length;
    count.hidden = !chosen;
    count.textContent = chosen ? `${count.dataset.words}: ${chosen}` : "";
  };
  form.addEventListener("change", tell);
  addEventListener("pageshow", tell);
  tell();

  const go = (step) => {
    const here = cards.indexOf(document.activeElement?.closest("li")?.querySelector(".queue-card"));
    const next = here === -1 ? (step > 0 ? 0 : cards.length - 1) : here + step;
    cards[Math.max(0, Math.min(next, cards.length - 1))]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const key = letterOf(event);
    const isArrow = key.startsWith("Arrow");
    if (!isArrow && lettersAreOff()) return;
    if (isArrow && !event.target.closest(".queue")) return;
    if (ONWARD.has(key)) go(1);
    else if (BACK.has(key)) go(-1);
    else if (key.toLowerCase() === "x" && !event.repeat) choose(event.shiftKey);
    else if (event.repeat || !together(key)) return;
    event.preventDefault();
  });

  let last = null;
  function choose(isRange) {
    const box = document.activeElement?.closest("[data-card]")?.querySelector("input[name=ref]");
    if (!box) return;
    const boxes = [...form.querySelectorAll("input[name=ref]:enabled")];
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (isRange && from >= 0) {
      for (const one of boxes.slice(from, to + 1)) one.checked = true;
      tell();
    } else box.click();
    last = box;
  }

  /** Go on with the chosen ones to what would happen; nothing without any. */
  function together(key) {
    const verb = form.querySelector(`option[data-letter="${CSS.escape(key)}"]`);
    if (!verb || !form.querySelector("input[name=ref]:checked")) return false;
    verb.selected = true;
    form.requestSubmit(form.querySelector(".queue-bar [type=submit]"));
    return true;
  }
}
