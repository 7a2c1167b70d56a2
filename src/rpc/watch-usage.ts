import type { WatchUsageRequest, WatchUsageResponse } from '#gen/switchyard/v1/usage_report_pb.js'
import type { RequestFeed, WatchedRequests } from '../usage/request-feed.ts'
import type { StreamHandler } from './handler.ts'
import { timelessFilterOf } from './usage-filter.ts'
import { toRecordedRequest } from './usage-messages.ts'

export interface WatchOptions {
  readonly feed: RequestFeed
}

/** What ends while the caller takes its time waits in the watch, which is bounded; beyond that it is counted. */
export function watchUsage({ feed }: WatchOptions): StreamHandler<WatchUsageRequest, WatchUsageResponse> {
  return async function* ({ filter }, { principal, signal }) {
    const watch = feed.watch(timelessFilterOf(filter, principal), `${principal.tenant}/${principal.id}`)
    try {
      yield [told({ case: undefined })]
      for (;;) yield messagesOf(await watch.take(signal))
    } finally {
      watch.close()
    }
  }
}

function messagesOf({ requests, dropped }: WatchedRequests): WatchUsageResponse[] {
  const messages = requests.map((rows) => told({ case: 'request', value: toRecordedRequest(rows) }))
  if (dropped > 0) messages.push(told({ case: 'droppedRequests', value: BigInt(dropped) }))
  return messages
}

function told(event: WatchUsageResponse['event']): WatchUsageResponse {
  return { $typeName: 'switchyard.v1.WatchUsageResponse', event }
}
