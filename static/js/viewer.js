/* The room of the viewer: OpenSeadragon draws and pans, everything else is ours. */
const STEP = 1.6;
const PAN = 0.2; // of what is seen, by one press of an arrow
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = { "+": "in", "=": "in", "-": "out", _: "out", 0: "whole", PageUp: "previous", PageDown: "next" };

let library;

function load(address) {
  library ??= new Promise((resolve, reject) => {
    // It would add a style of its own, which our policy forbids, unless it finds one:
    // this is none, it only bears the name.
    const style = document.createElementNS("none", "style");
    style.setAttribute("data-openseadragon-mobile-css", "");
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.OpenSeadragon);
    script.onerror = () => {
      library = undefined;
      script.remove();
      reject(new Error("no viewer"));
    };
    document.head.append(style, script);
  });
  return library;
}

/** Open the room on one of the pictures; focus returns to `opener` when it closes. */
export async function look(template, pictures, first, opener) {
  const room = template.content.cloneNode(true).querySelector("dialog");
  const part = (name) => room.querySelector(`[data-part="${name}"]`);
  const button = (name) => room.querySelector(`[data-do="${name}"]`);
  const say = (saying, values) => {
    part("status").textContent = saying.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  };
  let viewer;
  let at = first;

  function failed() {
    if (!part("trouble").hidden) return;
    part("trouble").hidden = false;
    say(part("trouble").textContent, {});
  }

  function show(index) {
    at = index;
    const picture = pictures[at];
    const place = template.dataset.sayingPlace
      .replace("{n}", at + 1)
      .replace("{total}", pictures.length);
    part("place").textContent = pictures.length > 1 ? place : "";
    part("label").textContent = picture.label;
    part("view").setAttribute("aria-label", picture.alt || picture.label);
    part("link").href = picture.url;
    part("trouble").hidden = true;
    part("preview").src = picture.preview;
    part("preview").hidden = false;
    button("previous").disabled = at === 0;
    button("next").disabled = at === pictures.length - 1;
    if (viewer) {
      viewer.viewport.setRotation(0, true);
      viewer.open(picture.source);
      say(`${pictures.length > 1 ? place : ""} ${picture.label}`.trim(), {});
    }
  }

  const acts = {
    in: () => zoomBy(STEP),
    out: () => zoomBy(1 / STEP),
    whole: () => {
      viewer.viewport.setRotation(0);
      viewer.viewport.goHome();
      say(template.dataset.sayingZoom, { n: 1 });
    },
    left: () => turn(-90),
    right: () => turn(90),
    previous: () => at > 0 && show(at - 1),
    next: () => at < pictures.length - 1 && show(at + 1),
    full: () =>
      document.fullscreenElement
        ? document.exitFullscreen()
        : room.querySelector(".zoom__room").requestFullscreen(),
    close: () => room.close(),
  };

  function zoomBy(factor) {
    viewer.viewport.zoomBy(factor).applyConstraints();
    const times = viewer.viewport.getZoom() / viewer.viewport.getHomeZoom();
    const n = times.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    say(template.dataset.sayingZoom, { n });
  }

  function turn(degrees) {
    const view = viewer.viewport;
    const wasWhole = Math.abs(view.getZoom() / view.getHomeZoom() - 1) < 0.01;
    view.setRotation(view.getRotation() + degrees);
    if (wasWhole) view.goHome();
    say(template.dataset.sayingTurn, { n: ((view.getRotation() % 360) + 360) % 360 });
  }

  function pan([x, y]) {
    const view = viewer.viewport;
    const seen = view.getBoundsNoRotate();
    const step = new window.OpenSeadragon.Point(x * PAN * seen.width, y * PAN * seen.height);
    view.panBy(step.rotate(-view.getRotation())).applyConstraints();
  }

  function act(name) {
    if (name === "close" || viewer?.isOpen()) acts[name]();
    else if (name === "previous" || name === "next") acts[name]();
  }

  room.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed) act(pressed.dataset.do);
  });
  room.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Letters by their place on the keyboard: the layout is often Ukrainian.
    const letter = { KeyR: event.shiftKey ? "left" : "right", KeyF: "full" }[event.code];
    const name = KEYS[event.key] ?? letter;
    if (name) act(name);
    else if (ARROWS[event.key] && viewer?.isOpen()) pan(ARROWS[event.key]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("fullscreenchange", () => {
    button("full").setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
  });
  room.addEventListener("close", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    viewer?.destroy();
    viewer = undefined;
    room.remove();
    opener.focus();
  });

  button("full").hidden = !document.fullscreenEnabled;
  button("previous").hidden = button("next").hidden = pictures.length === 1;
  document.body.append(room);
  show(first);
  room.showModal();
  part("view").focus();

  try {
    const OpenSeadragon = await load(template.dataset.library);
    if (!room.isConnected) return; // closed meanwhile
    viewer = open(OpenSeadragon, part("stage"));
  } catch {
    failed();
    return;
  }
  viewer.addHandler("tile-drawn", () => {
    part("preview").hidden = true;
  });
  viewer.addHandler("open-failed", failed);
  viewer.addHandler("tile-load-failed", failed);
  viewer.addHandler("tile-loaded", () => {
    part("trouble").hidden = true;
  });
  viewer.open(pictures[at].source);
}

function open(OpenSeadragon, stage) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return OpenSeadragon({
    element: stage,
    drawer: "canvas",
    tabIndex: "",
    showNavigationControl: false,
    animationTime: still ? 0 : 0.5,
    blendTime: 0,
    tileRetryMax: 3,
    tileRetryDelay: 2000,
    visibilityRatio: 0.5,
    constrainDuringPan: true,
    minZoomImageRatio: 0.9,
    maxZoomPixelRatio: 3,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, flickEnabled: !still },
    gestureSettingsTouch: { pinchRotate: false, dblClickToZoom: true, flickEnabled: !still },
  });
}
