/* A map with one pin and its direction of view: by finger, mouse and keys. Leaflet draws
   and pans; the numbers in the form are the truth, so that both ways say the same. */
import { ground, LABELS_FROM, load } from "./map_ground.js";

const STEP = 0.00005; // degrees by one press of an arrow: about five metres
const ARROWS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const SIGHT_PX = 70;
const number = (input) => {
  const text = input.value.trim().replace(",", ".");
  return text && Number.isFinite(Number(text)) ? Number(text) : null;
};

/** Draw the map into `room`; gives `show(point)`, which looks at a place. */
export async function draw(room, { script, style, map: address }) {
  const [L, answer] = await Promise.all([load(script, style), fetch(address)]);
  if (!answer.ok) throw new Error("no map");
  const facts = await answer.json();
  const form = room.closest("form");
  const { latitude, longitude, bearing } = form.elements;
  const canvas = room.querySelector("[data-part=canvas]");
  const slider = room.querySelector("[data-part=slider]");
  const turn = room.querySelector("[data-part=turn]");
  for (const hidden of room.querySelectorAll("[data-with-map]")) hidden.hidden = false;

  const map = L.map(canvas, { keyboard: false, attributionControl: Boolean(facts.credit) });
  map.setView(facts.centre ?? [0, 0], facts.centre ? 14 : 2);
  ground(L, map, facts, () => canvas.classList.toggle("where__canvas--named", map.getZoom() >= LABELS_FROM));

  const pin = L.marker(map.getCenter(), { draggable: true, keyboard: false, icon: L.divIcon({ className: "where__pin", iconSize: [44, 44], iconAnchor: [22, 40] }) });
  const sight = L.polygon([], { className: "where__sight", interactive: false });
  const handle = L.marker(map.getCenter(), { draggable: true, keyboard: false, icon: L.divIcon({ className: "where__handle", iconSize: [44, 44] }) });

  const told = (...fields) => {
    for (const field of fields) field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ray = (angle, length) => {
    const from = map.latLngToLayerPoint(pin.getLatLng());
    const turned = (angle * Math.PI) / 180;
    return map.layerPointToLatLng(from.add([Math.sin(turned) * length, -Math.cos(turned) * length]));
  };

  const drawn = () => {
    const [north, east, view] = [number(latitude), number(longitude), number(bearing)];
    if (north === null || east === null || Math.abs(north) > 90 || Math.abs(east) > 180) {
      for (const layer of [pin, sight, handle]) layer.remove();
      turn.disabled = true;
      return;
    }
    pin.setLatLng([north, east]).addTo(map);
    turn.disabled = false;
    if (view === null) {
      sight.remove();
      handle.remove();
      return;
    }
    slider.value = view % 360;
    sight.setLatLngs([pin.getLatLng(), ray(view - 22, SIGHT_PX), ray(view + 22, SIGHT_PX)]).addTo(map);
    handle.setLatLng(ray(view, SIGHT_PX)).addTo(map);
  };

  const put = (point) => {
    latitude.value = point.lat.toFixed(6);
    longitude.value = point.lng.toFixed(6);
    drawn();
    told(latitude, longitude);
  };
  const look = (degrees) => {
    bearing.value = String(((Math.round(degrees) % 360) + 360) % 360);
    drawn();
    told(bearing);
  };

  map.on("click", (event) => put(event.latlng));
  map.on("zoomend viewreset", drawn);
  pin.on("drag", () => put(pin.getLatLng()));
  handle.on("drag", () => {
    const from = map.latLngToLayerPoint(pin.getLatLng());
    const to = map.latLngToLayerPoint(handle.getLatLng());
    bearing.value = String(Math.round((Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI + 360) % 360);
    const view = Number(bearing.value);
    sight.setLatLngs([pin.getLatLng(), ray(view - 22, SIGHT_PX), ray(view + 22, SIGHT_PX)]);
    slider.value = view;
  });
  handle.on("dragend", () => look(Number(bearing.value)));
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas) return;
    if (ARROWS[event.key]) {
      event.preventDefault();
      const from = number(latitude) === null || number(longitude) === null ? map.getCenter() : pin.getLatLng();
      const [north, east] = ARROWS[event.key];
      const step = STEP * (event.shiftKey ? 20 : 1);
      put(L.latLng(from.lat + north * step, from.lng + east * step));
      map.panInside(pin.getLatLng(), { padding: [40, 40], animate: false });
    } else if (event.key === "+" || event.key === "=") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
  });
  slider.addEventListener("input", () => look(Number(slider.value)));
  turn.addEventListener("click", () => look(number(bearing) === null ? 0 : number(bearing) + 45));
  for (const field of [latitude, longitude, bearing]) {
    field.addEventListener("change", () => {
      drawn();
      if (map.hasLayer(pin)) map.panTo(pin.getLatLng(), { animate: false });
    });
  }

  drawn();
  if (map.hasLayer(pin)) map.setView(pin.getLatLng(), 16, { animate: false });
  return { show: (point) => map.setView(point, 16, { animate: false }) };
}
