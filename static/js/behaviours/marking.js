/* Mark people on the picture itself. The rows of fields stay the truth: boxes are drawn
   from them and write into them, so saving is the same with and without scripts.
   Words come from data-; data-from answers with people of the catalogue. */
const STEP = 1;
const SMALLEST = 0.5;
const TAPPED = 8;
const WAIT = 160;
const SIDES = ["x", "y", "width", "height"];
const CORNERS = ["nw", "ne", "sw", "se"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const clamp = (number, least, most) => Math.min(Math.max(number, least), most);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function attach(form) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const frame = part("frame");
  const rows = part("rows");
  const total = form.elements["marks-TOTAL_FORMS"];
  const most = Number(form.elements["marks-MAX_NUM_FORMS"].value);
  const boxes = new Map();
  let isArmed = false;

  // ---- the rows -------------------------------------------------------------------
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const all = () => [...rows.children];
  const read = (row) => SIDES.map((side) => parseFloat(String(field(row, side)?.value ?? "").replace(",", ".")));
  const goes = (row) => field(row, "remove").checked;
  const isPlaced = (row) => read(row).every(Number.isFinite) && !goes(row);
  const isEmpty = (row) => !field(row, "mark").value && !field(row, "name").value && !read(row).some(Number.isFinite);

  function write(row, box) {
    const width = clamp(box[2], SMALLEST, 100);
    const height = clamp(box[3], SMALLEST, 100);
    const fitting = [clamp(box[0], 0, 100 - width), clamp(box[1], 0, 100 - height), width, height];
    SIDES.forEach((side, at) => { field(row, side).value = String(Math.round(fitting[at] * 100) / 100); });
    draw(row);
  }
  function freshRow() {
    const spare = all().find((row) => isEmpty(row) && !goes(row));
    if (!spare && all().length >= most) return null;
    const row = spare ?? made();
    row.hidden = false;
    rows.append(row);
    const numbers = all().map((one) => Number(field(one, "number").value) || 0);
    field(row, "number").value = String(Math.max(0, ...numbers) + 1);
    field(row, "who").value = "unknown";
    return row;
  }
  function made() {
    const holder = document.createElement("div");
    holder.innerHTML = part("row").innerHTML.replaceAll("__prefix__", String(all().length));
    total.value = String(all().length + 1);
    prepare(holder.firstElementChild);
    return holder.firstElementChild;
  }
  function prepare(row) {
    const exact = row.querySelector('[data-part="exact"]');
    if (exact) exact.open = Boolean(exact.querySelector(".field__error"));
  }

  // ---- the boxes ------------------------------------------------------------------
  function draw(row) {
    let box = boxes.get(row);
    if (!isPlaced(row)) {
      box?.remove();
      boxes.delete(row);
      return;
    }
    if (!box) {
      box = document.createElement("div");
      box.className = "marking__box";
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      const number = document.createElement("span");
      number.className = "marking__number";
      number.setAttribute("aria-hidden", "true");
      box.append(number);
      for (const corner of CORNERS) {
        const handle = document.createElement("span");
        handle.className = `marking__handle marking__handle--${corner}`;
        handle.dataset.corner = corner;
        box.append(handle);
      }
      boxes.set(row, box);
      frame.append(box);
    }
    ["--x", "--y", "--w", "--h"].forEach((name, at) => box.style.setProperty(name, `${read(row)[at]}%`));
    const number = field(row, "number").value || "+";
    box.firstElementChild.textContent = number;
    row.querySelector('[data-part="number"]').textContent = number;
    box.setAttribute("aria-label", told(row));
  }
  const rowOf = (box) => [...boxes].find(([, one]) => one === box)?.[0];
  function named(row) {
    const mark = fill(form.dataset.mark, { number: field(row, "number").value || "+" });
    const name = field(row, "who").value === "unknown" ? form.dataset.nobody : field(row, "name").value;
    return name ? `${mark}, ${name}` : mark;
  }
  function told(row) {
    const [x, y, w, h] = read(row).map((side) => Math.round(side));
    return fill(form.dataset.says, { name: named(row), x, y, w, h });
  }
  const say = (text) => { part("says").textContent = text; };
  function choose(row) {
    for (const [one, box] of boxes) {
      one.toggleAttribute("data-chosen", one === row);
      box.toggleAttribute("data-chosen", one === row);
    }
  }
  function remove(row) {
    field(row, "remove").checked = true;
    draw(row);
    say(fill(form.dataset.gone, { name: named(row) }));
    if (!field(row, "mark").value) row.hidden = true;
    part("add").focus();
  }
  function arm(on) {
    isArmed = on;
    part("add").setAttribute("aria-pressed", String(on));
    frame.toggleAttribute("data-armed", on);
    if (on) say(form.dataset.draw);
  }
  function add(box) {
    const row = freshRow();
    if (!row) { say(form.dataset.full); return null; }
    write(row, box);
    choose(row);
    return row;
  }

  // ---- pointers -------------------------------------------------------------------
  function at(event) {
    const rect = frame.getBoundingClientRect();
    return [
      clamp(((event.clientX - rect.left) / rect.width) * 100, 0, 100),
      clamp(((event.clientY - rect.top) / rect.height) * 100, 0, 100),
    ];
  }
  const between = ([x1, y1], [x2, y2]) => [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x1 - x2), Math.abs(y1 - y2)];
  function follow(event, onMove, onEnd) {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    let moved = false;
    const move = (next) => {
      if (next.pointerId !== event.pointerId) return;
      moved = moved || Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) > 4;
      if (moved) onMove(at(next));
    };
    const end = () => {
      for (const name of ["pointerup", "pointercancel"]) frame.removeEventListener(name, end);
      frame.removeEventListener("pointermove", move);
      onEnd(moved);
    };
    frame.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, end);
  }
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const box = event.target.closest(".marking__box");
    const start = at(event);
    if (box) {
      const row = rowOf(box);
      const [x, y, w, h] = read(row);
      const corner = event.target.dataset.corner;
      box.focus({ preventScroll: true });
      const fixed = corner && [corner.includes("w") ? x + w : x, corner.includes("n") ? y + h : y];
      follow(
        event,
        (now) => write(row, corner ? between(fixed, now) : [x + now[0] - start[0], y + now[1] - start[1], w, h]),
        (moved) => { if (moved) say(told(row)); },
      );
    } else if (isArmed || event.pointerType === "mouse") {
      let row = null;
      follow(
        event,
        (now) => {
          row ??= add(between(start, now));
          if (row) write(row, between(start, now));
        },
        (moved) => {
          if (!moved && isArmed) {
            const high = (TAPPED * frame.offsetWidth) / frame.offsetHeight;
            row = add([start[0] - TAPPED / 2, start[1] - high / 2, TAPPED, high]);
          }
          if (!row) return;
          arm(false);
          say(told(row));
          field(row, "name").focus();
        },
      );
    }
  });

  // ---- keys -----------------------------------------------------------------------
  frame.addEventListener("keydown", (event) => {
    const row = rowOf(event.target.closest(".marking__box"));
    if (!row) return;
    const arrow = ARROWS[event.key];
    if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const [x, y, w, h] = read(row);
      const [across, down] = arrow.map((way) => way * STEP);
      write(row, event.shiftKey ? [x, y, w + across, h + down] : [x + across, y + down, w, h]);
      say(told(row));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(row);
    } else if (event.key === "Enter") {
      event.preventDefault();
      field(row, "name").focus();
    }
  });
  frame.addEventListener("focusin", (event) => {
    const row = rowOf(event.target.closest(".marking__box"));
    if (!row) return;
    choose(row);
    row.scrollIntoView({ block: "nearest" });
  });
  part("add").addEventListener("click", (event) => {
    if (event.detail) { arm(!isArmed); return; } // pressed by hand: the picture waits
    const row = add([46, 44, 8, 12]);
    if (!row) return;
    boxes.get(row).focus();
    say(told(row));
  });

  // ---- fields ---------------------------------------------------------------------
  rows.addEventListener("focusin", (event) => choose(event.target.closest("[data-row]")));
  rows.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (event.target === field(row, "name")) {
      const who = field(row, "who");
      if (event.target.value.trim() && who.value === "unknown") who.value = "person";
      offer(event.target);
    }
    draw(row);
  });
  rows.addEventListener("change", (event) => draw(event.target.closest("[data-row]")));
  let timer;
  let asked = 0;
  function offer(input) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = (asked += 1);
      const words = input.value.trim().slice(0, 100);
      if (words.length < 2) return;
      const answer = await fetch(`${form.dataset.from}?q=${encodeURIComponent(words)}`).catch(() => null);
      if (turn !== asked || !answer?.ok) return;
      const { people } = await answer.json();
      part("names").replaceChildren(...people.map((one) => {
        const option = document.createElement("option");
        option.value = one.name;
        option.label = one.years ? `${one.name}, ${one.years}` : one.name;
        return option;
      }));
    }, WAIT);
  }

  for (const row of all()) {
    prepare(row);
    if (isEmpty(row)) row.hidden = true;
    draw(row);
  }
  for (const name of ["tools", "keys"]) part(name).hidden = false;
  for (const hint of form.querySelectorAll('[data-part="hint"]')) hint.hidden = true;
  frame.querySelector(".marks")?.remove();
  frame.dataset.live = "";
}
