// The ledger: search and sort its rows, jump from a figure in the text to its row.
for (const box of document.querySelectorAll(".underline")) {
  box.addEventListener("change", () => {
    root.classList.toggle("plain-figures", !box.checked);
    for (const other of document.querySelectorAll(".underline")) other.checked = box.checked;
  });
}

for (const search of document.querySelectorAll(".ledger-search")) {
  const rows = [...search.closest(".ledger").querySelectorAll("tbody tr")];
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const row of rows) row.hidden = Boolean(wanted) && !row.textContent.toLowerCase().includes(wanted);
  });
}

function keyOf(row, column) {
  const cell = row.cells[column];
  const shown = cell.querySelector(`span[lang="${root.dataset.lang}"]`) || cell;
  return "key" in cell.dataset ? cell.dataset.key : shown.textContent.trim();
}

function compareKeys(a, b) {
  if (a === "" || b === "") return (a === "") - (b === "");
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b, "zh") : difference;
}

for (const head of document.querySelectorAll(".figures thead th")) {
  head.querySelector("button").addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = head.closest("table").tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, head.cellIndex), row]);
    keyed.sort((a, b) => (down ? -1 : 1) * compareKeys(a[0], b[0]));
    body.append(...keyed.map((pair) => pair[1]));
  });
}

// A cell that a spreadsheet would take for a formula gets an apostrophe; a plain negative number is none.
function quoteCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+%?$/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function writeTable(table) {
  const lines = [...table.rows].filter((row) => !row.hidden).map((row) =>
    [...row.cells].map((cell) => quoteCell(shownText(cell))).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function shownText(cell) {
  const copy = cell.cloneNode(true);
  for (const other of copy.querySelectorAll(`span[lang="${root.dataset.lang === "zh" ? "en" : "zh"}"]`)) other.remove();
  for (const paragraph of copy.querySelectorAll("p + p")) paragraph.prepend("; ");
  return copy.textContent.replace(/\s+/g, " ").trim();
}

for (const button of document.querySelectorAll(".export")) {
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([writeTable(button.closest(".ledger").querySelector("table"))], { type: "text/csv" }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

document.addEventListener("click", (event) => {
  const figure = event.target.closest(".figure[data-figure]");
  if (figure) location.hash = figure.dataset.figure;
  const place = event.target.closest(".places a, .slip-foot a");
  const panel = place && place.closest("[data-panel]");
  if (!panel) return;
  for (const element of document.querySelectorAll(".here")) element.classList.remove("here");
  panel.classList.add("here");
  for (const mark of marksOf(panel)) mark.classList.add("here");
  tieMarks(marksOf(panel));
});
