/* Keep what an editor writes: on the server a moment after each change, in this browser
   while the server cannot be reached. Nothing is put into the form by itself: what was kept
   is offered by the page. The form is read anew each time, so it does not matter which of
   its fields are written by an editor of rich text. */
import * as kept from "../keeping/words.js";

const PAUSE_MS = 2500;
const AGAIN_MS = 15_000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken"]);
const isTyped = (control) => control.matches("input:not([type=hidden], [type=file]), textarea")
  && (control.value !== control.defaultValue || control.checked !== control.defaultChecked);

export function attach(line) {
  const form = line.closest("form");
  const texts = line.dataset;
  const { url, who } = texts;
  let isLeaving = false;
  let timer = 0;

  const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
  const written = () => JSON.stringify(pairs());
  const say = (words) => { if (line.textContent !== words) line.textContent = words; };
  // What was shown first, or what the server has since. A page that came back with mistakes,
  // and a hand that was quicker than we, have words that no server has.
  const isOpen = texts.unsaved !== undefined || [...form.elements].some(isTyped);
  let known = isOpen ? "" : written();

  const keepHere = () => kept.keep({ id: url, ref: "", who, title: texts.title, fields: Object.fromEntries(pairs()), basis: "" });

  async function send(entries) {
    const token = form.elements.csrfmiddlewaretoken.value;
    const outcome = await kept.send(url, [...entries, ["csrfmiddlewaretoken", token]]);
    // A page to sign in is an answer too, but not ours.
    if (outcome.state === "saved" && !outcome.answer.saved) outcome.state = "lost";
    return outcome;
  }

  async function keep() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
    const now = written();
    if (isLeaving || now === known) return;
    clearTimeout(timer);
    const { state, answer } = await send(JSON.parse(now));
    if (state === "saved") {
      known = now;
      await kept.forget(url);
      if (!isLeaving) say(answer.saved);
      timer = setTimeout(keep, PAUSE_MS);
      return;
    }
    const isHere = await keepHere();
    say(isHere ? texts[state === "lost" ? "lost" : "away"] : texts.unkept);
    timer = setTimeout(keep, AGAIN_MS);
  }

  /** What this browser kept goes to the server, which offers it when the page opens anew. */
  async function bring() {
    const page = await kept.find(url, who);
    if (!page) return;
    const { state, answer } = await send([...Object.entries(page.fields), ["again", "1"]]);
    if (state === "saved") say(texts.found);
    if (state === "saved" || answer.is_known) await kept.forget(url);
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return; // a look: this page stays
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", (event) => {
    isLeaving = false;
    // Gone back to after saving: a form of its own from here on.
    if (event.persisted) form.elements.form_key.value = crypto.randomUUID().replaceAll("-", "");
  });
  window.addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && written() !== known) { keepHere(); keep(); }
  });
  window.addEventListener("pagehide", () => { if (!isLeaving && written() !== known) keepHere(); });

  bring().then(() => { timer = setTimeout(keep, PAUSE_MS); });
}
