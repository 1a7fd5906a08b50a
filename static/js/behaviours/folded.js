/* Fold a <details> on a narrow screen where the page sent it open. */
export function attach(details) {
  const narrow = matchMedia("(width < 60rem)");
  const follow = () => { details.open = !narrow.matches; };
  narrow.addEventListener("change", follow);
  follow();
  details.dataset.settled = ""; // until now the stylesheet hid what it holds on a phone
}
