/* What this browser keeps until the server has it: words, drafts begun without a
   connection, a recording on its way. Where nothing is kept, every answer is "no". */
const NAME = "mistok-kept";
const STORES = { words: "id", drafts: "id", pieces: ["id", "number"], facts: "name" };
let opened = null;

export const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = null; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function within(name, mode, act) {
  const transaction = (await open()).transaction(name, mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const result = await act(transaction.objectStore(name));
  await done;
  return result;
}

/** Put a row; says whether this browser keeps it. */
export async function put(name, row) {
  try {
    await within(name, "readwrite", (store) => settled(store.put(row)));
    return true;
  } catch { return false; }
}

export async function get(name, key) {
  try {
    return await within(name, "readonly", (store) => settled(store.get(key)));
  } catch { return undefined; }
}

/** Change a row in one step, so that two tabs do not undo each other. */
export async function change(name, key, alter) {
  try {
    return await within(name, "readwrite", async (store) => {
      const row = alter(await settled(store.get(key)));
      await settled(row === null ? store.delete(key) : store.put(row));
      return row;
    });
  } catch { return undefined; }
}

export async function drop(name, key) {
  try {
    await within(name, "readwrite", (store) => settled(store.delete(key)));
  } catch { /* it was never kept */ }
}

export async function all(name) {
  try {
    return await within(name, "readonly", (store) => settled(store.getAll()));
  } catch { return []; }
}
