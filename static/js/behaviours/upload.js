/* Send files as soon as they are chosen, two at a time: preview, progress in words and
   bar, again, remove. Words come from data- attributes and the <template> of the page. */
const AT_ONCE = 2;
const LOOK_AGAIN_MS = 3000;
const LOOKS = 40;

const words = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function attach(box) {
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const form = box.closest("form");
  const input = box.querySelector('input[type="file"]');
  const list = part("list");
  const queue = [];
  let running = 0;
  let sent = 0;
  let all = 0;
  let held = null;
  let looks = 0;
  let looking = 0;

  const token = () => form.elements.csrfmiddlewaretoken.value;

  const sumUp = () => {
    const isBusy = running > 0 || queue.length > 0;
    const said = all > 0 ? words(box.dataset.summary, { done: sent, all }) : "";
    part("summary").textContent = held === null ? said : `${said} · ${box.dataset.hold}`;
    box.toggleAttribute("data-busy", isBusy);
    if (isBusy || held === null) return;
    const submitter = held;
    held = null;
    form.requestSubmit(submitter);
  };

  // The server makes its own sizes a moment later, or finds that a file is damaged.
  const lookLater = () => {
    clearTimeout(looking);
    if (looks >= LOOKS || !list.querySelector("[data-preparing]")) return;
    looking = setTimeout(look, LOOK_AGAIN_MS);
  };

  async function look() {
    looks += 1;
    try {
      const response = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
      const fresh = document.createElement("ul");
      fresh.innerHTML = (await response.json()).files;
      for (const row of list.querySelectorAll("[data-preparing]")) {
        const news = fresh.querySelector(`[data-file="${row.dataset.file}"]`);
        if (news && !("preparing" in news.dataset) && !row.contains(document.activeElement)) row.replaceWith(news);
      }
    } catch { /* no connection now: the next look may do */ }
    lookLater();
  }

  const next = () => {
    while (running < AT_ONCE && queue.length > 0) send(queue.shift());
    sumUp();
  };

  const fail = (job, sentence, mayRetry) => {
    const { line, bar, error, again } = job.parts;
    line.textContent = "";
    bar.hidden = true;
    error.hidden = false;
    error.querySelector("span").textContent = sentence;
    again.hidden = !mayRetry;
    job.row.classList.add("strip__one--wrong");
  };

  function send(job) {
    const { line, bar, error, again } = job.parts;
    const request = new XMLHttpRequest();
    const data = new FormData();
    job.request = request;
    running += 1;
    error.hidden = true;
    again.hidden = true;
    bar.hidden = false;
    job.row.classList.remove("strip__one--wrong");
    data.append("csrfmiddlewaretoken", token());
    data.append("file", job.file, job.file.name);
    request.upload.addEventListener("progress", (event) => {
      const percent = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
      bar.value = percent;
      line.textContent = percent < 100
        ? words(box.dataset.sending, { percent })
        : box.dataset.checking;
    });
    request.addEventListener("loadend", () => {
      running -= 1;
      if (!job.isDropped) finish(job, request);
      next();
    });
    request.open("POST", box.dataset.url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.send(data);
  }

  function finish(job, request) {
    const answer = request.response;
    if (request.status === 201 && answer) {
      sent += 1;
      const holder = document.createElement("ul");
      holder.innerHTML = answer.html;
      const row = holder.firstElementChild;
      const known = list.querySelector(`[data-file="${answer.id}"]`);
      if (known) {
        job.row.remove();
      } else {
        keepPreview(job, row);
        job.row.replaceWith(row);
      }
      looks = 0;
      lookLater();
      return;
    }
    const sentence = answer?.sentence ?? box.dataset.failed;
    fail(job, sentence, !(request.status >= 400 && request.status < 500 && answer?.sentence) || request.status === 429);
  }

  // Our own sizes come later; until then the browser's picture stays.
  function keepPreview(job, row) {
    const thumb = row.querySelector(".strip__thumb");
    if (!job.parts.preview.hidden && !thumb.querySelector(".picture")) {
      thumb.replaceChildren(job.parts.preview);
    }
  }

  function add(file) {
    const row = part("one").content.firstElementChild.cloneNode(true);
    const find = (selector) => row.querySelector(selector);
    const job = {
      file,
      row,
      parts: {
        line: find('[data-part="line"]'), bar: find("progress"), error: find(".strip__error"),
        again: find('[data-part="again"]'), drop: find('[data-part="drop"]'), preview: find("img"),
      },
    };
    find("bdi").textContent = file.name;
    job.parts.line.textContent = box.dataset.waiting;
    showPreview(job);
    job.parts.again.addEventListener("click", () => { queue.push(job); next(); });
    job.parts.drop.addEventListener("click", () => {
      job.isDropped = true;
      const at = queue.indexOf(job);
      if (at >= 0) queue.splice(at, 1);
      job.request?.abort();
      all -= 1;
      row.remove();
      sumUp();
      input.focus();
    });
    list.append(row);
    all += 1;
    queue.push(job);
  }

  function showPreview(job) {
    const { preview } = job.parts;
    preview.addEventListener("load", () => {
      preview.width = preview.naturalWidth;
      preview.height = preview.naturalHeight;
      preview.hidden = false;
      job.row.querySelector(".strip__thumb > svg")?.remove();
    });
    preview.src = URL.createObjectURL(job.file);
  }

  async function act(button) {
    const previews = new Map();
    for (const row of list.querySelectorAll("[data-file]")) {
      const preview = row.querySelector(".files__preview");
      if (preview) previews.set(row.dataset.file, preview);
    }
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token());
    let answer;
    try {
      const response = await fetch(button.dataset.act, {
        method: "POST", body: data, headers: { Accept: "application/json" },
      });
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch {
      part("summary").textContent = box.dataset.failed;
      return;
    }
    const waiting = [...list.children].filter((row) => !row.dataset.file);
    list.innerHTML = answer.files;
    list.append(...waiting);
    for (const [id, preview] of previews) {
      const thumb = list.querySelector(`[data-file="${id}"] .strip__thumb`);
      if (thumb && !thumb.querySelector(".picture")) thumb.replaceChildren(preview);
    }
    input.focus({ preventScroll: true });
  }

  const take = (files) => { for (const file of files) add(file); next(); };

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = ""; // they go by themselves, not once more with the form
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    act(button);
  });
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  // A press while files travel waits for them.
  form.addEventListener("submit", (event) => {
    if (!box.hasAttribute("data-busy")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event.submitter;
    part("summary").textContent = box.dataset.hold;
  }, true);
  lookLater();
  window.addEventListener("beforeunload", (event) => {
    if (box.hasAttribute("data-busy")) event.preventDefault();
  });
}
