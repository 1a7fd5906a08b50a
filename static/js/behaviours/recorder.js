/* A memory told aloud: record, pause, go on, listen, once more, add. Every few seconds what
   was said is kept in this browser, so that a call or an empty battery costs little. The
   finished recording goes the way of every file: the box around it takes it. */
import * as database from "../keeping/database.js";

const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const ENDINGS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a" };
const BITS_A_SECOND = 48_000; // a voice needs no more
const PIECE_MS = 3000;
const LEVEL_MS = 100;
const WARN_S = 60;
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function attach(box) {
  const texts = box.dataset;
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const limit = Number(texts.limit);
  const type = globalThis.MediaRecorder && TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const id = `recording ${texts.ref}`;
  if (!type || !navigator.mediaDevices) return; // the field for a file is the other way
  box.hidden = false;

  let recorder = null;
  let stream = null;
  let pieces = [];
  let heardMs = 0;
  let since = 0;
  let ticking = 0;
  let meter = null;
  let address = "";

  const seconds = () => (heardMs + (since ? performance.now() - since : 0)) / 1000;
  const say = (words) => { part("said").textContent = words; };
  const show = (state) => {
    box.dataset.state = state;
    for (const one of box.querySelectorAll("[data-when]")) {
      one.hidden = !one.dataset.when.split(" ").includes(state);
    }
  };
  const go = (state, words, focus) => {
    const hadFocus = box.contains(document.activeElement);
    show(state);
    say(words);
    if (hadFocus && focus) part(focus).focus();
  };
  const trouble = (words) => {
    part("trouble").hidden = !words;
    part("trouble-words").textContent = words;
  };

  async function forgetPieces() {
    for (const piece of await mine()) await database.drop("pieces", [piece.id, piece.number]);
  }
  const mine = async () => (await database.all("pieces"))
    .filter((piece) => piece.id === id && piece.who === texts.who)
    .sort((one, other) => one.number - other.number);

  function tick() {
    part("time").textContent = clock(seconds());
    const level = meter ? meter() : 0;
    part("level").value = level;
    const left = limit - seconds();
    if (left <= 0) stop();
    else if (left <= WARN_S && part("said").textContent !== texts.soon) say(texts.soon);
  }

  /** How loud it is just now, from 0 to 100: that one is heard is seen. */
  function listenTo(source) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(source).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const read = () => {
      analyser.getByteTimeDomainData(samples);
      const loudest = samples.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0);
      return Math.min(100, Math.round((loudest / 128) * 140));
    };
    read.close = () => context.close();
    return read;
  }

  async function start() {
    trouble("");
    say(texts.asking);
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 },
      });
    } catch (error) {
      say("");
      trouble(error.name === "NotFoundError" ? texts.none : error.name === "NotAllowedError" ? texts.refused : texts.busy);
      return;
    }
    await forgetPieces();
    pieces = [];
    heardMs = 0;
    try {
      recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_A_SECOND });
    } catch {
      letGo();
      trouble(texts.busy);
      return;
    }
    recorder.addEventListener("dataavailable", (event) => {
      if (!event.data.size) return;
      pieces.push(event.data);
      database.put("pieces", { id, who: texts.who, number: pieces.length, blob: event.data, seconds: seconds() });
    });
    recorder.addEventListener("stop", finish);
    recorder.addEventListener("error", () => trouble(texts.busy));
    stream.getAudioTracks()[0].addEventListener("ended", stop); // unplugged, or a call came
    try {
      meter = listenTo(stream);
    } catch { meter = null; }
    recorder.start(PIECE_MS);
    since = performance.now();
    ticking = setInterval(tick, LEVEL_MS);
    go("recording", texts.recording, "pause");
  }

  function pause() {
    if (recorder?.state !== "recording") return;
    recorder.requestData();
    recorder.pause();
    heardMs += performance.now() - since;
    since = 0;
    go("paused", texts.paused, "on");
  }

  function goOn() {
    if (recorder?.state !== "paused") return;
    recorder.resume();
    since = performance.now();
    go("recording", texts.recording, "pause");
  }

  function stop() {
    if (!recorder || recorder.state === "inactive") return;
    if (since) heardMs += performance.now() - since;
    since = 0;
    recorder.stop();
  }

  function letGo() {
    clearInterval(ticking);
    for (const track of stream?.getTracks() ?? []) track.stop();
    meter?.close();
    meter = null;
    stream = null;
    recorder = null;
  }

  function finish() {
    letGo();
    if (pieces.length === 0) {
      go("ready", "", "start");
      trouble(texts.silent);
      return;
    }
    offer(heardMs / 1000 >= limit ? texts.full : texts.done);
  }

  function offer(words) {
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob(pieces, { type: pieces[0].type || type }));
    part("player").src = address;
    part("time").textContent = clock(heardMs / 1000);
    part("level").value = 0;
    go("done", words.replace("{time}", clock(heardMs / 1000)), "add");
  }

  /** Give it to the box around; its script may still be on its way, and nothing is dropped. */
  async function handOver(file) {
    const take = () => new CustomEvent("take", { bubbles: true, cancelable: true, detail: [file] });
    while (box.dispatchEvent(take())) await new Promise((later) => { setTimeout(later, LEVEL_MS); });
  }

  async function add() {
    const plain = (pieces[0].type || type).split(";")[0];
    const name = `${texts.name} ${new Date().toLocaleDateString("sv")} ${clock(heardMs / 1000).replace(":", "-")}.${ENDINGS[plain] ?? "webm"}`;
    const file = new File(pieces, name, { type: plain, lastModified: Date.now() });
    part("add").disabled = true;
    await handOver(file);
    part("add").disabled = false;
    await again();
    say(texts.added);
  }

  async function again() {
    URL.revokeObjectURL(address);
    part("player").removeAttribute("src");
    pieces = [];
    heardMs = 0;
    part("time").textContent = clock(0);
    go("ready", "", "start");
    await forgetPieces();
  }

  const acts = { start, pause, on: goOn, stop, add, again };
  for (const [name, act] of Object.entries(acts)) part(name).addEventListener("click", act);
  window.addEventListener("beforeunload", (event) => {
    if (recorder) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (recorder?.state === "recording") recorder.requestData();
  });

  show("ready");
  mine().then((kept) => {
    if (recorder || kept.length === 0) return;
    pieces = kept.map((piece) => piece.blob);
    heardMs = kept.at(-1).seconds * 1000;
    offer(texts.left);
  });
}
