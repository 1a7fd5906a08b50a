/* Send files as soon as they are chosen, two at a time, in pieces: a lost connection, a
   reload or a restart costs nothing. Preview, progress in words and bar, pause, again,
   remove. Words come from data- attributes and the <template> of the page. */
import { Row, words } from "../uploading/row.js";
import * as store from "../uploading/store.js";
import { bringNewPhotos } from "../uploading/photos.js";
import { letDrag, noteFollowers, putBack } from "../uploading/order.js";
import { Travel } from "../uploading/travel.js";

const AT_ONCE = 2;
const FIRST_LOOK_MS = 400; // the sizes of a photo take about half a second
const LAST_LOOK_MS = 5000;
const LOOKS = 30;

const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16)).join("");

export function attach(box) {
  const texts = box.dataset;
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const form = box.closest("form");
  const input = box.querySelector('input[type="file"]'); // absent where files only go on
  const list = part("list");
  const queue = [];
  const running = new Set();
  const paused = new Set();
  const mine = new Set();
  let sent = 0;
  let all = 0;
  let held = null;
  let note = "";
  let looks = 0;
  let looking = 0;
  let isRead = false; // until then this browser may keep files that nobody named yet

  const token = () => form.elements.csrfmiddlewaretoken.value;
  // One file at a time takes its place in the row: two would not know of each other.
  let turns = Promise.resolve();
  const turn = (act) => { turns = turns.then(act, act); return turns; };
  const door = { ref: texts.reference, endpoint: texts.endpoint, finish: texts.url, token, turn };

  const onWay = () => [...running, ...queue];
  const isLast = (submitter) => submitter?.name === "send" && submitter.value !== "without";
  const mayLeave = (submitter) => (
    isLast(submitter) ? isRead && onWay().length === 0 : onWay().every((job) => job.isKept)
  );

  const sumUp = () => {
    const isBusy = onWay().length > 0;
    const isAway = [...running].some((job) => job.state === "away");
    const said = [
      all > 0 ? words(texts.summary, { done: sent, all }) : "", note, isAway ? texts.away : "",
      held === null ? "" : texts.hold,
    ].filter(Boolean).join(" · ");
    const summary = part("summary");
    if (summary.textContent !== said) summary.textContent = said; // read out once
    box.toggleAttribute("data-busy", isBusy);
    if (held === null || !mayLeave(held)) return;
    const submitter = held;
    held = null;
    form.requestSubmit(submitter);
  };

  // The server makes its own sizes a moment later, or finds that a file is damaged.
  const lookLater = () => {
    clearTimeout(looking);
    if (looks >= LOOKS || !list.querySelector("[data-preparing]")) return;
    looking = setTimeout(look, Math.min(FIRST_LOOK_MS * 1.5 ** looks, LAST_LOOK_MS));
  };

  async function look() {
    looks += 1;
    try {
      const response = await fetch(texts.url, { headers: { Accept: "application/json" } });
      const fresh = document.createElement("ul");
      fresh.innerHTML = (await response.json()).files;
      for (const row of list.querySelectorAll("[data-preparing]")) {
        const news = fresh.querySelector(`[data-file="${row.dataset.file}"]`);
        if (news && !("preparing" in news.dataset) && !row.matches(".strip__one--moving, :focus-within")) row.replaceWith(news);
      }
      list.dispatchEvent(new Event("fresh"));
    } catch { /* no connection now: the next look may do */ }
    lookLater();
  }

  const next = () => {
    while (running.size < AT_ONCE && queue.length > 0) {
      const job = queue.shift();
      running.add(job);
      job.travel.start();
    }
    sumUp();
  };

  const leave = (job) => {
    running.delete(job);
    paused.delete(job);
    const at = queue.indexOf(job);
    if (at >= 0) queue.splice(at, 1);
  };

  const enqueue = (job) => {
    leave(job);
    queue.push(job);
    job.row.say("waiting");
    next();
  };

  function hear(job, state, facts) {
    job.state = state;
    if (state === "done") {
      leave(job);
      arrive(job, facts.answer);
      next();
    } else if (state === "failed") {
      leave(job);
      const own = facts.isUnreadable ? texts.unreadable : facts.status === 403 ? texts.reload : "";
      job.row.say("failed", { ...facts, sentence: own || facts.sentence || texts.failed });
      next();
    } else {
      if (!running.has(job)) running.add(job); // goes on by itself after a pause of the server
      job.row.say(state, facts);
      sumUp();
    }
  }

  function arrive(job, answer) {
    sent += 1;
    const hadFocus = job.row.element.contains(document.activeElement);
    const holder = document.createElement("ul");
    holder.innerHTML = answer.html;
    const row = holder.firstElementChild;
    const known = list.querySelector(`[data-file="${answer.id}"]`);
    if (known) {
      note = words(texts.known, { name: job.file.name });
      job.row.element.remove();
    } else {
      job.row.lendPreview(row);
      job.row.element.replaceWith(row);
    }
    if (hadFocus) (known ?? row).querySelector("button, summary")?.focus({ preventScroll: true });
    looks = 0;
    lookLater();
    noteFollowers([...onWay(), ...paused]);
    list.dispatchEvent(new Event("fresh"));
    bringNewPhotos();
  }

  function pause(job) {
    if (paused.has(job)) {
      enqueue(job);
      return;
    }
    job.travel.stop();
    leave(job);
    paused.add(job);
    job.row.say("paused");
    next();
  }

  function drop(job) {
    job.travel.drop();
    leave(job);
    all -= 1;
    job.row.element.remove();
    next();
    input?.focus();
  }

  /** Take one file; `saved` is what this browser kept of it before a reload. */
  function add(file, saved = {}) {
    const job = { id: saved.id ?? newId(), file, url: saved.url ?? null, sha256: saved.sha256, isKept: "id" in saved, before: saved.before ?? "" };
    job.row = new Row(part("one"), texts, file, {
      again: () => enqueue(job), pause: () => pause(job), drop: () => drop(job),
    });
    job.travel = new Travel(job, door, (state, facts) => hear(job, state, facts));
    if (!job.isKept) {
      store.keep({ id: job.id, ref: door.ref, file, url: job.url }).then((isKept) => {
        job.isKept = isKept;
        sumUp();
      });
    }
    mine.add(job.id);
    standIn(file, job.url)?.remove();
    list.append(job.row.element);
    putBack(list, [job]);
    all += 1;
    queue.push(job);
  }

  // What came in part before: the file itself takes the place of its note.
  const standIn = (file, url) => [...list.querySelectorAll("[data-upload]")].find((row) => (
    url ? url.includes(row.dataset.upload)
      : row.dataset.name === file.name && Number(row.dataset.length) === file.size
  ));

  async function act(address) {
    const previews = new Map();
    for (const row of list.querySelectorAll("[data-file]")) {
      const preview = row.querySelector(".files__preview");
      if (preview) previews.set(row.dataset.file, preview);
    }
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token());
    let answer;
    try {
      const response = await fetch(address, {
        method: "POST", body: data, headers: { Accept: "application/json" },
      });
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch {
      part("summary").textContent = texts.failed;
      return;
    }
    const waiting = [...list.children].filter((row) => !row.dataset.file);
    list.innerHTML = answer.files;
    list.append(...waiting);
    putBack(list, [...onWay(), ...paused]);
    list.dispatchEvent(new Event("fresh"));
    for (const [id, preview] of previews) {
      const thumb = list.querySelector(`[data-file="${id}"] .strip__thumb`);
      if (thumb && !thumb.querySelector(".picture")) thumb.replaceChildren(preview);
    }
    input?.focus({ preventScroll: true });
  }

  const take = (files) => {
    note = "";
    for (const file of files) add(file);
    next();
  };

  const takeChosen = () => {
    take([...input.files]);
    input.value = ""; // they go by themselves, not once more with the form
  };
  input?.addEventListener("change", takeChosen);
  box.addEventListener("take", (event) => { // a recording made here
    event.preventDefault(); // says that it is taken
    take(event.detail);
  });
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-upload]");
    if (row && event.target.closest("button")) {
      const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token() };
      fetch(`${texts.endpoint}${row.dataset.upload}/`, { method: "DELETE", headers }).catch(() => {});
      row.remove();
      input?.focus();
      return;
    }
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    act(button.dataset.act);
  });
  letDrag(list, act);
  for (const button of list.querySelectorAll("[data-upload] button")) button.hidden = false;
  if (input) {
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      take([...event.dataTransfer.files]);
    });
    document.addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length > 0) take([...event.clipboardData.files]);
    });
  }
  // A turn to another page waits only for files that this browser could not keep: the
  // others go on there. Sending waits for all. Those that were paused go on.
  form.addEventListener("submit", (event) => {
    for (const job of [...paused]) enqueue(job);
    if (mayLeave(event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event.submitter;
    sumUp();
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (onWay().some((job) => !job.isKept)) event.preventDefault();
  });
  store.all(door.ref).then((kept) => {
    for (const saved of kept) if (!mine.has(saved.id)) add(saved.file, saved);
    isRead = true;
    next();
  });
  lookLater();
  if (input?.files.length > 0) takeChosen(); // a quick hand chose before we were here
}
