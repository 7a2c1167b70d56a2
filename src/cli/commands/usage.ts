import { toJsonString } from '@bufbuild/protobuf'
import type { Statistics } from '#gen/switchyard/v1/usage_report_pb.js'
import {
  type GetStatisticsResponse,
  GetStatisticsResponseSchema,
  UsageService,
} from '#gen/switchyard/v1/usage_service_pb.js'
import { cost, seconds, tokens } from '../format.ts'
import { connect, type GlobalOptions } from '../global-options.ts'
import { table } from '../table.ts'
import { print, type Terminal } from '../terminal.ts'

const TIMEOUT_MS = 30_000

/** Shows what was used and what it cost. */
export async function usage(terminal: Terminal, options: GlobalOptions & { timeframe: string }): Promise<number> {
  const client = connect(options, terminal)
  try {
    const { timeframe } = options
    const response = await client.unary(UsageService.method.getStatistics, { timeframe }, { timeoutMs: TIMEOUT_MS })
    const json = () => toJsonString(GetStatisticsResponseSchema, response, { prettySpaces: 2 })
    print(terminal, options.output === 'json' ? json() : asTable(response))
    return 0
  } finally {
    client.close()
  }
}

function asTable({ total, models }: GetStatisticsResponse): string {
  return table([
    ['MODEL', 'PROVIDER', 'REQUESTS', 'FAILED', 'CANCELLED', 'TOKENS', 'COST', 'P50', 'P95'],
    ...models.map(({ model, provider, statistics }) => [model, provider, ...figures(statistics)]),
    ['total', '', ...figures(total)],
  ])
}

function figures(statistics: Statistics | undefined): string[] {
  if (!statistics) return []
  return [
    String(statistics.totalRequests),
    String(statistics.failedRequests),
    String(statistics.cancelledRequests),
    tokens(statistics.usage),
    cost(statistics.cost),
    seconds(statistics.p50Latency),
    seconds(statistics.p95Latency),
  ]
}
