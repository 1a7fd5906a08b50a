/* Let this page open without a connection, in the language in which it is read. */
export async function install() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage({ language: document.documentElement.lang });
  } catch { /* a private window, or no secure connection: everything else works */ }
}
