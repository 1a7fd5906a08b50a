/* Show on the waveform how far one has listened, and go where it is pressed. The browser's
   own player does everything else, keyboard included. */
const SVG = "http://www.w3.org/2000/svg";

export function attach(figure) {
  const wave = figure.querySelector(".wave");
  const player = figure.querySelector("audio");
  const box = wave.viewBox.baseVal;
  const heard = document.createElementNS(SVG, "svg"); // an inner svg cuts off what is beyond it
  const bars = wave.querySelector("path").cloneNode();
  bars.setAttribute("class", "wave__heard");
  heard.setAttribute("height", box.height);
  heard.setAttribute("width", 0);
  heard.append(bars);
  wave.append(heard);

  const show = () => {
    const share = player.duration > 0 ? player.currentTime / player.duration : 0;
    heard.setAttribute("width", share * box.width);
  };
  for (const name of ["timeupdate", "seeked", "loadedmetadata"]) player.addEventListener(name, show);

  wave.addEventListener("click", (event) => {
    const { left, width } = wave.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    const go = () => { player.currentTime = share * player.duration; };
    if (player.readyState >= HTMLMediaElement.HAVE_METADATA) {
      go();
    } else {
      player.addEventListener("loadedmetadata", go, { once: true });
      player.load();
    }
  });
}
