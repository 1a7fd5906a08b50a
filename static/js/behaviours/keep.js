/* Put an item on the shelf without loading the page again; the answer is told beside. */
export function attach(form) {
  const told = form.querySelector("[role=status]") ?? form.parentElement.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const said = button?.querySelector("[data-part=said]"); // one of many, in a list
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    event.preventDefault();
    if (button) button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      told.textContent = (await answer.json()).said;
      if (said) said.textContent = told.textContent;
    } catch {
      form.addEventListener("formdata", (sent) => body.forEach((value, name) => sent.formData.set(name, value)));
      form.submit(); // the page says what is wrong
    }
    if (button) button.disabled = false;
    button?.focus();
  });
}
