/* Turn a print over: front and back lie on one place, two buttons choose the side.
   data-group, data-front, data-back: the words. Without scripts both are shown. */
export function attach(box) {
  const sides = [...box.querySelectorAll("[data-side]")];
  const group = document.createElement("div");
  group.className = "turn no-print";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", box.dataset.group);
  const buttons = sides.map((side) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "turn__side";
    button.textContent = box.dataset[side.dataset.side];
    button.addEventListener("click", () => show(side));
    return button;
  });
  const show = (chosen) => {
    sides.forEach((side, at) => {
      side.hidden = side !== chosen;
      buttons[at].setAttribute("aria-pressed", String(side === chosen));
    });
  };
  group.append(...buttons);
  box.prepend(group);
  show(sides[0]);
}
