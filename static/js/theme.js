/* Runs before the first paint: the chosen theme, and the sign that scripts run. */
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (refused) { /* storage is forbidden: follow the system */ }
})();
