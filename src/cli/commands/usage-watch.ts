import { toJsonString } from '@bufbuild/protobuf'
import { type WatchUsageResponse, WatchUsageResponseSchema } from '#gen/switchyard/v1/usage_report_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { StatusCode } from '../../core/status.ts'
import { CallError } from '../call-error.ts'
import type { ServerClient } from '../client.ts'
import { connect } from '../global-options.ts'
import { requestCells } from '../request-table.ts'
import { table } from '../table.ts'
import { note, print, type Terminal } from '../terminal.ts'
import { type FilterOptions, filterOf, untilInterrupted } from '../usage-options.ts'

/** Shows requests as they end, each on a line, until Ctrl-C. */
export async function usageWatch(terminal: Terminal, options: FilterOptions): Promise<number> {
  const client = connect(options, terminal)
  try {
    await untilInterrupted(terminal, async (signal) => {
      // The server ends every call at some time; who watches begins anew.
      while (!signal.aborted) await watchOnce(client, terminal, options, signal)
    })
    return 0
  } finally {
    client.close()
  }
}

async function watchOnce(client: ServerClient, terminal: Terminal, options: FilterOptions, signal: AbortSignal) {
  try {
    const messages = client.stream(UsageService.method.watchUsage, { filter: filterOf(options) }, { signal })
    for await (const message of messages) tell(terminal, options, message)
  } catch (error) {
    if (!(error instanceof CallError) || error.code !== StatusCode.DEADLINE_EXCEEDED) throw error
  }
}

function tell(terminal: Terminal, { output }: FilterOptions, message: WatchUsageResponse): void {
  const { event } = message
  if (output === 'json') print(terminal, toJsonString(WatchUsageResponseSchema, message))
  else if (event.case === 'request') print(terminal, table([requestCells(event.value)]))
  else if (event.case === 'droppedRequests') note(terminal, `${event.value} requests were left out.`)
  else note(terminal, 'Watching; Ctrl-C ends it.')
}
