/* Find an item while the form stays: data-from is the address that gives the list.
   Without scripts the same buttons send the form, and it comes back with the list. */
export function attach(box) {
  const input = box.querySelector("[name=find]");
  const list = box.querySelector("[data-list]");
  const form = box.closest("form");
  const look = box.querySelector("[name=look]");
  let asked = 0;

  // Where it is not added to an item the box is folded away: the key chooses that first.
  const opener = form.querySelector("[name=how]:is([value=extend], [value=memory])");
  if (opener?.type === "radio") {
    opener.dataset.key = "f";
    opener.addEventListener("click", () => input.focus());
  }

  async function find() {
    const turn = (asked += 1);
    const answer = await fetch(`${box.dataset.from}?find=${encodeURIComponent(input.value)}`).catch(() => null);
    if (turn !== asked || !answer?.ok) return false;
    list.innerHTML = await answer.text();
    return true;
  }
  look.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!(await find())) form.requestSubmit(look);
  }, { once: false });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.blur();
    if (event.key !== "Enter") return;
    event.preventDefault();
    find().then((came) => came && list.querySelector("[data-take]")?.focus());
  });
  list.addEventListener("click", (event) => {
    const taken = event.target.closest("[data-take]");
    if (!taken) return;
    event.preventDefault();
    form.elements.extend.value = taken.dataset.take;
    const how = [...form.querySelectorAll("[name=how]")];
    const adds = (one) => ["extend", "replace", "memory"].includes(one.value);
    if (!how.some((one) => one.checked && adds(one))) {
      const first = how.find((one) => ["extend", "memory"].includes(one.value));
      if (first) first.checked = true;
    }
    form.elements.extend.focus();
  });
  // Enter in a line of the form publishes, as the button of the bar does.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented) return;
    if (!event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    document.querySelector(`button[form="${form.id}"]`)?.click();
  });
}
