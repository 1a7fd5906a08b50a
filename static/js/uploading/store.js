/* Files that are on their way, kept in this browser so that they go on by themselves after
   a reload or a restart. Where the browser keeps nothing, every answer is "no". */
import { byAge } from "../keeping/age.js";

const NAME = "mistok-uploads";
const STORE = "files";
let opened = null;
let last = 0;

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  return opened;
}

async function within(mode, act) {
  const transaction = (await open()).transaction(STORE, mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const result = await act(transaction.objectStore(STORE));
  await done;
  return result;
}

/** Keep a file: {id, ref, file, url, sha256}. Says whether this browser does. */
export async function keep(saved) {
  last = Math.max(Date.now(), last + 1); // chosen in one moment, and still one after another
  const at = last;
  try {
    await within("readwrite", (store) => settled(store.put({ ...saved, at })));
    return true;
  } catch { return false; }
}

/** Add what is known since: where the pieces go, the checksum. */
export async function note(id, facts) {
  try {
    await within("readwrite", async (store) => {
      const saved = await settled(store.get(id));
      if (saved) await settled(store.put({ ...saved, ...facts }));
    });
  } catch { /* then it is chosen again by hand */ }
}

export async function forget(id) {
  try {
    await within("readwrite", (store) => settled(store.delete(id)));
  } catch { /* it was never kept */ }
}

/** Give what is kept for one contribution, in the order it was chosen. */
export async function all(ref) {
  try {
    const { kept, seenOld, gone } = byAge(await within("readonly", (store) => settled(store.getAll())));
    await Promise.all(seenOld.map(({ id, oldSince }) => note(id, { oldSince })));
    await Promise.all(gone.map((saved) => forget(saved.id)));
    return kept.filter((saved) => saved.ref === ref)
      .sort((one, other) => one.at - other.at);
  } catch { return []; }
}

/** Give files begun without a connection to the contribution they now belong to. */
export async function move(from, to) {
  await within("readwrite", async (store) => {
    for (const saved of await settled(store.getAll())) {
      if (saved.ref === from) await settled(store.put({ ...saved, ref: to }));
    }
  });
}

/** Forget all files but those of the contributions named: another person may sit down here. */
export async function forgetAllBut(refs) {
  try {
    const kept = await within("readonly", (store) => settled(store.getAll()));
    for (const saved of kept) if (!refs.has(saved.ref)) await forget(saved.id);
  } catch { /* nothing was kept */ }
}

/** Count what still waits here, of any contribution. */
export async function count() {
  try {
    return await within("readonly", (store) => settled(store.count()));
  } catch { return 0; }
}
