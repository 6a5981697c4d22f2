// Finding panels: filter them, walk through them, and go from a mark in the text to its panel and back.
const form = document.getElementById("filters");
let panels = [...document.querySelectorAll("[data-panel]")];
const marks = [...document.querySelectorAll(".mark")];
const byNumber = new Map(panels.map((panel) => [panel.dataset.panel, panel]));
const words = new Map(panels.map((panel) => [panel, panel.textContent.toLowerCase()]));
let current = null;

function isWanted(panel, wanted) {
  const data = panel.dataset;
  return wanted.severities.has(data.severity)
    && (!wanted.category || wanted.category === data.category)
    && (!wanted.rule || wanted.rule === data.rule)
    && (!wanted.state || wanted.state === data.state)
    && (!wanted.document || wanted.document === panel.closest(".document").dataset.document)
    && (!wanted.text || words.get(panel).includes(wanted.text));
}

function applyFilters() {
  const data = new FormData(form);
  const wanted = {
    severities: new Set(data.getAll("severity")), category: data.get("category"), rule: data.get("rule"),
    state: data.get("state"),
    document: data.get("document"), text: (data.get("text") || "").trim().toLowerCase(),
  };
  for (const panel of panels) panel.hidden = !isWanted(panel, wanted);
  for (const group of document.querySelectorAll(".group")) {
    const shown = group.querySelectorAll("[data-panel]:not([hidden])").length;
    group.hidden = !shown;
    group.querySelector(".many").textContent = shown;
  }
  const narrowed = panels.some((panel) => !panel.hidden) && (wanted.category || wanted.rule || wanted.state || wanted.text);
  for (const section of document.querySelectorAll(".document")) {
    const found = section.querySelectorAll("[data-panel]:not([hidden])").length;
    section.hidden = wanted.document ? wanted.document !== section.dataset.document : Boolean(narrowed) && !found;
    const count = section.querySelector(".findings h3 small");
    count.dataset.all ??= count.textContent;
    count.textContent = found === section.querySelectorAll("[data-panel]").length ? count.dataset.all : `${found} / ${count.dataset.all}`;
  }
  for (const mark of marks) mark.classList.toggle("off", panelsOf(mark).every((panel) => panel.hidden));
  sortPanels(data.get("order"));
  countShown();
}

const ranks = ["error", "warning", "info"];
const places = new Map([...document.querySelectorAll(".findings > .panel, .findings > .group")].map((element, place) => [element, place]));

function sortPanels(order) {
  if (order === (form.dataset.order || "place")) return;
  form.dataset.order = order;
  const rank = (element) => order === "severity" ? ranks.findIndex((name) => element.classList.contains(name)) : 0;
  for (const list of document.querySelectorAll(".findings")) {
    const items = [...list.children].filter((element) => places.has(element));
    list.append(...items.sort((a, b) => rank(a) - rank(b) || places.get(a) - places.get(b)));
  }
  panels = [...document.querySelectorAll("[data-panel]")];
}

// A count at the top is a filter: choosing it again takes the filter off.
document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (!pick || form.hidden) return;
  event.preventDefault();
  const field = form.elements[pick.dataset.pick];
  field.value = field.value === pick.dataset.value ? "" : pick.dataset.value;
  applyFilters();
  form.scrollIntoView({ block: "start" });
});

function panelsOf(mark) {
  return mark.dataset.panels.split(" ").map((number) => byNumber.get(number));
}

function countShown() {
  const shown = panels.filter((panel) => !panel.hidden);
  const place = shown.indexOf(current);
  document.getElementById("shown").textContent = place < 0 ? shown.length : `${place + 1} / ${shown.length}`;
  document.getElementById("none-shown").hidden = shown.length > 0 || panels.length === 0;
  return shown;
}

function marksOf(panel) {
  return marks.filter((mark) => mark.dataset.panels.split(" ").includes(panel.dataset.panel));
}

function choosePanel(panel, { text = false, focus = true } = {}) {
  for (const element of document.querySelectorAll(".here")) element.classList.remove("here");
  current = panel;
  for (let group = panel.closest("details.group"); group; group = null) group.open = true;
  panel.classList.add("here");
  const found = marksOf(panel);
  for (const mark of found) mark.classList.add("here");
  tieMarks(found);
  history.replaceState(null, "", `#${panel.id}`);
  const wide = matchMedia("(min-width: 1101px)").matches;
  if (text && wide && found.length) found[0].scrollIntoView({ block: "center" });
  scrollPanel(panel, wide);
  if (focus) panel.focus({ preventScroll: true });
  countShown();
}

function scrollPanel(panel, wide) {
  const list = panel.closest(".findings");
  if (!wide) {
    panel.scrollIntoView({ block: "start" });
  } else {
    const offset = panel.getBoundingClientRect().top - list.getBoundingClientRect().top;
    list.scrollTop += offset - 12;
  }
}

function walk(step) {
  const shown = panels.filter((panel) => !panel.hidden);
  if (!shown.length) return;
  const place = shown.indexOf(current);
  choosePanel(shown[(place < 0 ? (step > 0 ? 0 : shown.length - 1) : place + step + shown.length) % shown.length], { text: true });
}

const chooser = document.getElementById("chooser");

function openChooser(mark, choices) {
  chooser.replaceChildren();
  const title = document.createElement("p");
  title.textContent = chooser.getAttribute("aria-label");
  chooser.append(title);
  for (const panel of choices) {
    const link = document.createElement("a");
    link.href = `#${panel.id}`;
    link.textContent = titleOf(panel);
    link.addEventListener("click", (event) => { event.preventDefault(); chooser.hidden = true; choosePanel(panel); });
    chooser.append(link);
  }
  chooser.hidden = false;
  const box = mark.getBoundingClientRect();
  chooser.style.left = `${Math.max(8, Math.min(box.left, innerWidth - chooser.offsetWidth - 12)) + scrollX}px`;
  chooser.style.top = `${box.bottom + 6 + scrollY}px`;
  chooser.querySelector("a").focus();
}

function titleOf(panel) {
  const title = panel.querySelector("h4") || panel.closest(".group").querySelector(".head b");
  const shown = title.querySelector(`span[lang="${root.dataset.lang}"]`) || title;
  return shown.textContent;
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (!mark) {
    if (!event.target.closest(".chooser")) chooser.hidden = true;
    return;
  }
  event.preventDefault();
  const choices = panelsOf(mark).filter((panel) => !panel.hidden);
  if (choices.length > 1) openChooser(mark, choices);
  else if (choices.length) choosePanel(choices[0]);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") chooser.hidden = peek.hidden = true;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "n") walk(1);
  if (event.key === "p") walk(-1);
});

function followHash() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.matches("[data-panel]")) choosePanel(target, { text: true });
  for (let outer = target.closest("details:not([open])"); outer; outer = outer.parentElement.closest("details:not([open])")) {
    outer.open = true;
    target.scrollIntoView({ block: "center" });
  }
}

const finer = document.getElementById("finer");
finer.addEventListener("click", () => {
  finer.setAttribute("aria-expanded", String(document.getElementById("finer-set").classList.toggle("shown")));
});
form.addEventListener("input", applyFilters);
form.addEventListener("reset", () => setTimeout(applyFilters));
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("next").addEventListener("click", () => walk(1));
document.getElementById("previous").addEventListener("click", () => walk(-1));
addEventListener("hashchange", followHash);
new ResizeObserver(() => root.style.setProperty("--bar", `${form.offsetHeight}px`)).observe(form); // it may take two rows
applyFilters(); // a browser may have kept the fields from before a reload
followHash();
