/* Arrange a list by dragging, or by Alt with the arrow keys on a handle; the buttons and
   numbers of the page do the same without scripts. Each move is saved at once. */

/** Attach to a list whose rows are [data-entry], with a handle each. */
export function attach(list) {
  const say = document.querySelector("[data-part='arranged']");
  let dragged = null;

  for (const row of list.querySelectorAll("[data-entry]")) {
    const handle = row.querySelector("[data-part='handle']");
    handle.hidden = false;
    handle.draggable = true;
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const beside = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!beside) return;
      beside[step < 0 ? "before" : "after"](row);
      handle.focus();
      send(row);
    });
    handle.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.entry);
      event.dataTransfer.setDragImage(row, 20, 20);
      row.classList.add("arrange__one--moving");
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("arrange__one--moving");
      if (dragged && "moved" in dragged.dataset) send(dragged);
      dragged = null;
    });
  }

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest?.("[data-entry]");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
    dragged.dataset.moved = "";
  });
  list.addEventListener("drop", (event) => event.preventDefault());

  async function send(row) {
    delete row.dataset.moved;
    const to = Number(list.dataset.first) + [...list.children].indexOf(row);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]")?.value ?? list.dataset.token);
    body.set("entry", row.dataset.entry);
    body.set("to", String(to));
    body.set("seen", list.dataset.seen);
    queue = queue.then(() => post(body));
    await queue;
  }

  let queue = Promise.resolve();
  async function post(body) {
    body.set("seen", list.dataset.seen);
    let answer;
    try {
      answer = await fetch(list.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      say.textContent = list.dataset.offline;
      return;
    }
    if (!answer.ok) {
      const told = answer.status === 409 ? (await answer.json()).detail : list.dataset.offline;
      say.textContent = `${told} ${list.dataset.again}`;
      say.classList.add("arrange__said--bad");
      return;
    }
    const { said, seen } = await answer.json();
    list.dataset.seen = String(seen);
    for (const input of document.querySelectorAll("input[name='seen']")) input.value = String(seen);
    say.classList.remove("arrange__said--bad");
    say.textContent = said;
    [...list.children].forEach((one, number) => {
      const place = one.querySelector("[data-part='place']");
      if (place) place.value = String(Number(list.dataset.first) + number + 1);
    });
  }
}
