// A table with sortable headings in which a row or cell opens an activity. Texts from data are set as text, never as HTML.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".lb-matrix");
  root.setAttribute("aria-label", data.caption);
  // On a phone the newest tertial stands first, as the others are outside the screen.
  const newestFirst = (cells) => {
    const end = 1 + data.tertials;
    return [cells[0], ...cells.slice(1, end).reverse(), ...cells.slice(end)];
  };
  const ordered = matchMedia("(max-width: 700px)").matches ? newestFirst : (cells) => cells;
  const headings = ordered(data.headings);
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  headings.forEach((heading, column) => head.append(headingCell(heading, column)));
  data.groups.forEach((group) => table.append(body(group)));
  root.replaceChildren(table);
  sort(root.sorted);
  if (root.awaited === data.chosen) showOpened();

  // The opened activity stands under the table, which may be longer than the screen.
  function showOpened(tries = 60) {
    const opened = document.querySelector(`[data-opened="${CSS.escape(data.chosen)}"]`);
    if (opened) {
      root.awaited = null;
      opened.scrollIntoView({ block: "nearest", behavior: "smooth" });
    } else if (tries) requestAnimationFrame(() => showOpened(tries - 1));
  }

  function headingCell(text, column) {
    const cell = document.createElement("th");
    const button = document.createElement("button");
    cell.scope = "col";
    button.textContent = text;
    button.title = `Sortera efter ${text}`;
    button.onclick = () => {
      const { column: last, falling } = root.sorted ?? {};
      sort({ column, falling: last === column && !falling });
    };
    cell.append(button);
    return cell;
  }

  function body(group) {
    const part = document.createElement("tbody");
    if (group.heading) {
      const cell = document.createElement("th");
      cell.colSpan = data.headings.length;
      cell.scope = "rowgroup";
      cell.textContent = `${group.heading} (${group.rows.length})`;
      part.insertRow().append(cell);
    }
    group.rows.forEach((row) => part.append(line(row)));
    return part;
  }

  function line(row) {
    const tr = document.createElement("tr");
    const name = document.createElement("th");
    const button = document.createElement("button");
    tr.row = { ...row, cells: ordered(row.cells) };
    tr.className = row.id === data.chosen ? "chosen" : "";
    tr.onclick = () => {
      root.awaited = row.id;
      setTriggerValue("chosen", row.id);
    };
    name.scope = "row";
    button.textContent = row.cells[0].text;
    button.setAttribute("aria-pressed", row.id === data.chosen);
    name.append(button);
    tr.append(name);
    tr.row.cells.slice(1).forEach(({ text, title, fill, ink, reading }) => {
      const cell = tr.insertCell();
      const content = document.createElement("span");
      content.textContent = text;
      content.className = fill ? "status" : "";
      content.classList.toggle("reading", Boolean(reading));
      cell.title = title ?? "";
      content.style.background = fill ?? "";
      content.style.color = ink ?? "";
      cell.append(content);
    });
    return tr;
  }

  function sort(by) {
    root.sorted = by;
    if (!by || by.column >= data.headings.length) return;
    [...head.cells].forEach((cell, column) => {
      if (column === by.column) cell.setAttribute("aria-sort", by.falling ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    const compare = (a, b) => {
      const [x, y] = [a.row.cells[by.column], b.row.cells[by.column]];
      const difference = "order" in x ? x.order - y.order : x.text.localeCompare(y.text, "sv");
      return by.falling ? -difference : difference;
    };
    for (const part of table.tBodies) part.append(...[...part.rows].filter((tr) => tr.row).sort(compare));
  }
}
