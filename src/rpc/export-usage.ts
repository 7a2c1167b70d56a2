import { ExportFormat, type ExportUsageRequest, type ExportUsageResponse } from '#gen/switchyard/v1/usage_report_pb.js'
import { csvWriter, ndjsonWriter } from '../usage/export-format.ts'
import type { LedgerRow } from '../usage/ledger.ts'
import type { UsageFilter, UsageReports } from '../usage/reports.ts'
import type { StreamHandler } from './handler.ts'
import type { ReportOptions } from './query-usage.ts'
import { filterOf } from './usage-filter.ts'

/** What is held of a file at a time. */
const ROWS_PER_PIECE = 500

/** The next rows are read when the caller has taken those before: it holds one piece, however slow the caller is. */
export function exportUsage({ reports, clock }: ReportOptions): StreamHandler<ExportUsageRequest, ExportUsageResponse> {
  return async function* ({ filter, format }, { principal, signal }) {
    const chosen = filterOf(filter, principal, clock.now())
    const writer = format === ExportFormat.CSV ? csvWriter : ndjsonWriter
    let written = 0
    if (writer.head !== '') yield [piece(writer.head, written)]
    for await (const rows of pagesOf(chosen, reports)) {
      signal.throwIfAborted()
      written += rows.length
      yield [piece(writer.lines(rows), written)]
    }
  }
}

async function* pagesOf(filter: UsageFilter, reports: UsageReports): AsyncGenerator<readonly LedgerRow[]> {
  let page = await reports.rows(filter, ROWS_PER_PIECE)
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page
    if (page.length < ROWS_PER_PIECE) return
    page = await reports.rows(filter, ROWS_PER_PIECE, last)
  }
}

function piece(text: string, rows: number): ExportUsageResponse {
  return { $typeName: 'switchyard.v1.ExportUsageResponse', data: Buffer.from(text), rows: BigInt(rows) }
}
