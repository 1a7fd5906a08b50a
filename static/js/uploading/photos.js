/* On the screen where single pictures may be told apart: those that arrive while it is
   open get their fields as well. What is typed there already stays as it is. */
import { attach as echo } from "../behaviours/date_echo.js";

export async function bringNewPhotos() {
  const basis = document.querySelector('[name="basis"]');
  const section = document.querySelector('[data-part="photos"]');
  if (!section) return;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const photo of fresh.querySelectorAll("[data-photo]")) {
      if (section.querySelector(`[data-photo="${photo.dataset.photo}"]`)) continue;
      section.append(photo);
      const pairs = fresh.querySelector('[name="basis"]')?.value.split(" ") ?? [];
      const own = pairs.filter((pair) => pair.startsWith(`file-${photo.dataset.photo}-`));
      basis.value = [basis.value, ...own].join(" ");
      photo.querySelectorAll('[data-behaviour="date_echo"]').forEach(echo);
    }
    section.hidden = !section.querySelector("[data-photo]");
  } catch { /* no connection now: they are there when the page is opened again */ }
}
