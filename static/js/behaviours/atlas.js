/* The map of photographs moves, and what it shows stands below it as a list. The server
   gathers the marks and writes the list: the address of every view works without us. */
import { ground, LABELS_FROM, load } from "../map_ground.js";
import { sheets } from "../old_map.js";

const PAUSE_MS = 250;
const CROWD = 20;
const CLOSEST = 18;

const sides = (bounds) => [
  Math.max(bounds.getWest(), -180), Math.max(bounds.getSouth(), -90),
  Math.min(bounds.getEast(), 180), Math.min(bounds.getNorth(), 90),
].map((side) => side.toFixed(5)).join(",");

export async function attach(room) {
  const part = (name) => room.querySelector(`[data-part=${name}]`);
  const canvas = part("canvas");
  const form = part("form");
  const words = room.dataset;
  let L;
  let facts;
  try {
    const [library, answer] = await Promise.all([load(words.script, words.style), fetch(words.map)]);
    if (!answer.ok) return;
    [L, facts] = [library, await answer.json()];
  } catch { return; /* no connection: the drawing stays, and its links work */ }

  canvas.hidden = false;
  const map = L.map(canvas, { attributionControl: Boolean(facts.credit), zoomSnap: 0.5, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  const [west, south, east, north] = words.box.split(",").map(Number);
  map.fitBounds([[south, west], [north, east < west ? east + 360 : east]], { animate: false });
  ground(L, map, facts, () => canvas.classList.toggle("atlas__canvas--named", map.getZoom() >= LABELS_FROM));
  room.querySelector(".plain").setAttribute("hidden", "");
  const marks = L.layerGroup().addTo(map);
  let view = new AbortController();
  let timer = 0;
  let spot = words.spot;
  if (spot) L.circleMarker(spot.split(",").map(Number), { radius: 14, className: "atlas__spot", interactive: false }).addTo(map);

  const query = (more) => {
    const asked = new URLSearchParams({ bbox: sides(map.getBounds()), zoom: Math.floor(map.getZoom()), ...more });
    for (const name of ["from", "to", "old"]) if (form.elements[name]?.value) asked.set(name, form.elements[name].value);
    if (asked.has("old")) asked.set("cover", form.elements.cover.value);
    return asked;
  };

  const remember = (asked) => {
    asked.delete("zoom");
    history.replaceState(null, "", `${words.page}?${asked}`);
  };

  const popup = (mark) => {
    const box = document.createElement("div");
    const link = Object.assign(document.createElement("a"), { href: mark.url });
    if (mark.lang) link.lang = mark.lang;
    if (mark.picture) link.append(Object.assign(new Image(mark.picture.width, mark.picture.height), { className: "atlas__thumb", alt: "", src: mark.picture.src }));
    link.append(mark.title);
    const when = document.createElement("span");
    when.textContent = mark.when;
    box.append(link, when);
    return box;
  };

  const icon = (mark) => {
    const box = document.createElement("div");
    box.className = "atlas__dot";
    if (mark.n > 1) box.textContent = mark.n > 9999 ? `${Math.round(mark.n / 1000)}k` : mark.n;
    const holder = document.createElement("div");
    if (mark.n === 1 && Number.isInteger(mark.bearing)) {
      const sight = Object.assign(document.createElement("span"), { className: "atlas__sight" });
      sight.style.rotate = `${mark.bearing}deg`;
      holder.append(sight);
    }
    holder.append(box);
    const look = mark.n === 1 ? "one" : mark.n < CROWD ? "many" : "many atlas__mark--crowd";
    return L.divIcon({ className: `atlas__mark atlas__mark--${look}`, html: holder, iconSize: [44, 44] });
  };

  const draw = (found) => {
    marks.clearLayers();
    for (const mark of found.marks) {
      const one = L.marker(mark.at, { icon: icon(mark), title: mark.title ?? String(mark.n), alt: mark.title ?? String(mark.n) }).addTo(marks);
      if (mark.n === 1) {
        if (mark.url) one.bindPopup(popup(mark), { minWidth: 180, maxWidth: 240, closeButton: true, autoPanPadding: [20, 20] });
        continue;
      }
      const [low, left, high, right] = mark.box;
      one.on("click", () => (map.getZoom() < CLOSEST ? map.fitBounds([[low, left], [high, right]], { maxZoom: CLOSEST }) : list(query({ bbox: `${left},${low},${right},${high}` }))));
    }
  };

  const list = async (asked) => {
    const seen = part("seen");
    seen.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${words.page}?${asked}`, { signal: view.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-part=seen]");
      if (!answer.ok || !fresh) return;
      seen.replaceChildren(...fresh.childNodes);
      remember(asked);
      return page;
    } catch { /* moved on, or no connection */ } finally { seen.removeAttribute("aria-busy"); }
  };

  const look = async ({ withList = true } = {}) => {
    view.abort();
    view = new AbortController();
    const asked = query();
    try {
      const answer = await fetch(`${words.marks}?${asked}`, { signal: view.signal });
      if (!answer.ok) return;
      const found = await answer.json();
      draw(found);
      part("say").textContent = found.words;
    } catch { return; }
    if (withList) await list(query(spot ? { spot } : {}));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  };

  // An open popup may move the map a little; the marks must not be drawn anew under it.
  let opening = false;
  let moved = false; // to a place that was chosen: its name stays
  map.on("popupopen", () => { opening = true; setTimeout(() => { opening = false; }, 400); });
  map.on("moveend", () => {
    if (opening) return;
    spot = "";
    if (!moved) part("place").replaceChildren();
    moved = false;
    soon();
  });
  map.on("click", (event) => {
    const at = `${event.latlng.lat.toFixed(6)},${event.latlng.lng.toFixed(6)}`;
    const link = Object.assign(document.createElement("a"), { href: `${words.page}?spot=${at}`, textContent: words.spotWords });
    L.popup({ minWidth: 140 }).setLatLng(event.latlng).setContent(link).openOn(map);
  });

  for (const name of ["from", "to"]) form.elements[name].addEventListener("change", soon);
  // A street chosen from the list: the map goes there, the page stays.
  form.addEventListener("suggest:chosen", async (event) => {
    event.preventDefault();
    form.elements.at.value = event.detail.label;
    view.abort();
    view = new AbortController();
    const asked = query({ place: new URL(event.detail.url, location).searchParams.get("place") });
    asked.delete("bbox");
    const page = await list(asked);
    if (!page) return;
    for (const name of ["found", "place"]) part(name).replaceChildren(...page.querySelector(`[data-part=${name}]`).childNodes);
    const [left, low, right, high] = page.querySelector("[data-box]").dataset.box.split(",").map(Number);
    moved = true;
    spot = "";
    map.fitBounds([[low, left], [high, right]], { animate: false, maxZoom: CLOSEST });
    part("say").textContent = part("place").textContent.trim();
  });

  // Sent as a form, the question is about what the map shows now.
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of ["place", "spot"]) formData.delete(name);
    formData.set("bbox", sides(map.getBounds()));
  });

  if (form.elements.old) over(form, sheets(L, map), part("sheet"), words.sheetWords, () => remember(query(spot ? { spot } : {})));
  near(part("near"), map, part("say"), words.farWords);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(canvas);
  look({ withList: false });
}

/* An old map chosen from the list lies over the ground; the address remembers it. */
function over(form, lay, line, word, changed) {
  const { old, cover } = form.elements;
  const laid = () => {
    const { src, sides } = old.selectedOptions[0].dataset;
    cover.disabled = !src;
    lay({ src, sides: sides?.split(",").map(Number), cover: Number(cover.value) });
  };
  old.addEventListener("change", () => {
    laid();
    const { text, dataset: { url, credit } } = old.selectedOptions[0];
    line.replaceChildren();
    if (url) line.append(word, " ", Object.assign(document.createElement("a"), { href: url, textContent: text }), credit ? ` · ${credit}` : "");
    changed();
  });
  cover.addEventListener("input", laid);
  cover.addEventListener("change", changed);
  laid();
}

/* Where somebody is, is asked only when they press; we are asked for the part of the map. */
function near(button, map, say, sorry) {
  if (!navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => map.setView([coords.latitude, coords.longitude], 16, { animate: false }),
      () => { say.textContent = sorry; },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
