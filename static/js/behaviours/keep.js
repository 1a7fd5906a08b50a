/* Put an item on the shelf without loading the page again; the answer is told beside. */
export function attach(form) {
  const told = form.parentElement.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      told.textContent = (await answer.json()).said;
    } catch {
      form.submit(); // the page says what is wrong
    }
    button.disabled = false;
  });
}
