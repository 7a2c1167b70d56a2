import { type ExportCell, exportColumns } from './export-cells.ts'
import type { LedgerRow } from './ledger.ts'

/** Writes attempts as lines of a file. */
export interface ExportWriter {
  /** What the file begins with. */
  readonly head: string
  lines(rows: readonly LedgerRow[]): string
}

/** RFC 4180: https://www.rfc-editor.org/rfc/rfc4180. */
export const csvWriter: ExportWriter = {
  head: csvLine(exportColumns.map(([name]) => name)),
  lines: (rows) => rows.map((row) => csvLine(exportColumns.map(([, cell]) => csvCell(cell(row))))).join(''),
}

/** An object a line. Counts and times are numbers; a sum of money is text, so that no reader rounds it. */
export const ndjsonWriter: ExportWriter = {
  head: '',
  lines: (rows) => rows.map((row) => `${jsonObject(row)}\n`).join(''),
}

function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`
}

/**
 * What a spreadsheet takes for the beginning of a formula, in any of the ways in which it can be written; an apostrophe too,
 * so that taking one away gives back what was.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[=+\-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20]/

function csvCell(cell: ExportCell): string {
  if ('word' in cell) return String(cell.word)
  const safe = FORMULA.test(cell.text) ? `'${cell.text}` : cell.text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function jsonObject(row: LedgerRow): string {
  const entries = exportColumns.map(([name, cell]) => [name, jsonValue(name, cell(row))])
  return JSON.stringify(Object.fromEntries(entries))
}

function jsonValue(name: string, cell: ExportCell): unknown {
  if ('text' in cell) return name === 'labels' ? JSON.parse(cell.text) : cell.text
  if (cell.word === '') return null
  return typeof cell.word === 'bigint' ? Number(cell.word) : cell.word
}
