/* The order of the files: as they were chosen, though some arrive before others, and as
   they are dragged, by mouse, pen or finger. The buttons of each row do the same. */
import * as store from "./store.js";

const EDGE_PX = 72;
const SCROLL_PX = 14;

function fileAfter(row) {
  let next = row.nextElementSibling;
  while (next && !next.dataset.file) next = next.nextElementSibling;
  return next?.dataset.file ?? "";
}

/** Note for each file on its way which of those that are here comes after it. */
export function noteFollowers(jobs) {
  for (const job of jobs) {
    const before = fileAfter(job.row.element);
    if (before === job.before) continue;
    job.before = before;
    store.note(job.id, { before });
  }
}

/** Put files on their way before those that follow them, after a reload or a change. */
export function putBack(list, jobs) {
  for (const { before, row } of jobs) {
    const next = before && list.querySelector(`[data-file="${CSS.escape(before)}"]`);
    if (next) next.before(row.element);
  }
}

/** Let rows be dragged by their grip; `act` sends to an address and shows the new list. */
export function letDrag(list, act) {
  const rows = () => [...list.querySelectorAll("[data-place]")];
  const pairOf = (row) => {
    const front = list.querySelector(`[data-file="${row.dataset.backOf}"]`) ?? row;
    return [front, ...rows().filter((one) => one.dataset.backOf === front.dataset.file)];
  };
  let dragged = null; // the front with its back
  let before = [];

  const showGrips = () => {
    const isOne = new Set(rows().map((row) => pairOf(row)[0])).size < 2;
    for (const row of rows()) row.querySelector("[data-part=grip]").hidden = isOne;
  };

  const end = () => {
    for (const row of dragged) row.classList.remove("strip__one--moving");
    dragged = null;
  };

  const giveUp = () => {
    list.append(...before);
    end();
  };

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-part=grip]");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId); // the rows move: a row would lose it
    before = [...list.children];
    dragged = pairOf(grip.closest("[data-place]"));
    for (const row of dragged) row.classList.add("strip__one--moving");
  });

  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    if (event.clientY < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
    if (event.clientY > window.innerHeight - EDGE_PX * 1.5) window.scrollBy(0, SCROLL_PX);
    const over = document.elementsFromPoint(event.clientX, event.clientY)
      .map((one) => one.closest("[data-place]")).find((row) => row && list.contains(row));
    if (!over || dragged.includes(over)) return;
    const pair = pairOf(over);
    const isLater = pair[0].compareDocumentPosition(dragged[0]) & Node.DOCUMENT_POSITION_PRECEDING;
    if (isLater) pair[pair.length - 1].after(...dragged);
    else pair[0].before(...dragged);
  });

  list.addEventListener("pointerup", async () => {
    if (!dragged) return;
    const [front] = dragged;
    const next = fileAfter(dragged[dragged.length - 1]);
    const isMoved = before.some((row, place) => list.children[place] !== row);
    end();
    if (isMoved) await act(`${front.dataset.place}?before=${next}`);
  });

  list.addEventListener("pointercancel", () => { if (dragged) giveUp(); });
  document.addEventListener("keydown", (event) => { if (dragged && event.key === "Escape") giveUp(); });
  list.addEventListener("fresh", () => {
    if (dragged?.some((row) => !list.contains(row))) end(); // the list came anew
    showGrips();
  });
  showGrips();
}
