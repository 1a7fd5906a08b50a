/* Who signs out leaves nothing of theirs in this browser for whoever sits down next. What
   the library does not have yet is named first. */
import * as database from "../keeping/database.js";
import { refOf } from "../keeping/drafts.js";
import * as words from "../keeping/words.js";
import * as store from "../uploading/store.js";

const KEYS = { words: (row) => row.id, drafts: (row) => row.id, pieces: (row) => [row.id, row.number] };

export function attach(box) {
  const form = box.querySelector("form");
  const warning = box.querySelector('[data-part="warning"]');
  const isMine = (row) => row.who === box.dataset.who || row.who === "";
  let isSure = false;

  async function waiting() {
    if (navigator.onLine) await words.flush(box.dataset.who, form.elements.csrfmiddlewaretoken.value);
    const rows = [...await database.all("words"), ...await database.all("drafts"), ...await database.all("pieces")];
    return rows.filter(isMine).length + await store.count();
  }

  /** What another person kept here under their own account stays theirs. */
  async function forgetMine() {
    const others = new Set();
    for (const [name, keyOf] of Object.entries(KEYS)) {
      for (const row of await database.all(name)) {
        if (isMine(row)) await database.drop(name, keyOf(row));
        else if (name === "drafts") others.add(refOf(row));
      }
    }
    await database.drop("facts", "who");
    await store.forgetAllBut(others);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if (!isSure && await waiting() > 0) {
        isSure = true;
        warning.hidden = false;
        warning.focus();
        return;
      }
      await forgetMine();
    } catch { /* nothing can be kept here, so nothing is */ }
    form.submit();
  });
}
