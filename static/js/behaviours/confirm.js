/* Ask in a dialog before a form is sent. data-confirm names the <dialog>; its button
   of value "yes" agrees. Without scripts the form is sent at once (the server can undo). */
export function attach(form) {
  const dialog = document.getElementById(form.dataset.confirm);
  if (!dialog?.showModal) return;
  let submitter = null;
  let agreed = false;
  form.addEventListener("submit", (event) => {
    if (agreed) return;
    event.preventDefault();
    submitter = event.submitter;
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    agreed = true;
    form.requestSubmit(submitter);
    agreed = false;
  });
}
