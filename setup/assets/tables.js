// Lets the rows of a table be put in the order of a column: a press on its head, a second one the other way round.
// Numbers are read out of the text; what is not shown stays last. Without this script the tables are whole as they are.

const number = (text) => {
  const found = text.replace(/(\d),(\d{3})/g, "$1$2").replace("−", "-").match(/-?\d+(\.\d+)?/);
  return found ? Number(found[0]) : NaN;
};

const order = (a, b, way) => {
  const [left, right] = [number(a), number(b)];
  if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  return way * (Number.isNaN(left) ? a.localeCompare(b, document.documentElement.lang) : left - right);
};

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const press = document.createElement("button");
    press.type = "button";
    press.className = "app-sort";
    if (head.querySelector("a")) {
      press.textContent = "↕"; // the name leads to a page of its own
      press.setAttribute("aria-label", `Sort by ${head.textContent.trim()}`);
    } else {
      press.append(...head.childNodes);
    }
    head.append(press);
    press.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
      const text = (row) => row.cells[column].textContent.trim();
      const names = column === 0 ? (a, b) => way * text(a).localeCompare(text(b)) : (a, b) => order(text(a), text(b), way);
      const whole = (row) => row.classList.contains("app-whole");
      const rows = [...table.tBodies[0].rows].sort((a, b) => whole(a) - whole(b) || names(a, b));
      table.tBodies[0].append(...rows);
    });
  });
}
