/* The field "where": places by name while it is typed, and the map once it is opened. */
const PAUSE_MS = 300;

export function attach(room) {
  const input = room.querySelector("[data-part=said] input");
  const list = room.querySelector("[data-part=found]");
  const form = room.closest("form");
  let timer = 0;
  let asked = "";
  let map; // once it is drawn
  let chosen; // the point of the place that was picked

  const choose = (place) => {
    input.value = place.name;
    list.replaceChildren();
    const sentence = document.createElement("p");
    sentence.textContent = place.label;
    list.append(sentence);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
    chosen = place.point;
    if (chosen) map?.show(chosen);
  };

  const ask = async () => {
    const words = input.value.trim();
    asked = words;
    if (words.length < 2) return list.replaceChildren();
    const query = new URLSearchParams({ q: words, date: form?.elements.date_said?.value ?? "" });
    try {
      const response = await fetch(`${room.dataset.suggest}?${query}`);
      if (!response.ok || asked !== words) return undefined;
      const { places } = await response.json();
      if (asked !== words) return undefined;
      const question = document.createElement("p");
      question.textContent = room.dataset.question;
      list.replaceChildren(...(places.length ? [question] : []), ...places.map((place) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "where__offer";
        button.textContent = place.label;
        button.addEventListener("click", () => choose(place));
        return button;
      }));
    } catch { /* no connection: the words are kept as they are */ }
    return undefined;
  };

  input.removeAttribute("list"); // the offers below know the years and other endings
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  // What a quick hand typed before this script came is answered too.
  if (document.activeElement === input && input.value) timer = setTimeout(ask, PAUSE_MS);

  const details = room.querySelector("[data-part=pin]");
  const open = async () => {
    if (!details.open || map) return;
    try {
      const { draw } = await import("../place_map.js");
      map ??= await draw(details, room.dataset);
      if (chosen) map.show(chosen);
    } catch { /* no connection: the fields for numbers are there */ }
  };
  details.addEventListener("toggle", open);
  open();
}
