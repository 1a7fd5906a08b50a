/* Keys of the desk: an element with data-key is clicked by that key; "?" shows them all.
   A <summary> opens its sheet and gives the focus to its first field. Numbers choose in
   the open sheet, or in the only one of the page (data-alone); Ctrl+Enter sends it. Single
   letters can be switched off (kept in this browser), and none works while one is typing.
   What is pressed twice is sent once. */
import { keepLetters, letterOf, lettersAreOff, TYPING } from "../letters.js";

const ONE_PRESS_MS = 8_000;
let sentAt = 0;

export function attach() {
  const help = document.getElementById("keys");
  const helper = document.querySelector("[data-keys-help]");
  if (helper && help) {
    helper.hidden = false;
    helper.addEventListener("click", () => help.showModal());
  }
  const letters = help?.querySelector("[data-keys-letters]");
  if (letters) {
    letters.closest("[hidden]")?.removeAttribute("hidden");
    letters.checked = !lettersAreOff();
    const show = () => document.body.classList.toggle("keys-off", !letters.checked);
    show();
    letters.addEventListener("change", () => {
      keepLetters(letters.checked);
      show();
    });
  }
  for (const ready of document.querySelectorAll("[data-choice][data-words]")) {
    ready.addEventListener("click", (event) => {
      event.preventDefault();
      insert(ready.closest("form").querySelector("textarea"), ready.dataset.words);
    });
    ready.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      ready.click();
    });
  }
  const areOff = () => (letters ? !letters.checked : lettersAreOff());

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form[data-sheet]") ?? alone();
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-main]") ?? undefined);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") closeSheets();
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    if (areOff()) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
      return;
    }
    if (/^[0-9]$/.test(event.key) && choose(Number(event.key))) {
      event.preventDefault();
      return;
    }
    press(letterOf(event), event);
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.getAttribute("method") === "dialog") return;
    if (Date.now() - sentAt < ONE_PRESS_MS) event.preventDefault();
    else sentAt = Date.now();
  });
  addEventListener("pageshow", () => { sentAt = 0; });
  document.body.dataset.keys = "";
}

function press(key, event) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (one) => one.checkVisibility?.() ?? true,
  );
  if (!target) return;
  event.preventDefault();
  if (target.matches("select, textarea, input:not([type=checkbox], [type=radio])")) {
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    target.setSelectionRange?.(target.value.length, target.value.length);
    return;
  }
  target.click();
  const sheet = target.closest("details.act[open]");
  sheet?.querySelector("[data-choice], textarea, input:not([type=hidden]), button")?.focus();
}

function closeSheets() {
  for (const sheet of document.querySelectorAll("details.act[open]")) {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  }
}

/** Give the form that is the whole page: its keys need no sheet to be opened. */
function alone() {
  return document.querySelector("form[data-alone]");
}

/** Choose by number in the open sheet: a reason, or words that are ready. */
function choose(number) {
  const sheet = document.querySelector("details.act[open]") ?? alone();
  if (number === 0) {
    sheet?.querySelector("textarea")?.focus();
    return Boolean(sheet);
  }
  const one = sheet?.querySelectorAll("input[type=radio], [data-choice]")[number - 1];
  if (!one) return false;
  if (one.matches("input")) {
    one.checked = true;
    one.focus();
  } else {
    one.click();
  }
  return true;
}

/** Put ready words into a field; what was typed there stays above them. */
function insert(field, words) {
  const typed = field.value.trimEnd();
  field.value = typed ? `${typed}\n\n${words}` : words;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}
