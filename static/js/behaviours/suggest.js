/* Complete what is typed into a search field: a combobox with a list of links.
   data-from: the address that answers; data-some, data-none: what is said of the list.
   Who listens to "suggest:chosen" may do something else than open the address.
   Without scripts the field is an ordinary one. */
const WAIT = 160;
let lists = 0;

export function attach(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = `suggestions-${(lists += 1)}`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  form.append(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer;
  let asked = 0;
  let chosen = -1;

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    choose(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function take(option) {
    const { url } = option.dataset;
    const chosen = new CustomEvent("suggest:chosen", { bubbles: true, cancelable: true, detail: { url, label: option.firstChild.textContent } });
    if (form.dispatchEvent(chosen)) location.assign(url);
    else close();
  }

  function choose(number) {
    chosen = number;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === chosen));
    }
    const option = list.children[chosen];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(line));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = suggestions.length
      ? form.dataset.some.replace("0", suggestions.length)
      : form.dataset.none;
    choose(-1);
  }

  function line(one, at) {
    const option = document.createElement("li");
    option.id = `${list.id}-${at}`;
    option.className = "suggest__one";
    option.setAttribute("role", "option");
    option.dataset.url = one.url;
    for (const [name, text] of [["label", one.label], ["note", one.note], ["kind", one.kind]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = `suggest__${name}`;
      part.textContent = text;
      option.append(part, " ");
    }
    return option;
  }

  async function ask() {
    const turn = (asked += 1);
    const words = input.value.trim();
    if (words.length < 2) return close();
    const answer = await fetch(`${form.dataset.from}?q=${encodeURIComponent(words.slice(0, 100))}`).catch(() => null);
    if (turn !== asked || !answer?.ok || document.activeElement !== input) return;
    const found = await answer.json();
    if (turn === asked) show(found.suggestions);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return ask();
      const down = event.key === "ArrowDown";
      // Before the first and behind the last stands what was typed.
      if (down) choose(chosen === last ? -1 : chosen + 1);
      else choose(chosen === -1 ? last : chosen - 1);
    } else if (event.key === "Enter" && !list.hidden && list.children[chosen]) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
  input.addEventListener("blur", close);
  // The press must not take the focus away before the click is there.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
