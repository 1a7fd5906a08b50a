/* Keys of the desk: an element with data-key is clicked by that key; "?" shows them all.
   A <summary> opens its sheet and gives the focus to its first field. */
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

export function attach() {
  const help = document.getElementById("keys");
  const helper = document.querySelector("[data-keys-help]");
  if (helper && help) {
    helper.hidden = false;
    helper.addEventListener("click", () => help.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") closeSheets();
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
      return;
    }
    if (/^[1-9]$/.test(event.key) && chooseReason(Number(event.key))) {
      event.preventDefault();
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    const sheet = target.closest("details[open]");
    sheet?.querySelector("textarea, input:not([type=hidden]), button")?.focus();
  });
}

function closeSheets() {
  for (const sheet of document.querySelectorAll("details.act[open]")) {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  }
}

function chooseReason(number) {
  const radios = document.querySelectorAll("details.act[open] input[type=radio]");
  const radio = radios[number - 1];
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  return true;
}
