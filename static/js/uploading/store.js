/* Files that are on their way, kept in this browser so that they go on by themselves after
   a reload or a restart. Where the browser keeps nothing, every answer is "no". */
const NAME = "mistok-uploads";
const STORE = "files";
const KEEP_MS = 3 * 24 * 3600 * 1000; // longer than the server waits
let opened = null;

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
  try {
    await within("readwrite", (store) => settled(store.put({ ...saved, at: Date.now() })));
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
    const kept = await within("readonly", (store) => settled(store.getAll()));
    const old = kept.filter((saved) => Date.now() - saved.at > KEEP_MS);
    await Promise.all(old.map((saved) => forget(saved.id)));
    return kept.filter((saved) => saved.ref === ref && !old.includes(saved))
      .sort((one, other) => one.at - other.at);
  } catch { return []; }
}
