/* Show in the queue who looks at what now. data-live: where to ask. Nothing moves: what
   was decided meanwhile stays in its place and says so. */
const EVERY_MS = 20_000;

export function attach(form) {
  const cards = new Map(
    [...form.querySelectorAll("[data-card]")].map((card) => [card.dataset.card, card]),
  );
  const look = async () => {
    if (document.hidden || !cards.size) return;
    const url = `${form.dataset.live}?refs=${[...cards.keys()].join(",")}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const now = await answer.json();
    for (const [reference, card] of cards) show(card, now[reference]);
  };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => event.persisted && look());
}

function show(card, state) {
  card.classList.toggle("queue__one--gone", !state?.waiting);
  if (!state) {
    card.querySelector("input[name=ref]")?.setAttribute("disabled", "");
    return;
  }
  say(card.querySelector("[data-assigned]"), state.assigned);
  say(card.querySelector("[data-claim]"), state.waiting ? state.claim : state.label);
}

function say(place, words) {
  if (place && place.textContent.trim() !== words) place.textContent = words;
}
