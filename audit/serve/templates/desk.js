"use strict";
const form = document.getElementById("desk");
if (form) {
  const drop = document.getElementById("drop");
  const files = form.querySelector("input[type=file]");
  const tell = () => { document.getElementById("chosen").textContent = [...files.files].map((file) => file.name).join("、"); };
  files.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; tell(); }
  });
  form.addEventListener("submit", () => { form.querySelector("button[type=submit]").disabled = true; });
}
