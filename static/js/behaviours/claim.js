/* Keep saying "I am looking at this" while the page is open, and give it back on leaving.
   data-claim, data-release: addresses; data-token; data-lost: what to say when it is gone. */
const EVERY_MS = 60_000;

export function attach(element) {
  const words = element.querySelector("[data-words]");
  const body = () => {
    const form = new FormData();
    form.append("csrfmiddlewaretoken", element.dataset.token);
    return form;
  };
  const beat = async () => {
    if (document.hidden) return;
    const answer = await fetch(element.dataset.claim, {
      method: "POST", body: body(), headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!answer?.ok) return;
    const state = await answer.json();
    if (state.held) {
      if (state.words) words.textContent = state.words;
      return;
    }
    element.dataset.lostNow = "";
    words.textContent = element.dataset.lost;
    clearInterval(timer);
  };
  const timer = setInterval(beat, EVERY_MS);
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", () => navigator.sendBeacon(element.dataset.release, body()));
  addEventListener("pageshow", beat);
}
