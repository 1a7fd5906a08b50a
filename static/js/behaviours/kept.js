/* What waits in this browser: drafts begun without a connection and words that the server
   does not have yet. They go by themselves when the connection is there. */
import * as database from "../keeping/database.js";
import * as drafts from "../keeping/drafts.js";
import { install } from "../keeping/installing.js";
import * as words from "../keeping/words.js";

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const AGAIN_MS = 20_000;

export function attach(section) {
  const texts = section.dataset;
  const part = (name) => section.querySelector(`[data-part="${name}"]`);
  const isOnline = texts.who !== undefined; // the page without a connection does not know who
  let who = texts.who ?? "";
  let timer = 0;
  const going = new Set();

  const lineOf = (id) => part("list").querySelector(`[data-kept="${CSS.escape(id)}"]`);
  const say = (id, text) => {
    const line = lineOf(id)?.querySelector('[data-part="line"]');
    if (line && line.textContent !== text) line.textContent = text;
  };

  function add(id, title, text, { url = "", acts = [] } = {}) {
    let line = lineOf(id);
    if (!line) {
      line = part("one").content.firstElementChild.cloneNode(true);
      line.dataset.kept = id;
      part("list").append(line);
    }
    line.querySelector('[data-part="title"]').textContent = title || texts.untitled;
    const link = line.querySelector('[data-part="open"]');
    link.hidden = !url;
    if (url) link.href = url;
    for (const button of line.querySelectorAll("button")) button.hidden = !acts.includes(button.value);
    for (const button of line.querySelectorAll("button .visually-hidden")) button.textContent = ` ${title || texts.untitled}`;
    say(id, text);
    return line;
  }

  async function show() {
    const rows = (await drafts.all()).filter((row) => !row.isOpen || isOnline);
    const others = rows.filter((row) => row.who !== "" && row.who !== who);
    const mine = rows.filter((row) => !others.includes(row));
    const pages = (await words.all(who)).filter((page) => page.ref);
    part("others").hidden = others.length === 0;
    for (const row of mine) {
      if (going.has(row.id)) continue;
      const files = await drafts.filesOf(row);
      add(row.id, row.fields.title, fill(texts.waits, { files: files.length }), {
        acts: isOnline && row.who !== who ? ["send", "drop"] : ["drop"],
      });
    }
    for (const page of pages) add(page.id, page.title, texts.words, { url: isOnline ? page.id : "" });
    section.hidden = part("list").children.length === 0 && others.length === 0;
    return { mine, pages };
  }

  async function send(row) {
    if (going.has(row.id)) return;
    going.add(row.id);
    const title = row.fields.title;
    const run = () => drafts.send(row, texts.door, (state, facts) => {
      if (state === "making") say(row.id, texts.making);
      if (state === "files") say(row.id, fill(texts.files, facts));
      if (state === "away") say(row.id, texts.away);
      if (state === "failed") add(row.id, title, facts.sentence || texts.failed, { acts: ["send", "drop"] });
      if (state === "done") add(row.id, title, [texts.done, ...facts.refused].join(" "), { url: facts.url });
      if (state === "done" && row.isWaitedFor && facts.refused.length === 0) location.assign(facts.url);
    });
    // Two windows do not send the same at the same moment.
    await (navigator.locks?.request(`mistok ${row.id}`, { ifAvailable: true }, (lock) => lock && run()) ?? run());
    going.delete(row.id);
  }

  async function go() {
    clearTimeout(timer);
    timer = setTimeout(go, AGAIN_MS);
    let door;
    try {
      door = await drafts.door(texts.door);
    } catch { return; }
    who = door.who;
    const { mine, pages } = await show();
    const left = await words.flush(who, door.token);
    for (const page of pages) {
      const still = left.find((one) => one.id === page.id);
      if (!still) lineOf(page.id)?.remove();
      else if (still.state === "closed" || still.state === "lost") say(page.id, texts.stranded);
    }
    for (const row of mine) {
      const isAsked = row.isOpen && !isOnline; // it is being written on this very page
      if (!isAsked && row.who === who) await send(row);
    }
    section.hidden = part("list").children.length === 0 && part("others").hidden;
    if ((await drafts.all()).length === 0 && (await words.all(who)).length === 0) clearTimeout(timer);
  }

  part("list").addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const id = button.closest("[data-kept]").dataset.kept;
    const row = await drafts.find(id);
    if (!row) return;
    if (button.value === "send") await send({ ...row, who });
    else if (button.value === "sure") {
      await drafts.forget(row);
      lineOf(id).remove();
      section.hidden = part("list").children.length === 0 && part("others").hidden;
      part("heading").focus();
    } else {
      button.hidden = true;
      const sure = lineOf(id).querySelector('[value="sure"]');
      sure.hidden = false;
      sure.focus();
    }
  });
  section.addEventListener("kept", async (event) => {
    await show();
    if (event.detail) await send(event.detail);
    if (event.detail) timer = setTimeout(go, AGAIN_MS);
  });
  window.addEventListener("online", go);
  window.addEventListener("offline", show);

  install();
  (async () => {
    if (isOnline) await drafts.noteWho(who);
    else who = await drafts.lastWho();
    await show();
    const hasAny = (await drafts.all()).length > 0 || (await database.all("words")).length > 0;
    if (hasAny) go();
  })();
}
