/* What one file on its way looks like: a picture, a name, words, a bar, buttons. */
const words = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export class Row {
  /** template: the <template> of the page; texts: the dataset of the box. */
  constructor(template, texts, file, acts) {
    this.texts = texts;
    this.element = template.content.firstElementChild.cloneNode(true);
    const part = (name) => this.element.querySelector(`[data-part="${name}"]`);
    this.line = part("line");
    this.bar = this.element.querySelector("progress");
    this.error = this.element.querySelector(".strip__error");
    this.again = part("again");
    this.pause = part("pause");
    this.pauseWord = part("pause-word");
    this.preview = this.element.querySelector("img");
    this.percent = 0;
    this.element.querySelector("bdi").textContent = file.name;
    part("pause-name").textContent = ` ${file.name}`;
    this.again.addEventListener("click", acts.again);
    this.pause.addEventListener("click", acts.pause);
    part("drop").addEventListener("click", acts.drop);
    this.show(file);
    this.say("waiting");
  }

  show(file) {
    const { preview } = this;
    preview.addEventListener("load", () => {
      preview.width = preview.naturalWidth;
      preview.height = preview.naturalHeight;
      preview.hidden = false;
      this.element.querySelector(".strip__thumb > svg")?.remove();
    });
    preview.src = URL.createObjectURL(file);
  }

  /** Our own sizes come later; until then the browser's picture stays. */
  lendPreview(row) {
    const thumb = row.querySelector(".strip__thumb");
    if (!this.preview.hidden && !thumb.querySelector(".picture")) thumb.replaceChildren(this.preview);
  }

  say(state, { percent = this.percent, sentence = "", mayRetry = false } = {}) {
    this.percent = percent;
    const isWrong = state === "failed";
    const isPaused = state === "paused";
    this.element.classList.toggle("strip__one--wrong", isWrong);
    this.error.hidden = !isWrong;
    this.error.querySelector("span").textContent = sentence;
    this.bar.hidden = isWrong;
    this.bar.value = percent;
    this.again.hidden = !(isWrong ? mayRetry : state === "away");
    this.pause.hidden = !["sending", "paused", "waiting", "hashing"].includes(state);
    this.pauseWord.textContent = isPaused ? this.texts.continue : this.texts.pause;
    this.line.textContent = isWrong ? "" : words(this.texts[state], { percent });
  }
}

export { words };
