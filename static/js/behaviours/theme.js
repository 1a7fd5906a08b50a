/* Let the reader choose light, dark or the system's way, and remember it here only. */
const KEY = "theme";

const remembered = () => {
  try { return localStorage.getItem(KEY) ?? "auto"; } catch { return "auto"; }
};

const remember = (theme) => {
  try {
    if (theme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch { /* storage is forbidden: the choice lasts until the page is left */ }
};

const apply = (theme) => {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

export function attach(fieldset) {
  fieldset.hidden = false;
  const chosen = fieldset.querySelector(`input[value="${remembered()}"]`);
  if (chosen) chosen.checked = true;
  fieldset.addEventListener("change", (event) => {
    apply(event.target.value);
    remember(event.target.value);
  });
}
