/* Compare two pictures on one place: blink from one to the other, or wipe across.
   Without scripts both stand side by side, and that is where they go back to.
   data-group, data-beside, data-blink, data-wipe, data-share: the words;
   data-compare: the key that goes through the three ways. */
const EVERY_MS = 700;

export function attach(box) {
  const pictures = [...box.querySelectorAll(".likeness__one .picture")];
  if (pictures.length !== 2) return;
  const pair = box.querySelector(".likeness__pair");
  const words = box.dataset;

  const stage = document.createElement("div");
  stage.className = "compare";
  stage.hidden = true;
  const layers = pictures.map((picture, at) => {
    const image = picture.querySelector(".picture__image").cloneNode();
    image.className = `compare__layer compare__layer--${at ? "theirs" : "mine"}`;
    image.sizes = "(min-width: 64rem) 45vw, 92vw";
    image.loading = "lazy";
    return image;
  });
  const shape = pictures[0].querySelector(".picture__image");
  layers[0].width = shape.width;
  const caption = document.createElement("p");
  caption.className = "compare__which";
  caption.setAttribute("role", "status");
  const labels = [...box.querySelectorAll("figcaption")].map(
    (one) => one.firstElementChild.textContent,
  );
  const view = document.createElement("div");
  view.className = "compare__view";
  view.append(...layers);

  const share = document.createElement("input");
  share.type = "range";
  share.min = "0";
  share.max = "100";
  share.value = "50";
  share.className = "compare__share";
  share.setAttribute("aria-label", words.share);
  share.addEventListener("input", wipe);
  view.addEventListener("pointermove", (event) => {
    if (mode !== "wipe" || (event.pointerType !== "mouse" && event.buttons === 0)) return;
    const room = view.getBoundingClientRect();
    share.value = String(((event.clientX - room.left) / room.width) * 100);
    wipe();
  });
  stage.append(view, share, caption);
  pair.after(stage);

  let mode = "beside";
  let timer = 0;
  let shown = 0;

  const group = document.createElement("div");
  group.className = "compare-ways no-print";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.group);
  const buttons = ["beside", "blink", "wipe"].map((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "compare-ways__one";
    button.textContent = words[name];
    button.dataset.mode = name;
    button.addEventListener("click", () => change(name));
    group.append(button);
    return button;
  });
  pair.before(group);

  // One key goes through the three ways; it is set on the first pair of the page only.
  if (words.compare && !document.querySelector(`[data-key="${words.compare}"]`)) {
    const next = document.createElement("button");
    next.type = "button";
    next.className = "visually-hidden";
    next.tabIndex = -1;
    next.setAttribute("aria-hidden", "true");
    next.dataset.key = words.compare;
    next.addEventListener("click", () => {
      const order = ["beside", "blink", "wipe"];
      change(order[(order.indexOf(mode) + 1) % order.length]);
      box.scrollIntoView({ block: "nearest" });
    });
    group.append(next);
  }

  function show(which) {
    shown = which;
    layers[1].classList.toggle("compare__layer--on", which === 1);
    caption.textContent = labels[which];
  }
  function wipe() {
    view.style.setProperty("--share", `${share.value}%`);
    caption.textContent = `${labels[1]} | ${labels[0]}`;
  }
  function change(name) {
    mode = name;
    clearInterval(timer);
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === name));
    }
    stage.dataset.mode = name;
    stage.hidden = name === "beside";
    pair.classList.toggle("likeness__pair--facts", name !== "beside");
    share.hidden = name !== "wipe";
    caption.setAttribute("aria-live", name === "blink" ? "off" : "polite");
    if (name === "wipe") wipe();
    if (name !== "blink") return;
    show(0);
    // Three flashes a second would be too many; who wants no motion blinks by hand.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    timer = setInterval(() => show(1 - shown), EVERY_MS);
  }
  view.addEventListener("click", () => {
    if (mode !== "blink") return;
    clearInterval(timer);
    show(1 - shown);
  });
  view.tabIndex = 0;
  view.setAttribute("role", "group");
  view.setAttribute("aria-label", words.group);
  view.addEventListener("keydown", (event) => {
    if (event.key !== " " || mode !== "blink") return;
    event.preventDefault();
    clearInterval(timer);
    show(1 - shown);
  });
  change("beside");
}
