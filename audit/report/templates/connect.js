// What belongs together: a line between the figures of the chosen finding, and a short word at a mark under the pointer or the focus.
const SVG = "http://www.w3.org/2000/svg";

function tieMarks(found) {
  for (const old of document.querySelectorAll(".tie")) old.remove();
  const places = found.filter((mark) => mark.id && mark.offsetParent);
  const papers = new Map();
  for (const mark of places) {
    const paper = mark.closest(".paper");
    papers.set(paper, [...(papers.get(paper) || []), mark]);
  }
  for (const [paper, ends] of papers) if (ends.length > 1 && ends.length <= 12) paper.append(drawTie(paper, ends));
}

function drawTie(paper, ends) {
  const frame = paper.getBoundingClientRect();
  const points = ends.map((mark) => {
    const box = mark.getClientRects()[0];
    return [box.left + box.width / 2 - frame.left, box.top - frame.top];
  });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "tie");
  svg.setAttribute("aria-hidden", "true");
  points.forEach(([x, y], place) => {
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("cx", x); dot.setAttribute("cy", y); dot.setAttribute("r", 3.5);
    svg.append(dot);
    if (!place) return;
    const [x0, y0] = points[place - 1];
    const path = document.createElementNS(SVG, "path");
    const lift = 14 + Math.min(26, Math.abs(x - x0) / 12);
    path.setAttribute("d", `M${x0} ${y0} C${x0} ${y0 - lift} ${x} ${y - lift} ${x} ${y}`);
    svg.append(path);
  });
  return svg;
}

const peek = document.getElementById("peek");

function showPeek(mark) {
  const shown = panelsOf(mark).filter((panel) => !panel.hidden).slice(0, 3);
  peek.replaceChildren(...shown.flatMap((panel) => {
    const title = document.createElement("b");
    title.textContent = titleOf(panel);
    const message = panel.querySelector(".message");
    const words = message && (message.querySelector(`span[lang="${root.dataset.lang}"]`) || message).textContent;
    if (!words) return [title];
    const line = document.createElement("span");
    line.textContent = words;
    return [title, line];
  }));
  peek.hidden = !shown.length;
  const box = mark.getClientRects()[0];
  peek.style.left = `${Math.max(8, Math.min(box.left, innerWidth - peek.offsetWidth - 12)) + scrollX}px`;
  peek.style.top = `${(box.top > peek.offsetHeight + 90 ? box.top - peek.offsetHeight - 8 : box.bottom + 8) + scrollY}px`;
}

for (const mark of document.querySelectorAll(".mark[title]")) {
  mark.setAttribute("aria-description", mark.title);
  mark.removeAttribute("title"); // the browser's own would stand over ours
}
document.addEventListener("pointerover", (event) => {
  const mark = event.target.closest(".mark");
  if (mark && event.pointerType === "mouse") showPeek(mark);
  else peek.hidden = true;
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches(".mark:focus-visible")) showPeek(event.target);
});
for (const gone of ["focusout", "click"]) document.addEventListener(gone, () => { peek.hidden = true; });
addEventListener("resize", () => tieMarks(current ? marksOf(current) : []));
