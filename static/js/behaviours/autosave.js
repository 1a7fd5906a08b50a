/* Keep the words of a form on the server a few seconds after each change; files and
   consent go only with a press. Says when it saved, and when it could not. */
const PAUSE_MS = 2500;
const AGAIN_MS = 15000;
const LEFT_OUT = new Set(["files", "consent", "website"]);

export function attach(form) {
  const saved = form.querySelector('[data-part="saved"]');
  const rights = form.querySelector('[data-part="rights"]');
  let timer = 0;
  let isSaving = false;
  let isDirty = false;
  let isLeaving = false;
  let running = null;

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    if (isLeaving) return;
    if (isSaving) { later(PAUSE_MS); return; }
    isSaving = true;
    isDirty = false;
    running = new AbortController();
    const data = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (!LEFT_OUT.has(name)) data.append(name, value);
    }
    try {
      const response = await fetch(form.action, {
        method: "POST", body: data, headers: { Accept: "application/json" },
        signal: running.signal,
      });
      const answer = await response.json();
      if (response.status === 409) {
        saved.textContent = answer.sentence;
      } else if (response.ok) {
        saved.textContent = answer.note;
        if (rights) rights.textContent = answer.rights;
      } else {
        throw new Error(response.status);
      }
    } catch {
      if (isLeaving) return;
      saved.textContent = form.dataset.failed;
      isDirty = true;
      later(AGAIN_MS);
    } finally {
      isSaving = false;
    }
  }

  const changed = (event) => {
    if (LEFT_OUT.has(event.target.name)) return;
    isDirty = true;
    later(event.type === "change" && event.target.type === "radio" ? 200 : PAUSE_MS);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A press carries everything: nothing older may arrive after it.
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
    running?.abort();
  });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty) save();
  });
}
