/* Leave a private page quickly: a public page takes its place in the history as well. */
export function attach(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    location.replace(link.href);
  });
}
