/* Find a collection by a few letters; those filled lately are one press away.
   data-search, data-none: the words. Without scripts the whole list is there. */
export function attach(box) {
  const rows = [...box.querySelectorAll(".places__one")];
  const recent = box.querySelector("[data-recent]");
  if (recent) {
    recent.hidden = false;
    for (const button of recent.querySelectorAll("[data-pick]")) {
      button.addEventListener("click", () => pick(button.dataset.pick));
    }
  }
  if (!rows.length) return;

  const label = document.createElement("label");
  label.className = "places__search";
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.dataset.key = "c";
  const words = document.createElement("span");
  words.textContent = box.dataset.search;
  label.append(words, input);
  const none = document.createElement("p");
  none.className = "quiet small";
  none.setAttribute("role", "status");
  rows[0].parentElement.before(label);
  rows[0].parentElement.append(none);

  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    let left = 0;
    for (const row of rows) {
      const stays = row.dataset.title.includes(wanted) || row.querySelector(":checked");
      row.hidden = !stays;
      if (row.dataset.title.includes(wanted)) left += 1;
    }
    none.textContent = left ? "" : box.dataset.none;
  };
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.blur();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const wanted = input.value.trim().toLowerCase();
    const found = wanted && rows.find((row) => row.dataset.title.includes(wanted));
    if (!found) return;
    pick(found.querySelector("[type=checkbox]").value);
    input.value = "";
    narrow();
  });

  function pick(key) {
    const row = rows.find((one) => one.querySelector("[type=checkbox]").value === key);
    if (!row) return;
    const tick = row.querySelector("[type=checkbox]");
    tick.checked = !tick.checked;
    row.hidden = false;
    row.scrollIntoView({ block: "nearest" });
    if (tick.checked) row.querySelector("textarea").focus();
  }
}
