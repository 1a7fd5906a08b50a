/* A scanned map over the ground, as strongly as one likes. */
const PANE = "sheets";

/** Give `lay({src, sides, cover})`, which lays one sheet and takes the one before away. */
export function sheets(L, map) {
  const pane = map.createPane(PANE);
  pane.style.zIndex = 350; // above the ground, below what we draw
  pane.style.pointerEvents = "none";
  let laid;
  return ({ src, sides, cover }) => {
    const [south, west, north, east] = sides ?? [];
    if (!src) {
      laid?.remove();
      laid = undefined;
      return;
    }
    if (laid?._url !== src) {
      laid?.remove();
      laid = L.imageOverlay(src, [[south, west], [north, east]], { pane: PANE, alt: "" }).addTo(map);
    }
    laid.setBounds([[south, west], [north, east]]);
    laid.setOpacity(cover / 100);
  };
}
