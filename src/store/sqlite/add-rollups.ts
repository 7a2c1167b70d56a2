import { type Addition, columnsOf, onConflict } from '../rollups/addition.ts'
import { markedBy, TAKEN_BY_ANOTHER } from '../rollups/marking.ts'
import type { AttemptIds } from '../store-database.ts'
import type { RepeatedStatement } from './protocol.ts'

/** Marks attempts as being in the roll-ups. */
export function marking({ ids, size }: AttemptIds): RepeatedStatement {
  const reason = TAKEN_BY_ANOTHER
  return {
    sql: markedBy('SELECT value FROM json_each(?)'),
    rows: JSON.stringify([[ids]]),
    mustChange: { rows: size, reason },
  }
}

/** Row by row: taken apart by functions of JSON in one statement, they would cost several times as much. */
export function adding({ table, rows }: Addition): RepeatedStatement {
  const columns = columnsOf(table)
  const places = columns.map(() => '?').join(', ')
  return { sql: `INSERT INTO ${table.name} (${columns.join(', ')}) VALUES (${places}) ${onConflict(table)}`, rows }
}
