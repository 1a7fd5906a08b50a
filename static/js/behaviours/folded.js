/* Fold a <details> on a narrow screen where the page sent it open. */
export function attach(details) {
  const narrow = matchMedia("(width < 60rem)");
  const sent = details.open; // what was sent folded stays so: opening it would push the rest down
  const follow = () => { details.open = sent && !narrow.matches; };
  narrow.addEventListener("change", follow);
  follow();
  details.dataset.settled = ""; // until now the stylesheet hid what it holds on a phone
}
