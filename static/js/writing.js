/* The field for texts becomes an editor: headings, lists, quotes, links, and one field
   for what is shown by reference. The text area stays and is what is sent. */

const HAS_TAG = /<[a-z/!?]/i;

for (const area of document.querySelectorAll("textarea[data-writing]")) begin(area);

async function begin(area) {
  const { engine, words } = JSON.parse(area.dataset.writing);
  const kit = await import(engine);
  const frame = make("div", "writing");
  const panel = make("div", "writing__panel");
  panel.hidden = true;
  area.before(frame);
  const editor = new kit.Editor({
    element: frame,
    injectCSS: false,
    extensions: extensionsOf(kit),
    content: htmlOf(area.value),
    editorProps: {
      attributes: {
        class: "writing__text", role: "textbox", "aria-multiline": "true",
        "aria-label": labelOf(area), lang: area.lang,
      },
      transformPastedHTML: fromWord,
    },
    onUpdate() {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  frame.prepend(toolbar(editor, words, panel), panel);
  area.hidden = true;
  // What was written before comes back through the text area.
  area.addEventListener("change", () => editor.commands.setContent(htmlOf(area.value)));
  area.form?.addEventListener("reset", () => setTimeout(() => editor.commands.setContent(htmlOf(area.value))));
}

function extensionsOf(kit) {
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Bold, kit.Italic,
    kit.Subscript, kit.Superscript, kit.BulletList, kit.OrderedList, kit.ListItem,
    kit.Blockquote, kit.HorizontalRule, kit.History, kit.Gapcursor, kit.Dropcursor,
    kit.Figure, kit.Caption, kit.Image,
    kit.Heading.configure({ levels: [2, 3] }),
    kit.Link.configure({ enableTarget: false, autolink: false, protocols: ["mailto", "tel"] }),
  ];
}

/* What was typed without any tag: an empty line parts paragraphs. */
function htmlOf(text) {
  if (HAS_TAG.test(text)) return text;
  const holder = document.createElement("div");
  for (const part of text.split(/\n\s*\n/)) {
    const paragraph = document.createElement("p");
    part.trim().split("\n").forEach((line, at) => paragraph.append(...(at ? [document.createElement("br")] : []), line));
    holder.append(paragraph);
  }
  return holder.innerHTML;
}

function labelOf(area) {
  return area.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() ?? "";
}

function toolbar(editor, words, panel) {
  const run = (step) => () => step(editor.chain().focus()).run();
  const buttons = [
    [words.heading, run((c) => c.toggleHeading({ level: 2 })), () => editor.isActive("heading", { level: 2 })],
    [words.subheading, run((c) => c.toggleHeading({ level: 3 })), () => editor.isActive("heading", { level: 3 })],
    [words.bold, run((c) => c.toggleBold()), () => editor.isActive("bold"), words.boldShort, "bold"],
    [words.italic, run((c) => c.toggleItalic()), () => editor.isActive("italic"), words.italicShort, "italic"],
    [words.bullets, run((c) => c.toggleBulletList()), () => editor.isActive("bulletList")],
    [words.numbers, run((c) => c.toggleOrderedList()), () => editor.isActive("orderedList")],
    [words.quote, run((c) => c.toggleBlockquote()), () => editor.isActive("blockquote")],
    [words.link, () => askForLink(editor, words, panel), () => editor.isActive("link")],
    [words.insert, () => askForReference(editor, words, panel)],
    [words.rule, run((c) => c.setHorizontalRule())],
    [words.undo, run((c) => c.undo())],
    [words.redo, run((c) => c.redo())],
  ];
  const bar = make("div", "writing__bar");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.toolbar);
  const made = buttons.map(([name, act, isOn, short, look]) => {
    const button = make("button", `writing__button${look ? ` writing__button--${look}` : ""}`, short ?? name);
    button.type = "button";
    if (short) { button.title = name; button.setAttribute("aria-label", name); }
    button.addEventListener("click", act);
    bar.append(button);
    return { button, isOn };
  });
  const refresh = () => {
    for (const { button, isOn } of made) if (isOn) button.setAttribute("aria-pressed", String(isOn()));
  };
  editor.on("transaction", refresh);
  refresh();
  walk(bar, made.map(({ button }) => button));
  return bar;
}

/* One stop for the tabulator; the arrows go from button to button. */
function walk(bar, buttons) {
  const stand = (at) => buttons.forEach((button, n) => { button.tabIndex = n === at ? 0 : -1; });
  stand(0);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const to = (steps[event.key] + buttons.length) % buttons.length;
    stand(to);
    buttons[to].focus();
  });
  bar.addEventListener("focusin", (event) => stand(buttons.indexOf(event.target)));
}

