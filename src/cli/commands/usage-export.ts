import { once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { ExportFormat, type ExportUsageResponse } from '#gen/switchyard/v1/usage_report_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { CommandError } from '../errors.ts'
import { connect } from '../global-options.ts'
import { printable } from '../printable.ts'
import { note, type Terminal } from '../terminal.ts'
import { type FilterOptions, filterOf, untilInterrupted } from '../usage-options.ts'

interface ExportOptions extends FilterOptions {
  readonly format: string
}

/** How many rows there are between two lines about them, where a line cannot be written over. */
const ROWS_PER_LINE = 50_000n

/** Writes all attempts that match. A file has its name only when it is whole. */
export async function usageExport(terminal: Terminal, options: ExportOptions, [file]: string[]): Promise<number> {
  const client = connect(options, terminal)
  const format = options.format === 'csv' ? ExportFormat.CSV : ExportFormat.NDJSON
  const request = { filter: filterOf(options), format }
  try {
    const finished = await untilInterrupted(terminal, async (signal) => {
      const pieces = client.stream(UsageService.method.exportUsage, request, { signal })
      await (file === undefined ? toOutput(terminal, pieces) : toFile(terminal, pieces, file))
    })
    if (!finished) note(terminal, 'Cancelled.')
    return finished ? 0 : 1
  } finally {
    client.close()
  }
}

type Pieces = AsyncIterable<ExportUsageResponse>

async function toOutput({ output }: Terminal, pieces: Pieces): Promise<void> {
  for await (const { data } of pieces) {
    const text = Buffer.from(data)
    if (!output.write(output.isTTY ? printable(text.toString()) : text)) await once(output, 'drain')
  }
}

async function toFile(terminal: Terminal, pieces: Pieces, path: string): Promise<void> {
  const partial = `${path}.partial`
  const file = await open(partial, 'w').catch((error: Error) => {
    throw new CommandError(`The file cannot be written: ${error.message}`)
  })
  const tell = progress(terminal)
  try {
    for await (const { data, rows } of pieces) {
      await file.writeFile(data)
      tell(rows)
    }
    await file.close()
    await rename(partial, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(partial, { force: true })
    throw error
  }
  note(terminal, `${tell.rows()} rows are in ${path}.`)
}

/** Tells of the rows so far: in one place on a terminal, else by a line from time to time. */
function progress({ errors }: Terminal) {
  let rows = 0n
  function tell(written: bigint): void {
    const lines = written / ROWS_PER_LINE > rows / ROWS_PER_LINE
    rows = written
    if (errors.isTTY) errors.write(`\r${rows} rows so far `)
    else if (lines) errors.write(`${rows} rows so far\n`)
  }
  tell.rows = () => {
    if (errors.isTTY) errors.write('\r')
    return rows
  }
  return tell
}
