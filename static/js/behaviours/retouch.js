/* Turn, straighten, crop and cover on the picture itself. The fields of the form stay
   the truth: they are read at the start and written after every change, so saving is the
   same with and without scripts. Boxes are shares of the sides: masks of the upright
   original, the crop of the turned and straightened frame. Words come from data-. */
import { clamp, inner, intoPicture, round, turned } from "./retouch/geometry.js";

const STEP = 0.01;
const SMALLEST = { crop: 0.05, mask: 0.005 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CORNERS = { frame: ["nw", "ne", "sw", "se"], mask: ["nw", "se"] };
const TURNS = { left: 3, half: 2, right: 1 };
const words = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function attach(form) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const field = (name) => form.elements[name];
  const size = { width: Number(form.dataset.width), height: Number(form.dataset.height) };
  const most = Number(field("masks-MAX_NUM_FORMS").value);
  const make = (className, tag = "div") => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };

  let state = read();
  let chosen = -1;
  let showsOriginal = false;
  const past = [];

  // ---- the fields -----------------------------------------------------------------
  function share(name, fallback) {
    const number = parseFloat(String(field(name)?.value ?? "").replace(",", "."));
    return Number.isFinite(number) ? number / 100 : fallback;
  }
  function read() {
    const masks = [];
    for (let row = 0; row < Number(field("masks-TOTAL_FORMS").value); row += 1) {
      const box = ["x", "y", "width", "height"].map((side) => share(`masks-${row}-${side}`, NaN));
      if (box.every(Number.isFinite) && box[2] > 0 && box[3] > 0) {
        masks.push({ box, style: field(`masks-${row}-style`).value || "fill" });
      }
    }
    return {
      rotate: Number(field("rotate").value) || 0,
      straighten: clamp(share("straighten", 0) * 100, -15, 15),
      crop: [share("crop_x", 0), share("crop_y", 0), share("crop_width", 1), share("crop_height", 1)],
      masks,
    };
  }
  function write() {
    field("rotate").value = state.rotate;
    field("straighten").value = round(state.straighten, 2);
    ["crop_x", "crop_y", "crop_width", "crop_height"].forEach((name, at) => {
      field(name).value = round(state.crop[at] * 100, 2);
    });
    const rows = part("rows");
    while (rows.children.length > state.masks.length) rows.lastElementChild.remove();
    while (rows.children.length < state.masks.length) addRow(rows);
    field("masks-TOTAL_FORMS").value = state.masks.length;
    state.masks.forEach(({ box, style }, row) => {
      ["x", "y", "width", "height"].forEach((side, at) => {
        field(`masks-${row}-${side}`).value = round(box[at] * 100, 2);
      });
      field(`masks-${row}-style`).value = style;
    });
  }
  function addRow(rows) {
    const number = rows.children.length;
    const holder = document.createElement("div");
    holder.innerHTML = part("row").innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.firstElementChild;
    row.querySelector('[data-part="number"]').textContent = String(number + 1);
    rows.append(row);
    showDrops();
  }
  function showDrops() {
    for (const drop of form.querySelectorAll('[data-part="drop"]')) drop.hidden = false;
  }

  // ---- the picture ----------------------------------------------------------------
  const frame = make("retouch__frame");
  const view = make("retouch__window");
  const picture = make("retouch__layer");
  const shade = make("retouch__shade");
  const covers = make("retouch__layer");
  const image = make("", "img");
  image.src = form.dataset.picture;
  image.alt = form.dataset.alt;
  image.draggable = false;
  picture.append(image);
  view.append(picture, shade);
  const crop = box("frame");
  frame.append(view, covers, crop);
  part("live").append(frame);

  function box(kind) {
    const element = make(`retouch__box retouch__box--${kind}`);
    element.tabIndex = 0;
    element.setAttribute("role", "group");
    for (const corner of CORNERS[kind]) {
      const handle = make(`retouch__handle retouch__handle--${corner}`);
      handle.dataset.corner = corner;
      element.append(handle);
    }
    return element;
  }
  function place(element, [x, y, w, h]) {
    [["--x", x], ["--y", y], ["--w", w], ["--h", h]].forEach(([name, value]) => {
      element.style.setProperty(name, `${value * 100}%`);
    });
  }
  function draw() {
    const shown = showsOriginal ? { ...state, rotate: 0, straighten: 0 } : state;
    const whole = shown.rotate % 180 ? [size.height, size.width] : [size.width, size.height];
    const [width, height] = inner(...whole, shown.straighten);
    frame.style.setProperty("--shape", String(width / height));
    for (const layer of [picture, covers]) {
      layer.style.setProperty("--wide", `${(size.width / width) * 100}%`);
      layer.style.setProperty("--high", `${(size.height / height) * 100}%`);
      layer.style.setProperty("--turn", `${shown.rotate + shown.straighten}deg`);
    }
    place(crop, state.crop);
    place(shade, state.crop);
    while (covers.children.length > state.masks.length) covers.lastElementChild.remove();
    while (covers.children.length < state.masks.length) covers.append(box("mask"));
    state.masks.forEach((mask, at) => {
      const element = covers.children[at];
      element.className = `retouch__box retouch__box--mask retouch__box--${mask.style}`;
      element.classList.toggle("retouch__box--chosen", at === chosen);
      place(element, mask.box);
      element.setAttribute("aria-label", told(at));
    });
    crop.setAttribute("aria-label", told(-1));
    part("live").classList.toggle("retouch__live--original", showsOriginal);
    part("undo").disabled = past.length === 0;
    part("original").setAttribute("aria-pressed", String(showsOriginal));
    const mask = state.masks[chosen];
    part("blur").disabled = !mask;
    part("blur").setAttribute("aria-pressed", String(mask?.style === "blur"));
    part("remove").disabled = !mask;
    slider.value = String(state.straighten);
  }
  const named = (at) => (at < 0 ? form.dataset.frame : words(form.dataset.mask, { number: at + 1 }));
  function told(at) {
    const [x, y, w, h] = (at < 0 ? state.crop : state.masks[at].box).map((side) => Math.round(side * 100));
    return words(form.dataset.says, { name: named(at), x, y, w, h });
  }
  const say = (text) => { part("says").textContent = text; };

  // ---- acts -----------------------------------------------------------------------
  const remember = () => { past.push(structuredClone(state)); };
  function refresh() { write(); draw(); }
  function act(change, text) {
    remember();
    change();
    refresh();
    if (text) say(typeof text === "function" ? text() : text);
  }
  function fitted([x, y, w, h], least) {
    const width = clamp(w, least, 1);
    const height = clamp(h, least, 1);
    return [clamp(x, 0, 1 - width), clamp(y, 0, 1 - height), width, height];
  }
  const boxOf = (at) => (at < 0 ? state.crop : state.masks[at].box);
  function setBox(at, value) {
    const fitting = fitted(value, at < 0 ? SMALLEST.crop : SMALLEST.mask);
    if (at < 0) state.crop = fitting;
    else state.masks[at].box = fitting;
  }
  function cover(wanted) {
    if (state.masks.length >= most) { say(form.dataset.full); return; }
    act(() => {
      state.masks.push({ box: wanted, style: "fill" });
      chosen = state.masks.length - 1;
    }, () => told(chosen));
    covers.children[chosen].focus();
  }
  function uncover(at) {
    const text = words(form.dataset.gone, { name: named(at) });
    act(() => { state.masks.splice(at, 1); chosen = -1; }, text);
    part("add").focus();
  }

  // ---- keys -----------------------------------------------------------------------
  const indexOf = (element) => (element === crop ? -1 : [...covers.children].indexOf(element));
  frame.addEventListener("keydown", (event) => {
    const element = event.target.closest(".retouch__box");
    if (!element) return;
    const at = indexOf(element);
    if ((event.key === "Delete" || event.key === "Backspace") && at >= 0) {
      event.preventDefault();
      uncover(at);
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // A mask lies on the turned picture: an arrow means what the eye sees.
    const [across, down] = at < 0 ? arrow : intoPicture(arrow, state.rotate);
    const grow = (arrow[0] + arrow[1]) * STEP;
    const [x, y, w, h] = boxOf(at);
    const next = event.shiftKey
      ? [x, y, w + (Math.round(across) ? grow : 0), h + (Math.round(down) ? grow : 0)]
      : [x + across * STEP, y + down * STEP, w, h];
    act(() => setBox(at, next), () => told(at));
  });
  frame.addEventListener("focusin", (event) => {
    const element = event.target.closest(".retouch__box");
    if (element) { chosen = indexOf(element); draw(); }
  });

  // ---- pointers -------------------------------------------------------------------
  function shareIn(event, at) {
    const rect = frame.getBoundingClientRect();
    if (at < 0) return [(event.clientX - rect.left) / rect.width, (event.clientY - rect.top) / rect.height];
    const away = [event.clientX - rect.left - rect.width / 2, event.clientY - rect.top - rect.height / 2];
    const [x, y] = intoPicture(away, state.rotate + state.straighten);
    return [x / covers.offsetWidth + 0.5, y / covers.offsetHeight + 0.5];
  }
  function follow(event, at, onMove) {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    let moved = false;
    const move = (next) => {
      if (next.pointerId !== event.pointerId) return;
      if (!moved) remember();
      moved = true;
      onMove(shareIn(next, at));
      draw();
    };
    const end = () => {
      for (const name of ["pointerup", "pointercancel"]) frame.removeEventListener(name, end);
      frame.removeEventListener("pointermove", move);
      if (!moved) return;
      refresh();
      if (boxOf(Math.min(at, state.masks.length - 1))) say(told(Math.min(at, state.masks.length - 1)));
    };
    frame.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, end);
  }
  const between = ([x1, y1], [x2, y2]) => {
    const [left, top] = [clamp(Math.min(x1, x2), 0, 1), clamp(Math.min(y1, y2), 0, 1)];
    return [left, top, clamp(Math.max(x1, x2), 0, 1) - left, clamp(Math.max(y1, y2), 0, 1) - top];
  };
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || showsOriginal) return;
    const element = event.target.closest(".retouch__box");
    const corner = event.target.dataset.corner;
    if (element && corner) {
      const at = indexOf(element);
      element.focus({ preventScroll: true });
      const [x, y, w, h] = boxOf(at);
      const fixed = [corner.includes("w") ? x + w : x, corner.includes("n") ? y + h : y];
      follow(event, at, (point) => setBox(at, between(fixed, point)));
    } else if (element && element !== crop) {
      const at = indexOf(element);
      element.focus({ preventScroll: true });
      const [startX, startY] = shareIn(event, at);
      const [x, y, w, h] = boxOf(at);
      follow(event, at, ([nowX, nowY]) => setBox(at, [x + nowX - startX, y + nowY - startY, w, h]));
    } else if (event.pointerType === "mouse" && state.masks.length < most) {
      const start = shareIn(event, 0);
      let at = -1;
      follow(event, state.masks.length, (point) => {
        const drawn = between(start, point);
        if (at < 0) at = state.masks.push({ box: drawn, style: "fill" }) - 1;
        chosen = at;
        setBox(at, drawn);
      });
    }
  });

  // ---- tools ----------------------------------------------------------------------
  const slider = make("retouch__slider", "input");
  Object.assign(slider, { type: "range", min: "-15", max: "15", step: "0.1" });
  slider.setAttribute("aria-label", form.querySelector(`label[for="${field("straighten").id}"]`).firstChild.textContent.trim());
  part("straighten").append(slider);
  let isSliding = false;
  slider.addEventListener("input", () => {
    if (!isSliding) remember();
    isSliding = true;
    state.straighten = Number(slider.value);
    refresh();
  });
  slider.addEventListener("change", () => { isSliding = false; });

  part("add").addEventListener("click", () => cover([0.4, 0.4, 0.2, 0.2]));
  part("remove").addEventListener("click", () => uncover(chosen));
  part("blur").addEventListener("click", () => act(() => {
    const mask = state.masks[chosen];
    mask.style = mask.style === "blur" ? "fill" : "blur";
  }));
  part("undo").addEventListener("click", () => {
    state = past.pop();
    chosen = Math.min(chosen, state.masks.length - 1);
    refresh();
    say(form.dataset.undone);
    if (part("undo").disabled) part("add").focus();
  });
  part("original").addEventListener("click", () => { showsOriginal = !showsOriginal; draw(); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    const drop = event.target.closest('[data-part="drop"]');
    if (drop) {
      uncover([...part("rows").children].indexOf(drop.closest("[data-row]")));
    } else if (button?.value in TURNS) {
      event.preventDefault();
      act(() => { state = turned(state, TURNS[button.value]); }, () => told(-1));
    } else if (button?.value === "original") {
      event.preventDefault();
      act(() => { state = { rotate: 0, straighten: 0, crop: [0, 0, 1, 1], masks: [] }; chosen = -1; }, () => told(-1));
    }
  });
  // The server draws what will be published, without leaving the page.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "show") return;
    event.preventDefault();
    const result = part("result");
    const drawn = result.querySelector("img") ?? result.insertBefore(make("", "img"), result.firstChild);
    const address = new URL(form.dataset.picture, location.href);
    address.searchParams.set("edits", JSON.stringify(state));
    drawn.alt = form.dataset.result;
    drawn.src = address.href;
    drawn.addEventListener("load", () => {
      result.hidden = false;
      result.querySelector("figcaption").textContent = form.dataset.result;
      result.scrollIntoView({ block: "nearest" });
      say(form.dataset.drawn);
    }, { once: true });
  });
  part("exact").addEventListener("change", () => { remember(); state = read(); draw(); });
  field("straighten").addEventListener("change", () => { remember(); state = read(); draw(); });

  for (const name of ["live", "tools", "keys"]) part(name).hidden = false;
  for (const name of ["still", "hint"]) part(name).hidden = true;
  showDrops();
  const isWrong = form.querySelector(".field--wrong");
  part("exact").open = Boolean(isWrong && part("exact").contains(isWrong));
  if (!isWrong) write();
  draw();
}
