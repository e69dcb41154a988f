"use strict";
// Sort tables by a column, and show the lines of what the pointer is over. The page is complete without it.
for (const head of document.querySelectorAll("thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    const table = head.closest("table");
    const body = table.tBodies[0];
    const value = (row) => row.cells[head.cellIndex].dataset.sort ?? row.cells[head.cellIndex].textContent;
    const rows = [...body.rows].sort((a, b) => value(a).localeCompare(value(b), "en", { numeric: true }));
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...(down ? rows.reverse() : rows));
  });
}
for (const map of document.querySelectorAll(".map")) {
  const lines = [...map.querySelectorAll(".line")];
  const trace = (event) => {
    const row = event.target.closest(".row[data-to]");
    const box = event.target.closest(".box, .file");
    const on = (line) => {
      const { from, to } = line.dataset;
      return row ? from === box.id && to === row.dataset.to : box && (from === box.id || to === box.id);
    };
    for (const line of lines) line.classList.toggle("on", Boolean(on(line)));
    map.classList.toggle("traced", lines.some(on));
  };
  map.addEventListener("pointerover", trace);
  map.addEventListener("pointerleave", () => map.classList.remove("traced"));
}
