import { ListRequestsResponseSchema } from '#gen/switchyard/v1/usage_report_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { REQUEST_COLUMNS, requestCells } from '../request-table.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { type FilterOptions, filterOf, show } from '../usage-options.ts'

const TIMEOUT_MS = 60_000

/** Lists the newest requests that match. */
export function usageRequests(terminal: Terminal, options: FilterOptions & { limit: number }): Promise<number> {
  const request = { filter: filterOf(options), pageSize: options.limit }
  return show(
    terminal,
    options,
    ListRequestsResponseSchema,
    (client) => client.unary(UsageService.method.listRequests, request, { timeoutMs: TIMEOUT_MS }),
    ({ requests }) => table([REQUEST_COLUMNS, ...requests.map(requestCells)]),
  )
}
