/* Who is in a picture: a line of the list and its place on the picture light up together,
   by hover, focus and tap, and a button shows all numbers. data-word: the button's word.
   Without scripts the numbers stay, and lead to their lines and back as links. */
export function attach(figure) {
  const list = figure.querySelector(".marked");
  const parts = [...figure.querySelectorAll("[data-mark]")];
  const twins = (key) => parts.filter((one) => one.dataset.mark === key);
  const lineOf = (key) => twins(key).find((one) => !one.closest("svg"));
  let held = "";

  const light = (key) => {
    for (const one of parts) one.toggleAttribute("data-lit", one.dataset.mark === key);
  };
  const keyAt = (event) => event.target.closest?.("[data-mark]")?.dataset.mark ?? "";

  function hold(key) {
    held = held === key ? "" : key;
    figure.toggleAttribute("data-touched", held !== "");
    light(held);
  }

  figure.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") light(keyAt(event) || held);
  });
  figure.addEventListener("pointerleave", () => light(held));
  figure.addEventListener("focusin", (event) => light(keyAt(event) || held));
  figure.addEventListener("focusout", () => light(held));
  figure.addEventListener("click", (event) => {
    const key = keyAt(event);
    if (!key) return;
    const isOnPicture = Boolean(event.target.closest("svg"));
    const link = event.target.closest("a");
    if (link && !isOnPicture && !link.matches(".marked__number")) return;
    event.preventDefault();
    hold(key);
    if (held && isOnPicture) lineOf(key).scrollIntoView({ block: "nearest" });
    if (held && !isOnPicture) figure.querySelector(".peopled").scrollIntoView({ block: "nearest" });
  });

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small marked__show no-print";
  button.textContent = figure.dataset.word;
  const show = (all) => {
    figure.dataset.people = all ? "on" : "off";
    button.setAttribute("aria-pressed", String(all));
  };
  button.addEventListener("click", () => show(figure.dataset.people === "off"));
  list.prepend(button);
  show(false);
}
