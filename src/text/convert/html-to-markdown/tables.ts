import { escapeCell } from './escape.ts';
import type { Frame, Frames, RoleOf } from './frames.ts';
import type { Output } from './output.ts';
import { assembleLines, trimAscii } from './tokens.ts';

const bars = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The tables of a document as Markdown's: the first row is the header, and a cell is one line. */
export class Tables {
  readonly #frames: Frames;
  readonly #output: Output;

  constructor(frames: Frames, output: Output) {
    this.#frames = frames;
    this.#output = output;
  }

  openTable(): void {
    const { top } = this.#frames;
    const isNested = this.#frames.count('td') + this.#frames.count('th') > 0;
    if (top.visible && !isNested) this.#output.begin('paragraph', top);
    this.#frames.push({
      tag: 'table',
      visible: false,
      role: { kind: 'table', visible: top.visible && !isNested, rows: 0 },
    });
  }

  openRow(): void {
    this.#endRow();
    const { top } = this.#frames;
    const table = top.role?.kind === 'table' ? top.role : undefined;
    this.#frames.push({
      tag: 'tr',
      visible: false,
      role: { kind: 'row', visible: table ? table.visible : top.visible, table, cells: [] },
    });
  }

  /** Whether the cell is in a row; otherwise it is none. */
  openCell(tag: string): boolean {
    this.#endCell();
    const { role } = this.#frames.top;
    if (role?.kind !== 'row') return false;
    this.#frames.push({ tag, visible: role.visible, role: { kind: 'cell', first: this.#output.end } });
    return true;
  }

  closeCell(tag: string): void {
    if (this.#frames.top.tag === tag) this.finish(this.#frames.pop(tag));
  }

  closeRow(): void {
    this.#endRow();
  }

  closeTable(): void {
    this.#endRow();
    if (this.#frames.top.tag === 'table') this.finish(this.#frames.pop('table'));
  }

  /** Writes what a closed cell, row or table was waiting for. */
  finish(frame: Frame | undefined): void {
    if (frame?.role?.kind === 'cell') this.#finishCell(frame.role, frame.visible);
    else if (frame?.role?.kind === 'row') this.#finishRow(frame.role);
    else if (frame?.role?.kind === 'table') this.#finishTable(frame.role);
  }

  /** Ends a cell whose end tag is missing. */
  #endCell(): void {
    const inner = this.#frames.find(({ tag }) => ['td', 'th', 'tr', 'table'].includes(tag));
    if (inner?.role?.kind === 'cell') this.finish(this.#frames.pop(inner.tag));
  }

  #endRow(): void {
    this.#endCell();
    if (this.#frames.top.role?.kind === 'row') this.finish(this.#frames.pop('tr'));
  }

  #finishCell({ first }: RoleOf<'cell'>, visible: boolean): void {
    const tokens = this.#output.takeFrom(first);
    const { role } = this.#frames.top;
    if (!visible || role?.kind !== 'row') return;
    const lines = trimAscii(assembleLines(tokens));
    role.cells.push(escapeCell(lines.includes('\n') ? trimAscii(lines.replace(/[ \t\r\n\f\v]+/g, ' ')) : lines));
  }

  #finishRow({ cells, table }: RoleOf<'row'>): void {
    if (cells.length === 0) return;
    const isHeader = table === undefined || table.rows === 0;
    if (table) table.rows++;
    const { top } = this.#frames;
    this.#output.begin('line', top);
    this.#output.write(bars(cells));
    if (isHeader) {
      this.#output.endLine(top);
      this.#output.write(bars(cells.map(() => '---')));
    }
    if (!table) this.#output.endParagraph(top);
  }

  #finishTable({ rows, visible }: RoleOf<'table'>): void {
    const { top } = this.#frames;
    if (top.visible && (rows > 0 || !visible)) this.#output.endParagraph(top);
  }
}
