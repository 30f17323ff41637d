import { trim } from '../../whitespace.ts';
import { RunFinder } from '../backticks.ts';
import { append, type Block, type Rule } from './blocks.ts';

const MARK = /\\\\|(\\?)(`+)|\\?\|/g;
const DIVIDER = /^[|:\- ]*$/;

function endsWithBar(row: string): boolean {
  let backslashes = 0;
  while (row[row.length - 2 - backslashes] === '\\') backslashes++;
  return row.endsWith('|') && backslashes % 2 === 0;
}

/** The cells of a row: between bars that are neither escaped nor in code. */
function splitAtBars(row: string): string[] {
  const marks = Array.from(row.matchAll(MARK), ({ 0: text, 1: escape, 2: backticks, index }) => ({
    text,
    index,
    backticks: { start: index + (escape?.length ?? 0), length: backticks?.length ?? 0 },
    width: (backticks?.length ?? 0) - (escape?.length ?? 0),
  }));
  const runs = new RunFinder(marks.map(({ backticks }) => backticks));
  const cells: string[] = [];
  let from = 0;
  let codeEnd = 0;
  for (const { text, index, width } of marks) {
    if (index < codeEnd) continue;
    if (text === '|') {
      cells.push(row.slice(from, index));
      from = index + 1;
    } else if (width > 0) codeEnd = (runs.find(width, index + text.length) ?? -width) + width;
  }
  return [...cells, row.slice(from)];
}

function cellsOf(row: string, isBordered: boolean): string[] {
  const start = isBordered && row.startsWith('|') ? 1 : 0;
  const end = isBordered && endsWithBar(row) ? row.length - 1 : row.length;
  return splitAtBars(row.slice(start, end)).map(trim);
}

function alignmentOf(cell: string): string {
  const [left, right] = [cell.startsWith(':'), cell.endsWith(':')];
  if (!left && !right) return '';
  return ` style="text-align: ${left ? (right ? 'center' : 'left') : 'right'};"`;
}

function appendRow(parent: Block, tag: 'th' | 'td', cells: readonly string[], alignments: readonly string[]): void {
  const row = append(parent, 'tr');
  for (const [index, alignment] of alignments.entries()) append(row, tag, cells[index], alignment);
}

const hasBar = (row: string): boolean => row.startsWith('|') || endsWithBar(row);

/** A row of headers, one of dashes, and rows of cells. */
export const table: Rule = ({ text }, { parent }) => {
  const headerEnd = text.indexOf('\n');
  const header = trim(text.slice(0, Math.max(headerEnd, 0)));
  if (!header.includes('|')) return false;
  const dividerEnd = text.indexOf('\n', headerEnd + 1);
  const divider = trim(text.slice(headerEnd + 1, dividerEnd < 0 ? undefined : dividerEnd));
  if (!DIVIDER.test(divider)) return false;
  const isBordered = hasBar(header);
  const headers = cellsOf(header, isBordered);
  const alignments = cellsOf(divider, isBordered).map(alignmentOf);
  if (headers.length !== alignments.length) return false;
  const lines = dividerEnd < 0 ? [] : text.slice(dividerEnd + 1).split('\n');
  const rows = lines.map(trim);
  // Without bars, a single column is just text over a line.
  if (headers.length === 1 && ![divider, ...rows].every(hasBar)) return false;
  const block = append(parent, 'table');
  appendRow(append(block, 'thead'), 'th', headers, alignments);
  const body = append(block, 'tbody');
  for (const row of rows) appendRow(body, 'td', cellsOf(row, isBordered), alignments);
  const unaligned = headers.map(() => '');
  if (rows.length === 0) appendRow(body, 'td', [], unaligned);
  return true;
};
