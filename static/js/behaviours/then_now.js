/* Lay today's picture over the old one; a slider says how much of it is seen.
   data-slide, data-beside, data-group: the words; data-value: what a screen reader hears,
   with {n}. Without scripts both stand side by side, and one press leads back to that. */
export function attach(box) {
  const stage = box.querySelector('[data-part="stage"]');
  const range = stage.querySelector("input");
  const slide = () => {
    stage.style.setProperty("--share", `${range.value}%`);
    range.setAttribute("aria-valuetext", box.dataset.value.replace("{n}", range.value));
  };
  range.addEventListener("input", slide);

  const group = document.createElement("div");
  group.className = "then-now__ways no-print";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", box.dataset.group);
  const buttons = ["slide", "beside"].map((way) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "then-now__way";
    button.textContent = box.dataset[way];
    button.addEventListener("click", () => show(way));
    group.append(button);
    return [way, button];
  });
  const show = (chosen) => {
    stage.hidden = chosen !== "slide";
    box.classList.toggle("then-now--slides", chosen === "slide");
    for (const [way, button] of buttons) button.setAttribute("aria-pressed", String(way === chosen));
  };
  stage.after(group);
  slide();
  show("slide");
}
