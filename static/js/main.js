/* Everything scripts do on this site, one line each. Pages work without any of it. */
const BEHAVIOURS = {
  autosave: () => import("./behaviours/autosave.js"),
  claim: () => import("./behaviours/claim.js"),
  confirm: () => import("./behaviours/confirm.js"),
  date_echo: () => import("./behaviours/date_echo.js"),
  errors: () => import("./behaviours/errors.js"),
  folded: () => import("./behaviours/folded.js"),
  keys: () => import("./behaviours/keys.js"),
  menu: () => import("./behaviours/menu.js"),
  recording: () => import("./behaviours/recording.js"),
  retouch: () => import("./behaviours/retouch.js"),
  theme: () => import("./behaviours/theme.js"),
  turn: () => import("./behaviours/turn.js"),
  undo: () => import("./behaviours/undo.js"),
  upload: () => import("./behaviours/upload.js"),
  zoom: () => import("./behaviours/zoom.js"),
};

/** Attach every behaviour named inside `scope`; several names are parted by spaces. */
export function attachAll(scope) {
  for (const element of scope.querySelectorAll("[data-behaviour]:not([data-attached])")) {
    element.dataset.attached = "";
    for (const name of element.dataset.behaviour.split(/\s+/)) {
      BEHAVIOURS[name]?.().then((module) => module.attach(element));
    }
  }
}

attachAll(document);
