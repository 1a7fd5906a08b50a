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

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    if (isSaving) return later(PAUSE_MS);
    isSaving = true;
    isDirty = false;
    const data = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (!LEFT_OUT.has(name)) data.append(name, value);
    }
    try {
      const response = await fetch(form.action, {
        method: "POST", body: data, headers: { Accept: "application/json" },
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
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty) save();
  });
}
