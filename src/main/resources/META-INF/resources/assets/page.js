"use strict";
// What pages do in the browser: times, keys, the theme, and the stream of changes.

const language = document.documentElement.lang;
const absolute = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function ago(at) {
  const seconds = Math.round((at - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? UNITS[UNITS.length - 1];
  return relative.format(Math.round(seconds / size), unit);
}

// Times are sent in UTC, and shown in the reader's zone.
function showTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) {
      const text = absolute.format(at);
      time.title = text;
      time.textContent = "absolute" in time.dataset ? text : ago(at);
    }
  }
}

// The changes of state in the last day, a bar for each ten minutes.
let chart = null;

function showDay() {
  const place = document.getElementById("day");
  chart?.destroy();
  chart = null;
  if (!place || typeof uPlot === "undefined") {
    return;
  }
  const cards = place.dataset.cards.split(" ").map(Number);
  const first = Date.parse(place.dataset.first) / 1000;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
  const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const count = new Intl.NumberFormat(language);
  const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  chart = new uPlot({
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (self, least, most) => [0, Math.max(most, 5)] } },
    axes: [
      { ...axis, size: 30, values: (self, times) => times.map((time) => hour.format(time * 1000)) },
      { ...axis, size: 60, values: (self, numbers) => numbers.map((number) => Number.isInteger(number) ? count.format(number) : "") }
    ],
    series: [{}, { fill: colour("--moving"), paths: uPlot.paths.bars({ size: [0.8] }), points: { show: false } }]
  }, [cards.map((each, index) => first + index * 600), cards], place);
}

function chooseTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("cardflow-theme", root.dataset.theme);
  } catch (denied) {
    // It lasts until the page is left.
  }
  showDay();
}

function chooseLanguage(chosen) {
  document.cookie = "cardflow-language=" + chosen + "; path=/; max-age=31536000; SameSite=Strict";
  location.reload();
}

async function copy(button) {
  const text = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = document.body.dataset.copied;
  setTimeout(() => { button.textContent = text; }, 2000);
}

// Moves the focus among the links of the rows.
function move(step) {
  const rows = [...document.querySelectorAll("table.rows tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  if (rows.length > 0) {
    const at = rows.indexOf(document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))].focus();
  }
}

function isTyping(target) {
  return target.closest("input, textarea, select, dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return;
  }
  const keys = {
    "/": () => document.getElementById("find").focus(),
    "?": () => document.getElementById("help").showModal(),
    "j": () => move(1),
    "k": () => move(-1)
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.id === "theme") {
    chooseTheme();
  } else if (button?.id === "help-open") {
    document.getElementById("help").showModal();
  } else if (button?.classList.contains("copy")) {
    copy(button);
  }
});

// A scanner ends each code with Enter: the next field comes, and after the last one the form is sent.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form.scan");
  if (!form || event.key !== "Enter" || event.target.tagName !== "INPUT") {
    return;
  }
  const inputs = [...form.querySelectorAll("input")];
  const next = inputs[inputs.indexOf(event.target) + 1];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

// The figures stay while they are read or a form among them is filled in; a refusal is shown where the
// outcome would be.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  if (target.id === "live") {
    document.getElementById("stream-lost").hidden = event.detail.xhr.status < 400;
    if (target.querySelector("details[open]") || target.querySelector("input:focus")) {
      event.detail.shouldSwap = false;
    }
  } else if (target.closest("#outcome")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.body.addEventListener("htmx:sendError", () => {
  document.getElementById("stream-lost").hidden = false;
});

// The next scan may come before the answer: scans are sent one after another, and none is lost.
const MOST_OUTCOMES = 10;
let sent = Promise.resolve();

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.scan");
  if (!form) {
    return;
  }
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  form.reset();
  // A lock is for good: the next scan does not lock by accident.
  (form.dataset.next ? document.getElementById(form.dataset.next) : form).querySelector("input").focus();
  sent = sent.then(() => send(form.getAttribute("action"), values)).catch(() => {});
});

async function send(path, values) {
  const place = document.createElement("div");
  const outcomes = document.getElementById("outcome");
  outcomes.prepend(place);
  while (outcomes.children.length > MOST_OUTCOMES) {
    outcomes.lastElementChild.remove();
  }
  await htmx.ajax("POST", path, { source: place, target: place, swap: "innerHTML", values });
}

// A time is chosen in the reader's zone, and sent in UTC.
document.addEventListener("formdata", (event) => {
  const chosen = event.formData.get("validUntil");
  if (chosen) {
    const at = new Date(chosen);
    event.formData.set("validUntil", Number.isNaN(at.getTime()) ? chosen : at.toISOString());
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input.all")) {
    for (const box of document.querySelectorAll("input[name=item]")) {
      box.checked = event.target.checked;
    }
  }
});

document.getElementById("language").addEventListener("change", (event) => chooseLanguage(event.target.value));

// One stream a page, and only where something follows it; none while the page is hidden.
let stream = null;

let shown = 0;
let timer = null;

function show() {
  shown = Date.now();
  htmx.trigger(document.body, "changed");
}

// Figures may be two seconds old: what has changed last is shown for certain a moment later.
function changed() {
  if (Date.now() - shown > 2000) {
    show();
  }
  clearTimeout(timer);
  timer = setTimeout(show, 2500);
}

function follow() {
  if (stream || document.hidden || !document.querySelector("[hx-trigger*='changed']")) {
    return;
  }
  stream = new EventSource("/changes");
  stream.addEventListener("changes", (event) => {
    const card = document.querySelector("#live[data-card]")?.dataset.card;
    const { cards, more } = JSON.parse(event.data);
    if (!card || more || cards.includes(card)) {
      changed();
    }
  });
  stream.onopen = () => { document.getElementById("stream-lost").hidden = true; };
  stream.onerror = () => {
    document.getElementById("stream-lost").hidden = false;
    if (stream?.readyState === EventSource.CLOSED) {
      stream = null;
      setTimeout(follow, 5000);
    }
  };
}

function rest() {
  stream?.close();
  stream = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : follow()));
window.addEventListener("pagehide", rest);
document.body.addEventListener("htmx:afterSwap", (event) => {
  showTimes(document);
  if (event.detail.elt.id === "live" || event.detail.target.id === "live") {
    showDay();
  }
  // What was done is shown beside what it has changed.
  const result = event.detail.target.closest("#outcome")?.querySelector(".result.APPLIED");
  if (result) {
    for (const step of document.querySelectorAll("#live details[open]")) {
      step.open = false;
    }
    if (!document.querySelector("form.scan")) {
      result.focus();
    }
    show();
  }
});
window.addEventListener("resize", showDay);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showDay);
setInterval(() => { if (!document.hidden) { showTimes(document); } }, 15000);
showTimes(document);
showDay();
follow();
