/* Keys by their Latin letter, and whether single letters are switched off here. */
const KEPT = "mistok-keys";
/** Where letters are written, so none of them is a key. */
export const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

/** Give the Latin letter of a key, also where the keyboard writes Cyrillic. */
export function letterOf(event) {
  const isForeign = event.key.length === 1 && event.key.charCodeAt(0) > 127;
  const code = /^Key([A-Z])$/.exec(event.code);
  if (isForeign && code) return event.shiftKey ? code[1] : code[1].toLowerCase();
  return event.key;
}

/** Say whether this person switched single letters off in this browser. */
export function lettersAreOff() {
  try {
    return localStorage.getItem(KEPT) === "off";
  } catch {
    return false;
  }
}

/** Remember it; a browser that keeps nothing has it for this page only. */
export function keepLetters(areOn) {
  try {
    localStorage.setItem(KEPT, areOn ? "on" : "off");
  } catch {
    // the choice holds for this page
  }
}
