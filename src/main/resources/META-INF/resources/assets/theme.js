// Applied before the page is drawn, so that it does not flash.
(function () {
  try {
    const theme = localStorage.getItem("cardflow-theme");
    if (theme === "dark" || theme === "light") {
      document.documentElement.dataset.theme = theme;
    }
  } catch (denied) {
    // The system's choice applies.
  }
})();
