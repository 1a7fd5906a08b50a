/* Lay a scanned map in its place: two corners and its middle are dragged; the four numbers
   of the form are the truth, and the way of who uses keys. */
import { ground, load } from "../map_ground.js";
import { sheets } from "../old_map.js";

const DECIMALS = 6;

export async function attach(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const { script, style, map: address, src } = form.dataset;
  let L;
  let facts;
  try {
    const [library, answer] = await Promise.all([load(script, style), fetch(address)]);
    if (!answer.ok) return;
    [L, facts] = [library, await answer.json()];
  } catch { return; /* the numbers stay */ }

  const { south, west, north, east } = form.elements;
  const fields = [south, west, north, east];
  const sides = () => fields.map((field) => Number(field.value.replace(",", ".")));
  part("laying").hidden = false;
  const map = L.map(part("canvas"), { attributionControl: Boolean(facts.credit) });
  const bounds = ([low, left, high, right]) => [[low, left], [high, right]];
  map.fitBounds(bounds(sides()), { animate: false });
  ground(L, map, facts, () => {});
  const lay = sheets(L, map);
  const handle = (name) => L.marker([0, 0], { draggable: true, keyboard: false, icon: L.divIcon({ className: `laying__handle laying__handle--${name}`, iconSize: [44, 44] }) }).addTo(map);
  const [first, last, middle] = ["first", "last", "middle"].map(handle);

  const drawn = () => {
    const [low, left, high, right] = sides();
    if (!(low < high && left < right)) return;
    lay({ src, sides: [low, left, high, right], cover: Number(part("cover").value) });
    first.setLatLng([high, left]);
    last.setLatLng([low, right]);
    middle.setLatLng([(low + high) / 2, (left + right) / 2]);
  };
  const write = (values) => {
    fields.forEach((field, at) => { field.value = values[at].toFixed(DECIMALS); });
    drawn();
  };

  first.on("drag", () => {
    const [low, , , right] = sides();
    const at = first.getLatLng();
    if (at.lat > low && at.lng < right) write([low, at.lng, at.lat, right]);
  });
  last.on("drag", () => {
    const [, left, high] = sides();
    const at = last.getLatLng();
    if (at.lat < high && at.lng > left) write([at.lat, left, high, at.lng]);
  });
  middle.on("drag", () => {
    const [low, left, high, right] = sides();
    const at = middle.getLatLng();
    const [up, over] = [at.lat - (low + high) / 2, at.lng - (left + right) / 2];
    write([low + up, left + over, high + up, right + over]);
  });
  for (const one of [first, last, middle]) one.on("dragend", drawn);
  for (const field of fields) field.addEventListener("change", drawn);
  part("cover").addEventListener("input", drawn);
  drawn();
}
