/* Over a limit: compute what altcha's protocol asks for (PBKDF2 until the key begins as
   wanted), then send again what was sent. The browser computes beside the page.
   data-proof: where the question is and the answer goes; data-busy, data-failed: words. */
const MOST = 20_000;
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const toHex = (buffer) => Array.from(
  new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0"),
).join("");

async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
  const start = fromHex(nonce);
  const password = new Uint8Array([...start, 0, 0, 0, 0]);
  const number = new DataView(password.buffer, start.length);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations: cost };
  for (let counter = 0; counter < MOST; counter += 1) {
    number.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = toHex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
  throw new Error("nothing was found");
}

async function prove(form) {
  const asked = await fetch(form.dataset.proof);
  if (!asked.ok) throw new Error("nothing was asked");
  const challenge = await asked.json();
  const solution = await solve(challenge.parameters);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("answer", btoa(JSON.stringify({ challenge, solution })));
  const answer = await fetch(form.dataset.proof, { method: "POST", body });
  if (!answer.ok) throw new Error("not accepted");
}

export function attach(form) {
  if (!globalThis.crypto?.subtle) return; // no secure address: it stays as it is
  const state = form.querySelector('[data-part="state"]');
  let isBusy = false;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    state.textContent = form.dataset.busy;
    try {
      await prove(form);
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      state.textContent = form.dataset.failed;
    }
    isBusy = false;
  });
}
