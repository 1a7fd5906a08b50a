/* The page that opens without a connection: every letter and every file goes into this
   browser at once, and to the library when the connection is back. */
import * as database from "../keeping/database.js";
import * as drafts from "../keeping/drafts.js";
import * as store from "../uploading/store.js";

const KEEP_MS = 200;
const WORDS = ["title", "story", "date_said", "place_said", "people_said"];

export function attach(form) {
  const texts = form.dataset;
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const section = document.querySelector('[data-behaviour~="kept"]');
  let row = null;
  let timer = 0;
  let isKept = true;
  let isWaiting = false;

  const say = (words) => { part("saved").textContent = words; };
  const hasWords = () => WORDS.some((name) => form.elements[name].value.trim() !== "");

  const begin = async () => {
    const key = drafts.newKey();
    row = { id: key, key, who: await drafts.lastWho(), kind: "photos", fields: {}, language: document.documentElement.lang, at: Date.now(), isOpen: true };
  };

  async function keep() {
    clearTimeout(timer);
    timer = 0;
    const fields = Object.fromEntries(WORDS.map((name) => [name, form.elements[name].value]));
    const kind = new FormData(form).get("kind") ?? row.kind;
    const kept = await database.change("drafts", row.id, (known) => ({ ...row, ...known, fields, kind }));
    isKept = kept !== undefined;
    if (kept) row = kept;
    say(isKept ? texts.kept.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })) : texts.unkept);
  }

  async function showFiles() {
    const list = part("files");
    const files = await drafts.filesOf(row);
    list.replaceChildren(...files.map((saved) => {
      const line = part("file").content.firstElementChild.cloneNode(true);
      line.querySelector("bdi").textContent = saved.file.name;
      const button = line.querySelector("button");
      button.querySelector(".visually-hidden").textContent = ` ${saved.file.name}`;
      button.addEventListener("click", async () => {
        await store.forget(saved.id);
        await showFiles();
        form.elements.files.focus();
      });
      const picture = line.querySelector("img");
      if (saved.file.type.startsWith("image/")) {
        picture.addEventListener("load", () => {
          picture.width = picture.naturalWidth;
          picture.height = picture.naturalHeight;
          picture.hidden = false;
          URL.revokeObjectURL(picture.src);
        });
        picture.src = URL.createObjectURL(saved.file);
      }
      return line;
    }));
    part("count").textContent = files.length ? texts.count.replace("{files}", files.length) : "";
    return files.length;
  }

  async function take(files) {
    const unkept = [];
    for (const file of files) {
      const id = drafts.newKey().slice(0, 24);
      if (!await store.keep({ id, ref: drafts.refOf(row), file, url: null })) unkept.push(file.name);
    }
    navigator.storage?.persist?.(); // asks the browser not to tidy this away
    await keep();
    await showFiles();
    if (unkept.length) say(texts.full.replace("{names}", unkept.join(", ")));
  }

  async function takeChosen() {
    const files = [...form.elements.files.files];
    form.elements.files.value = "";
    await ready;
    if (files.length) await take(files);
  }

  async function restore() {
    const who = await drafts.lastWho();
    const open = (await drafts.all()).filter((one) => one.isOpen && one.who === who).at(-1);
    if (open) row = open; else await begin();
    const wanted = new URLSearchParams(location.search).get("kind");
    for (const name of WORDS) form.elements[name].value ||= row.fields[name] ?? "";
    for (const radio of form.querySelectorAll('[name="kind"]')) radio.checked = radio.value === (open ? row.kind : wanted ?? row.kind);
    if (!form.querySelector('[name="kind"]:checked')) form.querySelector('[name="kind"]').checked = true;
    await showFiles();
    if (hasWords()) await keep();
  }

  const changed = (event) => {
    if (event.target.name === "files") return;
    timer ||= setTimeout(async () => { await ready; await keep(); }, KEEP_MS); // also while somebody types on and on
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.elements.files.addEventListener("change", async () => {
    await takeChosen();
  });
  form.addEventListener("take", async (event) => {
    event.preventDefault(); // says that it is taken
    await ready;
    if (!form.querySelector('[name="kind"][value="photos"]:checked') || (await drafts.filesOf(row)).length > 0) {
      await take(event.detail);
      return;
    }
    form.querySelector('[name="kind"][value="audio"]').checked = true; // nothing but a voice so far
    await take(event.detail);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await keep();
    const count = await showFiles();
    if (!hasWords() && count === 0) {
      say(texts.empty);
      form.elements.title.focus();
      return;
    }
    if (!isKept) return;
    isWaiting = true;
    await database.change("drafts", row.id, (known) => ({ ...known, isOpen: false }));
    const sent = { ...row, isOpen: false, isWaitedFor: navigator.onLine };
    form.reset();
    await begin();
    await showFiles();
    say(navigator.onLine ? texts.sending : texts.done);
    isWaiting = false;
    section.dispatchEvent(new CustomEvent("kept", { detail: navigator.onLine ? sent : null }));
    section.hidden = false;
    section.querySelector('[data-part="heading"]').focus();
  });

  window.addEventListener("pagehide", () => { if (row && hasWords()) keep(); });
  window.addEventListener("beforeunload", (event) => {
    if (!isKept && !isWaiting && hasWords()) event.preventDefault();
  });
  const tell = () => { part("state").textContent = navigator.onLine ? texts.online : texts.offline; };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
  form.hidden = false;
  const ready = restore();
  takeChosen(); // what a quick hand chose before this script came
}
