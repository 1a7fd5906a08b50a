/* Mark the same spots on two pictures: by mouse, touch and keys. The number fields stay
   the truth: read at the start, written after every change. data-says, data-gone: what is
   told ({n}, {side}, {x}, {y}); data-then, data-now, data-add: words. */
const MOST = 4;
const STEP = 0.0025;
const LARGE = 10;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const words = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const clamp = (share) => Math.min(1, Math.max(0, share));
const percent = (share) => String(Math.round(share * 10000) / 100);

export function attach(form) {
  const told = form.querySelector('[data-part="told"]');
  const field = (side, axis, n) => form.elements[`${side}_${axis}_${n}`];
  const numbers = form.querySelector('[data-part="numbers"]');
  numbers.open = numbers.querySelector(".field--wrong") !== null;
  for (const radio of form.querySelectorAll('[data-part="choose"]')) radio.hidden = true;
  form.querySelector('[data-part="how"]').hidden = false;
  const pictures = [...form.querySelectorAll("[data-side]")].map(picture);
  form.addEventListener("input", () => pictures.forEach((one) => one.draw()));

  function picture(figure) {
    const side = figure.dataset.side;
    const pressed = figure.querySelector('[data-part="pressed"]');
    const button = pressed.querySelector("input");
    const stage = document.createElement("div");
    stage.className = "marking__stage";
    stage.style.setProperty("--shape", String(button.width / button.height));
    const image = document.createElement("img");
    image.src = figure.dataset.src;
    image.alt = form.dataset[side];
    image.draggable = false;
    stage.append(image);
    pressed.replaceWith(stage);
    const add = document.createElement("button");
    add.type = "button";
    add.className = "button button--small button--quiet";
    stage.after(add);
    const marks = new Map();

    const share = (axis, n) => {
      const typed = field(side, axis, n).value.replace(",", ".");
      return typed.trim() !== "" && Number.isFinite(Number(typed)) ? Number(typed) / 100 : null;
    };
    const isSet = (n) => share("x", n) !== null && share("y", n) !== null;
    const nextFree = () => [1, 2, 3, 4].slice(0, MOST).find((n) => !isSet(n));

    function put(n, x, y) {
      field(side, "x", n).value = percent(clamp(x));
      field(side, "y", n).value = percent(clamp(y));
      draw();
      say(form.dataset.says, n);
    }
    function take(n) {
      field(side, "x", n).value = "";
      field(side, "y", n).value = "";
      draw();
      say(form.dataset.gone, n);
      add.focus();
    }
    function say(text, n) {
      const x = field(side, "x", n).value;
      const y = field(side, "y", n).value;
      told.textContent = words(text, { n, side: form.dataset[side], x, y });
    }
    function draw() {
      for (let n = 1; n <= MOST; n += 1) {
        if (!isSet(n)) {
          marks.get(n)?.remove();
          marks.delete(n);
          continue;
        }
        if (!marks.has(n)) marks.set(n, mark(n));
        const point = marks.get(n);
        const at = { n, side: form.dataset[side], x: field(side, "x", n).value, y: field(side, "y", n).value };
        point.style.setProperty("--x", `${share("x", n) * 100}%`);
        point.style.setProperty("--y", `${share("y", n) * 100}%`);
        point.setAttribute("aria-label", words(form.dataset.says, at));
      }
      const free = nextFree();
      add.hidden = free === undefined;
      add.textContent = words(form.dataset.add, { n: free });
    }
    function mark(n) {
      const point = document.createElement("button");
      point.type = "button";
      point.className = "marking__point";
      point.dataset.point = String(n);
      const number = document.createElement("span");
      number.className = "marking__number";
      number.setAttribute("aria-hidden", "true");
      number.textContent = String(n);
      point.append(number);
      point.addEventListener("keydown", (event) => {
        if (event.key === "Delete" || event.key === "Backspace") {
          event.preventDefault();
          take(n);
        }
        const way = ARROWS[event.key];
        if (!way) return;
        event.preventDefault();
        const step = STEP * (event.shiftKey ? LARGE : 1);
        put(n, share("x", n) + way[0] * step, share("y", n) + way[1] * step);
      });
      point.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        point.focus();
        point.setPointerCapture(event.pointerId);
      });
      point.addEventListener("pointermove", (event) => {
        if (!point.hasPointerCapture(event.pointerId)) return;
        put(n, ...place(event));
      });
      point.addEventListener("click", (event) => event.stopPropagation());
      stage.append(point);
      return point;
    }
    function place(event) {
      const room = stage.getBoundingClientRect();
      return [(event.clientX - room.left) / room.width, (event.clientY - room.top) / room.height];
    }
    stage.addEventListener("click", (event) => {
      const n = nextFree();
      if (n === undefined) return;
      put(n, ...place(event));
      marks.get(n).focus({ preventScroll: true });
    });
    add.addEventListener("click", () => {
      const n = nextFree();
      put(n, 0.5, 0.5);
      marks.get(n).focus({ preventScroll: true });
    });
    draw();
    return { draw };
  }
}
