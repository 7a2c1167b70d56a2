/**
 * Writes the table of verdicts in `docs/reliability.md`: how the service fares in each situation of the public catalogue
 * of failoverbench, met anew. A test holds the page to it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { sit, verdictTable, withTable } from '../test/faults/failover/exam.ts'
import { Fleet } from '../test/faults/failover/fleet.ts'

const PAGE = 'docs/reliability.md'

const fleet = new Fleet()
await fleet.start()
try {
  const table = await verdictTable(sit(fleet))
  writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), table))
} finally {
  await fleet.close()
}
