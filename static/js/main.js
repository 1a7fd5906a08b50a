/* Everything scripts do on this site, one line each. Pages work without any of it. */
const BEHAVIOURS = {
  arrange: () => import("./behaviours/arrange.js"),
  atlas: () => import("./behaviours/atlas.js"),
  autosave: () => import("./behaviours/autosave.js"),
  blink: () => import("./behaviours/blink.js"),
  claim: () => import("./behaviours/claim.js"),
  common_points: () => import("./behaviours/common_points.js"),
  confirm: () => import("./behaviours/confirm.js"),
  date_echo: () => import("./behaviours/date_echo.js"),
  errors: () => import("./behaviours/errors.js"),
  find_item: () => import("./behaviours/find_item.js"),
  folded: () => import("./behaviours/folded.js"),
  kept: () => import("./behaviours/kept.js"),
  keep: () => import("./behaviours/keep.js"),
  keys: () => import("./behaviours/keys.js"),
  leave: () => import("./behaviours/leave.js"),
  mark: () => import("./behaviours/mark.js"),
  menu: () => import("./behaviours/menu.js"),
  marking: () => import("./behaviours/marking.js"),
  offline: () => import("./behaviours/offline.js"),
  old_map: () => import("./behaviours/old_map.js"),
  people: () => import("./behaviours/people.js"),
  places: () => import("./behaviours/places.js"),
  proof: () => import("./behaviours/proof.js"),
  recorder: () => import("./behaviours/recorder.js"),
  queue: () => import("./behaviours/queue.js"),
  queue_live: () => import("./behaviours/queue_live.js"),
  place: () => import("./behaviours/place.js"),
  recording: () => import("./behaviours/recording.js"),
  retouch: () => import("./behaviours/retouch.js"),
  rows: () => import("./behaviours/rows.js"),
  sign_out: () => import("./behaviours/sign_out.js"),
  signature: () => import("./behaviours/signature.js"),
  span: () => import("./behaviours/span.js"),
  suggest: () => import("./behaviours/suggest.js"),
  then_now: () => import("./behaviours/then_now.js"),
  theme: () => import("./behaviours/theme.js"),
  undo: () => import("./behaviours/undo.js"),
  upload: () => import("./behaviours/upload.js"),
  writing: () => import("./behaviours/writing.js"),
  zoom: () => import("./behaviours/zoom.js"),
};

const AGAIN_MS = 4000;
const TRIES = 30;

/** Load a behaviour; where the connection breaks just then, try again for two minutes. */
const load = (name, tries = TRIES) => BEHAVIOURS[name]().catch((error) => {
  if (tries === 0) throw error;
  return new Promise((again) => { setTimeout(again, AGAIN_MS); }).then(() => load(name, tries - 1));
});

/** Attach every behaviour named inside `scope`; several names are parted by spaces. */
export function attachAll(scope) {
  for (const element of scope.querySelectorAll("[data-behaviour]:not([data-attached])")) {
    element.dataset.attached = "";
    for (const name of element.dataset.behaviour.split(/\s+/)) {
      if (!(name in BEHAVIOURS)) continue;
      load(name).then((module) => {
        module.attach(element);
        element.dataset.ready = ""; // for who waits for scripts: our journeys
      });
    }
  }
}

attachAll(document);
