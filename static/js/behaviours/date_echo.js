/* Under a field for a date in free words: how we understand it, while it is typed. */
const PAUSE_MS = 350;

export function attach(field) {
  const input = field.querySelector("input");
  const echo = field.querySelector(".field__echo");
  let timer = 0;
  let asked = "";

  const ask = async () => {
    const text = input.value.trim();
    asked = text;
    if (!text) {
      echo.textContent = "";
      return;
    }
    try {
      const response = await fetch(`${field.dataset.url}?text=${encodeURIComponent(text)}`);
      if (!response.ok) return;
      const answer = await response.json();
      if (asked !== text) return;
      echo.textContent = answer.sentence;
      echo.classList.toggle("field__echo--wrong", answer.is_impossible);
    } catch { /* no connection: the form says it when it is sent */ }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
}