function askForLink(editor, words, panel) {
  const now = editor.getAttributes("link").href ?? "";
  ask(editor, words, panel, words.address, now, (address) => {
    if (!address) return editor.chain().focus().extendMarkRange("link").unsetLink().run();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !now)
      return chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run();
    return chain.setLink({ href: address }).run();
  }, now ? words.unlink : "");
}

function askForReference(editor, words, panel) {
  ask(editor, words, panel, words.reference, "", (reference) => {
    if (!reference) return;
    const block = { type: "paragraph", content: [{ type: "text", text: reference }] };
    const { $from } = editor.state.selection;
    const isEmptyLine = $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
    const chain = editor.chain().focus();
    if (isEmptyLine) chain.insertContent(reference).run();
    else chain.insertContentAt($from.after(1), [block, { type: "paragraph" }]).run();
  });
}

/* One line below the buttons: a field, and what to do with it. */
function ask(editor, words, panel, question, value, done, remove = "") {
  const field = make("input", "writing__field");
  const label = make("label", "writing__label", question);
  const take = make("button", "writing__button", words.take);
  const close = make("button", "writing__button", words.close);
  field.value = value;
  field.type = "text";
  label.append(field);
  const leave = (act) => {
    panel.hidden = true;
    panel.replaceChildren();
    if (act) act(); else editor.commands.focus();
  };
  const buttons = [take, close];
  take.addEventListener("click", () => leave(() => done(field.value.trim())));
  close.addEventListener("click", () => leave());
  if (remove) {
    const gone = make("button", "writing__button", remove);
    gone.addEventListener("click", () => leave(() => done("")));
    buttons.splice(1, 0, gone);
  }
  for (const button of buttons) button.type = "button";
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); take.click(); }
    if (event.key === "Escape") { event.preventDefault(); leave(); }
  });
  panel.replaceChildren(label, ...buttons);
  panel.hidden = false;
  field.focus();
}

/* Word writes lists as paragraphs, and headings one level above ours. */
function fromWord(html) {
  // Under another name: the site forbids styles in a page, and we only read them.
  const page = new DOMParser().parseFromString(html.replace(/\sstyle\s*=/gi, " data-style="), "text/html");
  for (const plain of page.querySelectorAll("b[data-style*='font-weight:normal'], b[data-style*='font-weight: normal']"))
    plain.replaceWith(...plain.childNodes);
  for (const span of page.querySelectorAll("span[data-style]")) {
    const says = span.dataset.style;
    if (/font-style:\s*italic/i.test(says)) wrap(page, span, "em");
    if (/font-weight:\s*(bold|[6-9]00)/i.test(says)) wrap(page, span, "strong");
  }
  for (const heading of page.querySelectorAll("h1, h4, h5, h6")) {
    const other = page.createElement(heading.localName === "h1" ? "h2" : "h3");
    other.append(...heading.childNodes);
    heading.replaceWith(other);
  }
  let list = null;
  for (const paragraph of page.querySelectorAll("p[data-style*='mso-list']")) {
    const markers = [...paragraph.querySelectorAll("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")];
    const isCounted = /^\s*\(?[\p{L}\d]+[.)]/u.test(markers[0]?.textContent ?? "");
    for (const marker of markers) marker.remove();
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    if (!list || list.nextElementSibling !== paragraph || list.localName !== (isCounted ? "ol" : "ul")) {
      list = page.createElement(isCounted ? "ol" : "ul");
      paragraph.before(list);
    }
    list.append(item);
    paragraph.remove();
  }
  return page.body.innerHTML;
}

function wrap(page, element, name) {
  const mark = page.createElement(name);
  mark.append(...element.childNodes);
  element.append(mark);
}

function make(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
