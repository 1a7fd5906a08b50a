/* Show the picture behind a link over the whole window; a click gives its full size.
   data-close: the word on the button. Without scripts the link opens the picture. */
export function attach(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    dialog.className = "zoom";
    const image = document.createElement("img");
    image.className = "zoom__image";
    image.src = link.href;
    image.alt = link.querySelector("img:not([alt=''])")?.alt ?? "";
    const close = document.createElement("button");
    close.className = "button zoom__close";
    close.type = "button";
    close.textContent = link.dataset.close;
    close.addEventListener("click", () => dialog.close());
    image.addEventListener("click", () => dialog.classList.toggle("zoom--full"));
    dialog.setAttribute("aria-label", image.alt || close.textContent);
    dialog.append(image, close);
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  });
}
