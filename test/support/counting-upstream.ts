import { chatDelta, chatUsageChunk, playChat } from './openai-wire.ts'
import { openUpstream, type UpstreamExchange } from './upstream.ts'

/** What a vendor was asked for and answered in full, as its own bill has it. */
export interface Bill {
  calls: number
  outputTokens: number
}

/** A vendor that counts what it was asked for. */
export async function countingUpstream() {
  const bill: Bill = { calls: 0, outputTokens: 0 }
  const held: (() => void)[] = []
  const hold = async (exchange: UpstreamExchange, outputTokens: number) => {
    exchange.startEvents()
    await exchange.sendEvent(chatDelta({ content: 'Hi' }))
    await new Promise<void>((resolve) => held.push(resolve))
    await exchange.sendEvent(chatDelta({}, 'stop'))
    await exchange.sendEvent(chatUsageChunk({ inputTokens: 3, outputTokens }))
    await exchange.sendEvent('[DONE]')
    exchange.end()
  }
  const { url } = await openUpstream(async (exchange) => {
    bill.calls += 1
    const outputTokens = 1 + (bill.calls % 7)
    bill.outputTokens += outputTokens
    if (exchange.body.includes(HELD)) await hold(exchange, outputTokens)
    else await playChat(exchange, { texts: ['Hi'], inputTokens: 3, outputTokens })
  })
  /** Lets all answers end that are held after their first word. */
  const letEnd = () => {
    for (const end of held.splice(0)) end()
  }
  return { url, bill, letEnd }
}

/** A prompt whose streamed answer is held after its first word. */
export const HELD = 'Hold on.'

/** The bill that rows of the ledger add up to. */
export function billOf(rows: readonly { readonly output_tokens: number }[]): Bill {
  return { calls: rows.length, outputTokens: rows.reduce((sum, { output_tokens }) => sum + Number(output_tokens), 0) }
}
