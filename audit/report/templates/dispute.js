// A finding that is no error: the reader's reason becomes the entry that suppresses it.
function quoteToml(text) {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

for (const dispute of document.querySelectorAll(".dispute")) {
  const { rule, path, text } = dispute.dataset;
  const [reason, outcome] = [dispute.querySelector("input"), dispute.querySelector("div")];
  reason.addEventListener("input", () => {
    const entry = [["rule", rule], ["path", path], ["text", text], ["reason", reason.value.trim()]]
      .filter((pair) => pair[1]).map(([key, value]) => `${key} = ${quoteToml(value)}`);
    outcome.hidden = !reason.value.trim();
    outcome.querySelector("pre").textContent = outcome.querySelector(".copy").dataset.copy = `[[suppress]]\n${entry.join("\n")}\n`;
  });
}
