/* The way of one file to the server, over tus: in pieces, as often as it takes. */
import * as store from "./store.js";

const PIECE_BYTES = 1024 * 1024;
const HASHED_BYTES = 128 * 1024 * 1024; // larger files are not read into memory
const PAUSES_S = [1, 2, 4, 8, 15];
const STALLED_MS = 60_000;
const LONGEST_WAIT_S = 600;
let library = null;

const loadTus = async () => {
  library ??= import("../vendor/tus.js").then(() => window.tus);
  try {
    return await library;
  } catch (error) {
    library = null; // not reached now: the next try may do
    throw error;
  }
};

async function sha256(file) {
  if (!globalThis.crypto?.subtle || file.size > HASHED_BYTES) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const keyOf = (url) => url.split("/").filter(Boolean).pop();

function said(text) {
  try {
    const answer = JSON.parse(text);
    const { code, detail } = answer.errors?.[0] ?? {};
    return { code: answer.code ?? code, sentence: answer.sentence ?? detail ?? "" };
  } catch { return { code: "", sentence: "" }; }
}

/**
 * job: {id, file, url, sha256, before}; `before` is the file that follows it, "" at the end.
 * door: {ref, endpoint, finish, token()}. tell(state, facts): "hashing" | "sending" {percent} | "away" | "checking" |
 * "done" {answer} | "failed" {sentence, status, mayRetry}.
 */
export class Travel {
  constructor(job, door, tell) {
    Object.assign(this, { job, door, tell, upload: null, isStopped: true, tries: 0, renewed: 0, run: 0 });
    this.timer = 0;
    this.stall = 0;
    this.onBack = () => { if (this.isAway) this.go(); };
    this.isAway = false;
  }

  start() {
    this.isStopped = false;
    this.tries = 0;
    window.addEventListener("online", this.onBack);
    this.go();
  }

  stop() {
    this.isStopped = true;
    this.isAway = false;
    this.run += 1;
    clearTimeout(this.timer);
    clearTimeout(this.stall);
    window.removeEventListener("online", this.onBack);
    this.upload?.abort();
  }

  /** Give it up, here and on the server. */
  drop() {
    this.stop();
    store.forget(this.job.id);
    if (!this.job.url) return;
    const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.door.token() };
    fetch(this.job.url, { method: "DELETE", headers, keepalive: true }).catch(() => {});
  }

  async go() {
    clearTimeout(this.timer);
    this.isAway = false;
    this.run += 1;
    const run = this.run;
    try {
      if (this.job.sha256 === undefined) {
        this.tell("hashing", {});
        this.job.sha256 = await sha256(this.job.file);
        store.note(this.job.id, { sha256: this.job.sha256 });
      }
    } catch {
      if (run === this.run) this.end("failed", { sentence: "", isUnreadable: true, mayRetry: false });
      return;
    }
    let tus;
    try {
      tus = await loadTus();
    } catch {
      if (run === this.run) this.later();
      return;
    }
    if (run !== this.run || this.isStopped) return;
    this.send(tus, run);
  }

  send(tus, run) {
    const { job, door } = this;
    const isCurrent = () => run === this.run && !this.isStopped;
    let known = 0;
    const upload = new tus.Upload(job.file, {
      endpoint: door.endpoint,
      uploadUrl: job.url ?? null,
      chunkSize: PIECE_BYTES,
      retryDelays: null, // ours never give up
      storeFingerprintForResuming: true,
      removeFingerprintOnSuccess: true,
      fingerprint: async (file) => ["mistok", door.ref, file.name, file.size, file.lastModified].join("|"),
      metadata: {
        contribution: door.ref, name: job.file.name, type: job.file.type,
        ...(job.sha256 ? { sha256: job.sha256 } : {}),
      },
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", door.token()),
      onAfterResponse: (request, response) => {
        known = request.getMethod() === "POST" ? Number(response.getHeader("Upload-Offset")) || 0 : 0;
      },
      onUploadUrlAvailable: () => {
        job.url = new URL(upload.url, location.href).pathname;
        store.note(job.id, { url: job.url });
        if (!known) return;
        known = 0; // the server has it, or a part: ask from where to go on
        upload.abort();
        setTimeout(() => { if (isCurrent()) upload.start(); });
      },
      onProgress: (bytes, all) => {
        if (!isCurrent()) return;
        this.watch(run);
        this.tell("sending", { percent: all ? Math.floor((bytes / all) * 100) : 0 });
      },
      onChunkComplete: () => { this.tries = 0; },
      onSuccess: () => { if (isCurrent()) this.finish(run); },
      onError: (error) => {
        if (!isCurrent()) return;
        const response = error.originalResponse;
        this.trouble(response?.getStatus() ?? 0, response?.getBody() ?? "", response?.getHeader("Retry-After"));
      },
    });
    this.upload = upload;
    this.watch(run);
    if (job.url) {
      upload.start();
      return;
    }
    upload.findPreviousUploads().then((previous) => {
      if (!isCurrent()) return;
      if (previous.length > 0) upload.resumeFromPreviousUpload(previous[previous.length - 1]);
      upload.start();
    });
  }

  /** A connection may die without a word: after a minute of silence we try another. */
  watch(run) {
    clearTimeout(this.stall);
    this.stall = setTimeout(() => {
      if (run !== this.run || this.isStopped) return;
      this.upload?.abort();
      this.later();
    }, STALLED_MS);
  }

  async finish(run) {
    clearTimeout(this.stall);
    this.tell("checking", { percent: 100 });
    const ask = () => this.finishNow(run);
    await (this.door.turn ? this.door.turn(ask) : ask());
  }

  async finishNow(run) {
    if (run !== this.run) return;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.door.token());
    data.append("upload", keyOf(this.job.url));
    if (this.job.before !== undefined) data.append("before", this.job.before);
    try {
      const response = await fetch(this.door.finish, {
        method: "POST", body: data, headers: { Accept: "application/json" },
      });
      const text = await response.text();
      if (run !== this.run) return;
      if (response.status !== 201) {
        this.trouble(response.status, text, response.headers.get("Retry-After"));
        return;
      }
      store.forget(this.job.id);
      this.end("done", { answer: JSON.parse(text) });
    } catch {
      if (run === this.run) this.later();
    }
  }

  trouble(status, body, retryAfter) {
    clearTimeout(this.stall);
    const { code, sentence } = said(body);
    const passes = status === 0 || status >= 500 || status === 408 || status === 423
      || code === "wrong_offset" || code === "not_complete";
    const isGone = status === 404 || status === 410 || status === 460;
    if (isGone && this.renewed < 1) { // expired, or damaged on its way: once more from the start
      this.renewed += 1;
      this.job.url = null;
      store.note(this.job.id, { url: null });
      this.go();
    } else if (passes) {
      this.later();
    } else {
      this.end("failed", { sentence, status, mayRetry: isGone || status === 429 || status === 403 });
      if (status === 429) {
        const wait = Math.min(Number(retryAfter) || 60, LONGEST_WAIT_S);
        this.timer = setTimeout(() => this.start(), wait * 1000);
      } else if (!isGone && status !== 403) {
        store.forget(this.job.id);
      }
    }
  }

  later() {
    clearTimeout(this.stall);
    this.run += 1;
    this.isAway = true;
    this.tell("away", {});
    const pause = PAUSES_S[Math.min(this.tries, PAUSES_S.length - 1)];
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.go(), pause * 1000);
  }

  end(state, facts) {
    this.stop();
    this.tell(state, facts);
  }
}
