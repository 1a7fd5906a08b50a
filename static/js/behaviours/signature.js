/* A signature drawn with a finger, a pen or the mouse; kept as an SVG path of 600 × 200. */
const LEAST_PX = 3; // between two points: a line needs no more
const MOST = 38000;

export function attach(room) {
  const canvas = room.querySelector("[data-part=room]");
  const again = room.querySelector("[data-part=again]");
  const into = document.getElementById(room.dataset.into);
  const brush = canvas.getContext("2d");
  let strokes = [];
  let line = null;

  for (const one of [canvas, again, room.querySelector("[data-part=label]")]) one.hidden = false;
  Object.assign(brush, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });

  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    const at = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      at(((event.clientX - box.left) / box.width) * 600, 600),
      at(((event.clientY - box.top) / box.height) * 200, 200),
    ];
  };
  const keep = () => {
    const path = strokes.filter((one) => one.length > 1)
      .map(([first, ...rest]) => `M${first.join(" ")}${rest.map((p) => ` L${p.join(" ")}`).join("")}`).join(" ");
    into.value = path.length <= MOST ? path : "";
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    line = [spot(event)];
    strokes.push(line);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!line) return;
    const [x, y] = spot(event);
    const [before, above] = line.at(-1);
    if (Math.hypot(x - before, y - above) < LEAST_PX) return;
    brush.beginPath();
    brush.moveTo(before, above);
    brush.lineTo(x, y);
    brush.stroke();
    line.push([x, y]);
  });
  const stop = () => {
    line = null;
    keep();
  };
  canvas.addEventListener("pointerup", stop);
  canvas.addEventListener("pointercancel", stop);
  again.addEventListener("click", () => {
    strokes = [];
    brush.clearRect(0, 0, 600, 200);
    into.value = "";
  });
}
