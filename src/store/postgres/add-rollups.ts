import { CompiledQuery, type Transaction } from 'kysely'
import { type AddedTable, type Addition, columnsOf, onConflict } from '../rollups/addition.ts'
import { markedBy, TAKEN_BY_ANOTHER } from '../rollups/marking.ts'
import type { Schema } from '../schema.ts'
import type { AttemptIds } from '../store-database.ts'

const MARK = markedBy('SELECT json_array_elements_text($1)')

/** Marks attempts as being in the roll-ups, and adds what they come to. */
export async function addRollups(
  transaction: Transaction<Schema>,
  { ids, size }: AttemptIds,
  additions: readonly Addition[],
): Promise<void> {
  const { numAffectedRows } = await transaction.executeQuery(CompiledQuery.raw(MARK, [ids]))
  if (Number(numAffectedRows) !== size) throw new Error(TAKEN_BY_ANOTHER)
  for (const { table, rows } of additions) {
    await transaction.executeQuery(CompiledQuery.raw(adding(table), [rows]))
  }
}

/** All rows at once, those of one key summed up, and in the order of their keys, so that two who add wait in turn. */
function adding(table: AddedTable): string {
  const columns = columnsOf(table).join(', ')
  const keys = [...table.texts, ...table.integers].map((_, index) => index + 1).join(', ')
  return `INSERT INTO ${table.name} (${columns}) SELECT ${valuesOf(table).join(', ')}
    FROM jsonb_array_elements($1) GROUP BY ${keys} ORDER BY ${keys} ${onConflict(table)}`
}

function valuesOf({ texts, integers, sums }: AddedTable): readonly string[] {
  const beforeSums = texts.length + integers.length
  return [
    ...texts.map((_, index) => `value ->> ${index}`),
    ...integers.map((_, index) => integerAt(texts.length + index)),
    ...sums.map((_, index) => `CAST(SUM(${integerAt(beforeSums + index)}) AS BIGINT)`),
  ]
}

function integerAt(place: number): string {
  return `CAST(value ->> ${place} AS BIGINT)`
}
