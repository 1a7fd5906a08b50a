/* Take the offer to undo away when its time (data-until) is over. */
const LONGEST_MS = 2_000_000_000;

export function attach(form) {
  const left = Date.parse(form.dataset.until) - Date.now();
  if (Number.isNaN(left)) return;
  setTimeout(() => form.remove(), Math.max(0, Math.min(left, LONGEST_MS)));
}
