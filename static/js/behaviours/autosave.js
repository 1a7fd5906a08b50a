/* Keep the words of a form on the server a moment after each change, and in this browser
   until the server has them. Files and consent go only with a press. Two pages of one
   draft merge; where both wrote in one field, both texts are shown and nothing is lost. */
import * as kept from "../keeping/words.js";

const PAUSE_MS = 2500;
const QUICK_MS = 200;
const KEEP_MS = 250;
const AGAIN_MS = 15000;
const LEFT_OUT = new Set(["files", "consent", "signature", "signed_name", "website", "csrfmiddlewaretoken", "basis"]);
const isChoice = (control) => control.type === "radio" || control.type === "checkbox";

export function attach(form) {
  const texts = form.dataset;
  const saved = form.querySelector('[data-part="saved"]');
  const rights = form.querySelector('[data-part="rights"]');
  const holder = form.querySelector('[data-part="conflicts"]');
  const basis = form.elements.basis;
  const id = new URL(form.action).pathname;
  const who = texts.who ?? "";
  const dirty = new Set(); // what the server may not have
  let timer = 0;
  let keepTimer = 0;
  let isSaving = false;
  let isLeaving = false;
  let isClosed = false;
  let isHeard = true; // this browser keeps what is typed
  let running = null;

  const valueOf = (name) => new FormData(form).get(name) ?? "";
  const say = (words) => { if (saved.textContent !== words) saved.textContent = words; };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function keepHere() {
    clearTimeout(keepTimer);
    keepTimer = 0;
    if (dirty.size === 0 || isClosed) return;
    const fields = Object.fromEntries([...dirty].map((name) => [name, valueOf(name)]));
    if (form.elements.was_sent) fields.was_sent = "1";
    isHeard = await kept.keep({ id, ref: texts.ref ?? "", who, title: texts.title ?? document.title, fields, basis: basis?.value ?? "" });
  }

  async function save() {
    if (isLeaving || isClosed) return;
    if (isSaving) { later(PAUSE_MS); return; }
    isSaving = true;
    running = new AbortController();
    const sent = new Map();
    for (const [name, value] of new FormData(form)) {
      if (!["files", "consent", "website"].includes(name)) sent.set(name, value);
    }
    const asked = new Set(dirty);
    const { state, answer } = await kept.send(id, sent, running.signal);
    isSaving = false;
    if (isLeaving) return;
    if (state === "away") {
      await keepHere();
      say(isHeard ? texts.failed : texts.unkept);
      later(AGAIN_MS);
    } else if (state === "lost") {
      await keepHere();
      say(texts.lost ?? texts.failed);
    } else if (state === "closed") {
      say(answer.sentence ?? "");
      isClosed = true;
      if (answer.is_known) kept.forget(id);
    } else {
      take(answer, sent, asked);
    }
  }

  /** Take in what the server said: what is safe, what is newer, what has to be chosen. */
  function take(answer, sent, asked) {
    const open = new Set(Object.keys({ ...answer.errors, ...answer.conflicts }));
    if (basis && answer.basis) basis.value = kept.join(basis.value, answer.basis);
    for (const name of asked) {
      if (!open.has(name) && valueOf(name) === (sent.get(name) ?? "")) dirty.delete(name);
    }
    for (const [name, value] of Object.entries(answer.newer ?? {})) {
      if (valueOf(name) === (sent.get(name) ?? "")) put(name, value);
    }
    if (rights && answer.rights !== undefined) rights.textContent = answer.rights;
    showErrors(answer.errors ?? {});
    if (holder && answer.html !== undefined) showConflicts(answer.html);
    say(answer.note ?? "");
    if (dirty.size === 0) kept.forget(id); else keepHere();
  }

  function put(name, value) {
    const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    for (const control of controls) {
      if (isChoice(control)) control.checked = control.value === String(value ?? "");
      else control.value = value ?? "";
    }
    controls[0]?.dispatchEvent(new CustomEvent("put", { bubbles: true }));
  }

  function showErrors(errors) {
    for (const old of form.querySelectorAll("[data-autosave-error]")) {
      old.closest(".field")?.classList.remove("field--wrong");
      old.remove();
    }
    for (const [name, sentence] of Object.entries(errors)) {
      const control = form.querySelector(`[name="${CSS.escape(name)}"]`);
      const field = control?.closest(".field");
      if (!field || field.querySelector(".field__error:not([data-autosave-error])")) continue;
      const line = document.createElement("p");
      line.className = "field__error";
      line.dataset.autosaveError = "";
      line.textContent = sentence;
      field.querySelector(".field__control")?.before(line);
      field.classList.add("field--wrong");
    }
  }

  function showConflicts(html) {
    const shown = [...holder.querySelectorAll("[data-conflict]")].map((one) => one.dataset.digest).join();
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const asked = [...fresh.querySelectorAll("[data-conflict]")].map((one) => one.dataset.digest).join();
    if (shown === asked) return; // read out once
    holder.replaceChildren(...fresh.childNodes);
  }

  // A choice between two texts: "mine" stays, "theirs" comes into the field.
  holder?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-conflict] button");
    if (!button) return;
    const one = button.closest("[data-conflict]");
    event.preventDefault();
    for (const pair of one.dataset.digest.split(" ")) basis.value = kept.join(basis.value, pair);
    if (button.value === "theirs") {
      for (const [name, value] of Object.entries(JSON.parse(one.dataset.theirs))) {
        put(name, value);
        dirty.delete(name);
      }
    }
    const first = form.querySelector(`[name="${CSS.escape(one.dataset.conflict)}"]:not([type="hidden"])`);
    one.remove();
    if (!holder.querySelector("[data-conflict]")) holder.replaceChildren();
    first?.focus();
    later(QUICK_MS);
  });

  const changed = (event) => {
    const { name } = event.target;
    if (!name || LEFT_OUT.has(name)) return;
    dirty.add(name);
    keepTimer ||= setTimeout(keepHere, KEEP_MS); // also while somebody types on and on
    later(event.type === "change" && isChoice(event.target) ? QUICK_MS : PAUSE_MS);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A press carries everything: nothing older may arrive after it.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keepHere();
    if (!navigator.onLine) { // the press would end on a page that says so and no more
      event.preventDefault();
      say(texts.failed);
      saved.scrollIntoView({ block: "nearest" });
      return;
    }
    isLeaving = true;
    clearTimeout(timer);
    running?.abort();
  });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  window.addEventListener("online", () => { if (dirty.size > 0) save(); else sendOthers(); });
  window.addEventListener("offline", () => { if (dirty.size > 0) keepHere().then(() => say(texts.failed)); });
  window.addEventListener("pagehide", keepHere);
  window.addEventListener("beforeunload", (event) => {
    if (dirty.size > 0 && !isHeard && !isLeaving) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || dirty.size === 0) return;
    keepHere();
    save();
  });

  // Other steps of this draft may have kept something when the connection broke.
  const sendOthers = () => kept.flush(who, form.elements.csrfmiddlewaretoken.value, {
    only: (page) => page.id !== id && page.ref === (texts.ref ?? ""),
  });

  /** Put back what this browser kept of this very page. */
  async function restore() {
    const page = await kept.find(id, who);
    if (!page) return;
    const missing = new Set();
    for (const [name, value] of Object.entries(page.fields)) {
      if (name === "was_sent" || dirty.has(name) || !form.querySelector(`[name="${CSS.escape(name)}"]`)) continue;
      if (valueOf(name) === value) continue; // the press arrived: the page came with these words
      put(name, value);
      dirty.add(name);
      missing.add(name);
    }
    if (missing.size === 0) {
      if (dirty.size === 0) await kept.forget(id);
      return;
    }
    if (basis) {
      const old = page.basis.split(/\s+/).filter((pair) => missing.has(pair.split(":")[0])).join(" ");
      basis.value = kept.join(basis.value, old);
    }
    later(0);
  }

  // A quick hand typed before we were here.
  const isTyped = (control) => {
    if (isChoice(control)) return control.checked !== control.defaultChecked;
    if (control.options) return [...control.options].some((one) => one.selected !== one.defaultSelected);
    return control.matches("input:not([type=hidden], [type=file]), textarea") && control.value !== control.defaultValue;
  };
  for (const control of form.elements) {
    if (control.name && !LEFT_OUT.has(control.name) && isTyped(control)) dirty.add(control.name);
  }
  if (dirty.size > 0) later(QUICK_MS);
  restore().then(sendOthers);
}
