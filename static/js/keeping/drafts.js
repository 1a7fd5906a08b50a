/* Drafts begun without a connection, and their way to the server: the draft first, once
   however often it is tried, then its files by the ordinary door. */
import * as store from "../uploading/store.js";
import { Travel } from "../uploading/travel.js";
import * as database from "./database.js";
import * as words from "./words.js";

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const newKey = () => hex(crypto.getRandomValues(new Uint8Array(24)));
export const refOf = (row) => row.reference ?? `offline:${row.key}`;

/** A row: {id, key, who, kind, fields, language, at, isOpen, reference, url}. */
export const keep = (row) => database.put("drafts", row);
export const find = (key) => database.get("drafts", key);
export const all = async () => (await database.all("drafts")).sort((one, other) => one.at - other.at);
export const filesOf = (row) => store.all(refOf(row));

/** Who sat here last, as far as this browser was told while there was a connection. */
export const lastWho = async () => (await database.get("facts", "who"))?.value ?? "";
export const noteWho = (value) => database.put("facts", { name: "who", value });

export async function forget(row) {
  for (const saved of await filesOf(row)) await store.forget(saved.id);
  await database.drop("drafts", row.id);
}

/** Ask for a token, and who we are now; throws without a connection. */
export async function door(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

/** Make the draft on the server. Throws when it should be tried again. */
async function make(row, address, token) {
  const data = new FormData();
  const facts = { ...row.fields, key: row.key, kind: row.kind, language: row.language, csrfmiddlewaretoken: token };
  for (const [name, value] of Object.entries(facts)) data.append(name, value);
  const response = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (response.status >= 500) throw new Error(response.status);
  const answer = await response.json();
  if (response.status !== 201) return { sentence: answer.sentence ?? "", mayRetry: response.status === 429 };
  if (answer.left.length > 0) { // the page of the draft shows these words, and why
    const fields = Object.fromEntries(answer.left.map((name) => [name, row.fields[name]]));
    await words.keep({ id: answer.words_url, ref: answer.reference, who: row.who, title: row.fields.title ?? "", fields, basis: "" });
  }
  await store.move(refOf(row), answer.reference);
  const made = { ...row, reference: answer.reference, url: answer.url, endpoint: answer.endpoint, finish: answer.finish, isOpen: false };
  await keep(made);
  return { made };
}

/**
 * Send a row and its files. tell(state, facts): "making" | "files" {done, all} | "away" |
 * "failed" {sentence} | "done" {url, refused}.
 */
export async function send(row, address, tell) {
  let token;
  try {
    ({ token } = await door(address));
  } catch {
    tell("away", {});
    return;
  }
  let made = row;
  if (!row.reference) {
    tell("making", {});
    let answer;
    try {
      answer = await make(row, address, token);
    } catch {
      tell("away", {});
      return;
    }
    if (!answer.made) {
      tell("failed", answer);
      return;
    }
    ({ made } = answer);
  }
  const files = await filesOf(made);
  const place = { ref: made.reference, endpoint: made.endpoint, finish: made.finish, token: () => token };
  const refused = [];
  for (const [number, saved] of files.entries()) {
    tell("files", { done: number, all: files.length });
    const outcome = await travel(saved, place, tell);
    if (outcome.sentence !== undefined) refused.push(`${saved.file.name}: ${outcome.sentence}`);
  }
  if ((await filesOf(made)).length === 0) await database.drop("drafts", made.id);
  tell("done", { url: made.url, refused });
}

const travel = (saved, place, tell) => new Promise((resolve) => {
  const way = new Travel({ ...saved, isKept: true }, place, (state, facts) => {
    if (state === "away") tell("away", {});
    if (state === "done") resolve({});
    if (state === "failed") { way.stop(); resolve({ sentence: facts.sentence }); }
  });
  way.start();
});
