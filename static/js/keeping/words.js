/* The words of one page of a draft that the server does not have yet, and the words on
   which that page was built. Whose they are is told by `who`, a sign of the account. */
import { byAge } from "./age.js";
import * as database from "./database.js";

/** Keep {id: address, ref, who, title, fields: {name: value}, basis}. */
export const keep = (page) => database.put("words", { ...page, at: Date.now() });

export const find = async (id, who) => {
  const page = await database.get("words", id);
  return page && page.who === who ? page : null;
};

export const forget = (id) => database.drop("words", id);

export async function all(who) {
  const pages = await database.all("words");
  const { kept, seenOld, gone } = byAge(pages);
  await Promise.all([...seenOld.map((page) => database.put("words", page)), ...gone.map((page) => forget(page.id))]);
  return kept.filter((page) => page.who === who);
}

/** Join what two answers say of the words a page is built on. */
export function join(basis, news) {
  const found = new Map(`${basis} ${news}`.split(/\s+/).filter(Boolean).map((pair) => pair.split(":")));
  return [...found].map(([name, value]) => `${name}:${value}`).join(" ");
}

/**
 * Send words to the page they belong to.
 * Returns {state: "saved" | "conflict" | "closed" | "lost" | "away", answer}.
 */
export async function send(id, entries, signal) {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  let response;
  let answer = {};
  try {
    response = await fetch(id, { method: "POST", body: data, headers: { Accept: "application/json" }, signal });
    if (response.status < 500) answer = await response.json();
  } catch (error) {
    const isAnswered = response !== undefined && response.status < 500;
    if (!isAnswered) return { state: "away", answer: {}, error };
  }
  if (response.ok && response.type !== "opaqueredirect") return { state: "saved", answer };
  if (response.status === 409) return { state: answer.conflicts ? "conflict" : "closed", answer };
  if (response.status === 404 || response.status === 403) return { state: "lost", answer };
  return { state: "away", answer };
}

/** Send what other pages of this browser kept; what is done is forgotten. */
export async function flush(who, token, { only = () => true } = {}) {
  const left = [];
  for (const page of await all(who)) {
    if (!only(page)) continue;
    const entries = [...Object.entries(page.fields), ["basis", page.basis], ["csrfmiddlewaretoken", token]];
    const { state, answer } = await send(page.id, entries);
    const isKnown = state === "closed" && answer.is_known;
    if (isKnown || (state === "saved" && !answer.errors)) await forget(page.id);
    else left.push({ ...page, state });
  }
  return left;
}
