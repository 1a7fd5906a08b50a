/* Words selected in the story or in a letter come into the form that marks them.
   They are taken when the form opens; while it is open, a new selection replaces them. */
export function attach(details) {
  const field = details.querySelector("[name=words]");
  const take = () => {
    const chosen = getSelection();
    const words = chosen?.toString().trim();
    if (!words || !chosen.anchorNode) return;
    if (!chosen.anchorNode.parentElement?.closest("[data-markable]")) return;
    field.value = words.replace(/\s+/g, " ").slice(0, 200);
  };
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    take();
    (field.value ? details.querySelector("[name=field]") : field).focus();
  });
  document.addEventListener("mouseup", () => details.open && take());
}
