import { newProgress, type RequestContext } from '../../rpc/handler.ts'
import { answerOne, type RpcExchange } from './call.ts'
import type { RpcResponse } from './protocol.ts'

/** The most requests of a batch. */
export const MAX_BATCH = 100

/** How many requests of a batch are under way at one time. */
const MAX_PARALLEL = 8

/** Answers a batch, each request by itself, in their order. Notifications have no answer. */
export async function answerBatch(
  values: readonly unknown[],
  context: RequestContext,
  exchange: RpcExchange,
): Promise<RpcResponse[]> {
  const responses: (RpcResponse | undefined)[] = []
  const waiting = values.entries()
  // All workers take from the same iterator.
  async function work(): Promise<void> {
    for (const [index, value] of waiting) {
      responses[index] = await answerOne(value, { ...context, progress: newProgress() }, exchange)
    }
  }
  await Promise.all(Array.from({ length: Math.min(MAX_PARALLEL, values.length) }, work))
  return responses.filter((response) => response !== undefined)
}
