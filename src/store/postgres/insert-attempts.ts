import { columnNames, type SqlValue } from '../ledger-columns.ts'

const COLUMNS = columnNames.join(', ')

/**
 * Commits any number of rows in one statement, which stays the same; their one parameter is JSON. A row that is there
 * already stays as it is, so that a batch whose commit was not heard of can be sent again.
 */
export const INSERT_ATTEMPTS = `
  INSERT INTO attempts (${COLUMNS})
  SELECT ${COLUMNS} FROM json_populate_recordset(NULL::attempts, $1)
  ON CONFLICT (attempt_id) DO NOTHING`

/** The parameter of INSERT_ATTEMPTS for rows in the order of `columnNames`. */
export function toJson(rows: readonly (readonly SqlValue[])[]): string {
  return JSON.stringify(rows.map(toRecord))
}

function toRecord(values: readonly SqlValue[]): Record<string, SqlValue> {
  return Object.fromEntries(columnNames.map((name, index) => [name, storable(values[index] ?? null)]))
}

/** PostgreSQL's texts hold neither a zero byte nor half of a pair; SQLite's do. One caller's must not refuse all rows. */
function storable(value: SqlValue): SqlValue {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value
}
