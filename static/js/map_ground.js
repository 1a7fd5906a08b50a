/* What lies under every map of ours: the library that draws it, asked for once, and the
   ground: one file of tiles or an address of tiles where the operator has named them, else
   our own places in an outline. */
export const LABELS_FROM = 15;
const STREETS = 1; // the kind of tiles in a one-file map that hold streets, not pictures

let library;
const scripts = new Map();

/** Run a script of the site once. */
function run(address) {
  if (!scripts.has(address)) {
    scripts.set(address, new Promise((resolve, reject) => {
      const code = document.createElement("script");
      code.src = address;
      code.onload = resolve;
      code.onerror = () => {
        scripts.delete(address);
        code.remove();
        reject(new Error("no map"));
      };
      document.head.append(code);
    }));
  }
  return scripts.get(address);
}

/** Fetch Leaflet when the first map wants it; gives the library. */
export function load(script, style) {
  if (!library) {
    const sheet = document.createElement("link");
    Object.assign(sheet, { rel: "stylesheet", href: style });
    // With its styles, or the controls are drawn too small; a map without them is better
    // than none.
    const styled = new Promise((done) => {
      sheet.onload = done;
      sheet.onerror = done;
    });
    document.head.append(sheet);
    library = Promise.all([run(script), styled]).then(() => window.L);
    library.catch(() => {
      library = undefined;
      sheet.remove();
    });
  }
  return library;
}

/** Lay the ground; `named()` is called when the distance changes, to show names near by. */
export function ground(L, map, facts, named) {
  const under = map.createPane("ground");
  under.style.zIndex = 210;
  if (facts.pmtiles) oneFile(L, map, facts).catch(() => outline(L, map, facts));
  else if (facts.tiles) L.tileLayer(facts.tiles, { attribution: facts.credit, maxZoom: 19 }).addTo(map);
  else outline(L, map, facts);
  map.on("zoomend", named);
  named();
}

function outline(L, map, facts) {
  if (facts.outline.length) L.polygon(facts.outline, { className: "where__outline", interactive: false, pane: "ground" }).addTo(map);
  for (const place of facts.places) {
    if (place.kind === "town") continue;
    L.circleMarker(place.point, { radius: 5, className: "where__place", interactive: false, pane: "ground" })
      .bindTooltip(place.name, { permanent: true, direction: "right", className: "where__name", interactive: false })
      .addTo(map);
  }
}

/* Pictures are laid as they are; streets are drawn here, light or dark as the page is. */
async function oneFile(L, map, facts) {
  await run(facts.reader);
  const file = new window.pmtiles.PMTiles(new URL(facts.pmtiles, location).href);
  const [head, said] = await Promise.all([file.getHeader(), facts.credit ? null : file.getMetadata()]);
  const attribution = facts.credit || words(said?.attribution);
  const reach = { attribution, minZoom: 0, maxZoom: 19, maxNativeZoom: head.maxZoom };
  let layer;
  if (head.tileType === STREETS) {
    await run(facts.painter);
    layer = window.protomapsL.leafletLayer({ url: file, flavor: isDark() ? "dark" : "light", lang: document.documentElement.lang, maxDataZoom: head.maxZoom, attribution, noWrap: true });
  } else {
    layer = window.pmtiles.leafletRasterLayer(file, { ...reach, bounds: [[head.minLat, head.minLon], [head.maxLat, head.maxLon]] });
  }
  if (attribution && !map.attributionControl) L.control.attribution().addTo(map);
  layer.addTo(map);
}

/* A credit may come as a piece of a page; only its words are shown. */
function words(text) {
  const page = new DOMParser().parseFromString(text ?? "", "text/html");
  return page.body.textContent.replace(/[<>&]/g, " ").trim();
}

function isDark() {
  const shown = getComputedStyle(document.documentElement).colorScheme;
  return shown === "dark" || (shown.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches);
}
