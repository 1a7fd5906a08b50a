/* What lies under every map of ours: the library that draws it, asked for once, and the
   ground: tiles where the operator has named some, else our own places in an outline. */
export const LABELS_FROM = 15;

let library;

/** Fetch Leaflet when the first map wants it; gives the library. */
export function load(script, style) {
  library ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    Object.assign(sheet, { rel: "stylesheet", href: style });
    const code = document.createElement("script");
    code.src = script;
    // With its styles, or the controls are drawn too small; a map without them is better
    // than none.
    const styled = new Promise((done) => {
      sheet.onload = done;
      sheet.onerror = done;
    });
    code.onload = () => styled.then(() => resolve(window.L));
    code.onerror = () => {
      library = undefined;
      code.remove();
      sheet.remove();
      reject(new Error("no map"));
    };
    document.head.append(sheet, code);
  });
  return library;
}

/** Lay the ground; `named()` is called when the distance changes, to show names near by. */
export function ground(L, map, facts, named) {
  if (facts.tiles) {
    L.tileLayer(facts.tiles, { attribution: facts.credit, maxZoom: 19 }).addTo(map);
  } else {
    if (facts.outline.length) L.polygon(facts.outline, { className: "where__outline", interactive: false }).addTo(map);
    for (const place of facts.places) {
      if (place.kind === "town") continue;
      L.circleMarker(place.point, { radius: 5, className: "where__place", interactive: false })
        .bindTooltip(place.name, { permanent: true, direction: "right", className: "where__name", interactive: false })
        .addTo(map);
    }
  }
  map.on("zoomend", named);
  named();
}
