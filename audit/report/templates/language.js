"use strict";
// The page is complete without this script: it adds the language switch, filters, walking, copying and sorting.
const root = document.documentElement;
root.classList.add("js");

function setLanguage(name) {
  root.dataset.lang = name;
  root.lang = name === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-attribute]")) {
    element.setAttribute(element.dataset.attribute, element.dataset[name]);
  }
}

document.getElementById("language").addEventListener("click", () => setLanguage(root.dataset.lang === "zh" ? "en" : "zh"));

function announce(text) {
  document.getElementById("spoken").textContent = text;
}

for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    const before = [...button.childNodes];
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      selectText(button.previousElementSibling);
      document.execCommand("copy");
    }
    button.textContent = root.dataset.lang === "zh" ? "已复制" : "Copied";
    announce(button.textContent);
    setTimeout(() => button.replaceChildren(...before), 1500);
  });
}

function selectText(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open]):not(.why)")];
  for (const element of opened) element.open = true;
});
addEventListener("afterprint", () => {
  for (const element of opened) element.open = false;
});

const charts = document.querySelector("details.charts");
if (charts && matchMedia("(max-width: 900px)").matches) charts.open = false; // findings first where there is little room
