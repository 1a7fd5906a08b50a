/* Keys in a list of rows that are decided in their place, besides those of keys.js: j/k
   and the arrows go from row to row; the letter of an act does it with the row where one
   is. A <summary> opens its words and gives the focus to their first field. */
import { letterOf, lettersAreOff, TYPING } from "../letters.js";

const ONWARD = new Set(["j", "ArrowDown"]);
const BACK = new Set(["k", "ArrowUp"]);

export function attach(list) {
  const rows = [...list.querySelectorAll("[data-row]")];
  const here = () => rows.indexOf(document.activeElement?.closest("[data-row]"));
  const go = (step) => {
    const next = here() === -1 ? (step > 0 ? 0 : rows.length - 1) : here() + step;
    rows[Math.max(0, Math.min(next, rows.length - 1))]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const key = letterOf(event);
    const isArrow = key.startsWith("Arrow");
    if (isArrow ? here() === -1 : lettersAreOff()) return;
    if (ONWARD.has(key)) go(1);
    else if (BACK.has(key)) go(-1);
    else if (event.repeat || !press(rows[here()], key)) return;
    event.preventDefault();
  });
}

function press(row, key) {
  const act = row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!act) return false;
  act.click();
  if (act.matches("summary") && act.parentElement.open) {
    act.parentElement.querySelector("textarea, input:not([type=hidden])")?.focus();
  }
  return true;
}
