/* Tables from spreadsheets and mails: as Markdown, cut when they are too long to be read in a talk, and whole as CSV.

   fromTable(table, words) and fromTabs(text) return rows of cells; toMarkdown(rows) { markdown, isCut }; toCsv(rows) */

export const MOST_ROWS = 100, ROWS_WHEN_CUT = 20, MOST_SIGNS = 15_000;
const gap = /\s+/g;

/* Returns the cells of a table. A cell over several rows stands in each of them, one over several columns in the first. */
export function fromTable(table, read) {
  const rows = [], open = []; // what still reaches down from the rows above, by column
  for (const { cells } of table.rows) {
    const row = [];
    const fill = () => { while (open[row.length]?.left > 0) { open[row.length].left -= 1; row.push(open[row.length].text); } };
    for (const cell of cells) {
      fill();
      const text = read(cell), down = Math.min(cell.rowSpan || table.rows.length, table.rows.length), across = Math.min(cell.colSpan, 50);
      for (let place = 0; place < across; place += 1) {
        open[row.length] = { left: down - 1, text: place ? "" : text };
        row.push(place ? "" : text);
      }
    }
    fill();
    rows.push(row);
  }
  return square(rows);
}

/* Returns the cells of what a spreadsheet gives as plain text: tabs between cells, quotes around cells with line ends. */
export function fromTabs(text) {
  const rows = [[""]];
  let isQuoted = false, isStart = true;
  for (const part of text.replaceAll("\r\n", "\n").split(/([\t\n"])/)) {
    const row = rows.at(-1), last = row.length - 1;
    if (part === '"' && (isQuoted || isStart)) { isQuoted = !isQuoted; isStart = false; continue; }
    if (part === "\t" && !isQuoted) { row.push(""); isStart = true; continue; }
    if (part === "\n" && !isQuoted) { rows.push([""]); isStart = true; continue; }
    if (part) { row[last] += part; isStart = false; }
  }
  return square(rows.map((row) => row.map((cell) => cell.replace(gap, " ").trim())));
}

/* Makes all rows equally long, without empty rows at the end and empty columns. */
function square(rows) {
  while (rows.length && rows.at(-1).every((cell) => !cell)) rows.pop();
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  rows.forEach((row) => { while (row.length < width) row.push(""); });
  const used = [...Array(width).keys()].filter((column) => rows.some((row) => row[column]));
  return used.length === width ? rows : rows.map((row) => used.map((column) => row[column]));
}

const line = (cells) => `| ${cells.join(" | ")} |`;
const safe = (cell) => cell.replace(gap, " ").trim().replace(/\\?\|/g, "\\|");

export function toMarkdown(rows) {
  if (!rows.length) return { markdown: "", isCut: false };
  const [head, ...body] = rows.slice(0, MOST_ROWS + 1).map((row) => row.map(safe));
  let shown = rows.length > MOST_ROWS + 1 ? body.slice(0, ROWS_WHEN_CUT) : body, signs = 0;
  const fitting = shown.findIndex((row) => (signs += line(row).length) > MOST_SIGNS);
  if (fitting >= 0) shown = shown.slice(0, Math.max(1, fitting));
  const markdown = [line(head.map((cell) => cell.replace(/^\*\*([^*]+)\*\*$/, "$1"))), line(head.map(() => "---")), ...shown.map(line)].join("\n");
  return { markdown, isCut: shown.length < rows.length - 1 };
}

/* Semicolons and a byte order mark: what a spreadsheet with Polish settings opens by a double click. A cell that a
   spreadsheet would compute is text. */
export function toCsv(rows) {
  const cell = (text) => { const plain = /^[=+@]|^-(?![\d.,\s]*$)/.test(text) ? `'${text}` : text; return /[";\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain; };
  return `\ufeff${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}
