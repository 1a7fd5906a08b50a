/* Keep saying "I am looking at this" while the page is open, and give it back on leaving;
   an act on this desk is no leaving: a decision ends it, and after all others one is here.
   With two tabs open, the one that stays takes it again at once.
   data-claim, data-release: addresses; data-token; data-lost: what to say when it is gone. */
const EVERY_MS = 60_000;
const SETTLED_MS = 500; // the other tab's farewell arrives first

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
    element.dataset.lostNow = ""; // who has it now, and what to do
    words.textContent = [state.words, element.dataset.lost].filter(Boolean).join(" ");
    clearInterval(timer);
  };
  const timer = setInterval(beat, EVERY_MS);
  document.addEventListener("visibilitychange", beat);
  const tabs = new BroadcastChannel(element.dataset.claim);
  tabs.addEventListener("message", () => setTimeout(beat, SETTLED_MS));
  const desk = element.dataset.claim.replace(/claim\/$/, "");
  let isActing = false;
  document.addEventListener("submit", (event) => {
    const way = event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action");
    isActing = !event.defaultPrevented
      && new URL(way ?? "", location.href).pathname.startsWith(desk);
  });
  addEventListener("pagehide", () => {
    if (isActing) return;
    navigator.sendBeacon(element.dataset.release, body());
    tabs.postMessage("left");
  });
  addEventListener("pageshow", () => {
    isActing = false;
    beat();
  });
}
