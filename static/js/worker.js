/* The service worker (config/installing.py puts SHELL before it). It keeps the shell only:
   the page without a connection in three languages, its styles, scripts and letters. No
   page of a person and no public page is ever kept, so nothing here can be stale or told. */
const CACHE = `mistok-shell-${SHELL.version}`;
const FACTS = "mistok-facts";
const files = new Set(SHELL.files);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const wanted = [...SHELL.files, ...Object.values(SHELL.pages)];
    await cache.addAll(wanted.map((address) => new Request(address, { cache: "reload", credentials: "omit" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("mistok-shell-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// The page tells in which language it is read.
self.addEventListener("message", (event) => {
  if (!(event.data?.language in SHELL.pages)) return;
  event.waitUntil(caches.open(FACTS).then((cache) => cache.put("said-language", new Response(event.data.language))));
});

async function language() {
  const said = await (await caches.open(FACTS)).match("said-language");
  const known = said ? await said.text() : "";
  if (known in SHELL.pages) return known;
  const wished = (navigator.languages ?? []).map((one) => one.slice(0, 2));
  return wished.find((one) => one in SHELL.pages) ?? Object.keys(SHELL.pages)[0];
}

async function withoutConnection() {
  const page = await (await caches.open(CACHE)).match(SHELL.pages[await language()]);
  return page ?? Response.error();
}

async function fromShell(request) {
  const cache = await caches.open(CACHE);
  if (SHELL.hashed) return (await cache.match(request.url)) ?? fetch(request);
  try {
    return await fetch(request); // names without a hash may change what they hold
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(withoutConnection));
  } else if (request.method === "GET" && files.has(url.pathname)) {
    event.respondWith(fromShell(request));
  }
});
