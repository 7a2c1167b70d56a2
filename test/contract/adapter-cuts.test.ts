import { describe, expect, it } from 'vitest'
import type { ProviderAnswer } from '../support/provider-answer.ts'
import type { UpstreamExchange } from '../support/upstream.ts'
import { startStream, usePlayed } from '../support/vendors/played-vendor.ts'
import { SHORT, speeches } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'

/** How many answers are cut at the same time. */
const TOGETHER = 8

/** Reads the answers to streams that are cut after so many bytes, and gives those that are not as they should be. */
async function cutAt(lengths: readonly number[], cut: (length: number) => Promise<ProviderAnswer>) {
  const wrong: { length: number; ending: unknown; reason: string | undefined }[] = []
  const left = [...lengths]
  async function work(): Promise<void> {
    for (let length = left.shift(); length !== undefined; length = left.shift()) {
      const { ending, error } = await cut(length)
      const reason = error?.reasonName
      if (ending || !/^(STREAM_TRUNCATED|undefined)$/.test(`${reason}`)) wrong.push({ length, ending, reason })
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, work))
  return wrong
}

/** Every length at which the answer is not complete yet: the closing of the last event may be missing. */
function incompleteLengths(frames: readonly string[], terminal: number): number[] {
  const before = Buffer.byteLength(frames.slice(0, terminal).join(''))
  const marker = Buffer.byteLength(frames[terminal]?.trimEnd() ?? '')
  return Array.from({ length: before + marker }, (_, length) => length)
}

/** Every boundary between events, a byte before it and after it, and the middle of every event. */
function tellingLengths(frames: readonly string[], terminal: number): number[] {
  const lengths: number[] = []
  let at = 0
  for (const frame of frames.slice(0, terminal + 1)) {
    const size = Buffer.byteLength(frame)
    lengths.push(at - 1, at, at + 1, at + Math.floor(size / 2))
    at += size
  }
  return lengths.filter((length) => length >= 0)
}

const ways = {
  'the proper end of the body': (exchange: UpstreamExchange) => exchange.end(),
  FIN: (exchange: UpstreamExchange) => exchange.hangUp(),
  RST: (exchange: UpstreamExchange) => exchange.reset(),
} as const

describe.each(vendors)('$name: an answer that is cut is never a success', (vendor) => {
  const { wire } = vendor
  const played = usePlayed(vendor)

  function stream(frames: readonly string[], end: (exchange: UpstreamExchange) => void) {
    const bytes = Buffer.from(frames.join(''))
    return (length: number) =>
      played.ask(
        async (exchange) => {
          startStream(exchange, wire)
          if (length > 0) await exchange.sendBytes(bytes.subarray(0, length))
          end(exchange)
        },
        { streaming: true },
      )
  }

  it('at every byte of a short stream', async () => {
    const frames = wire.frames(SHORT)
    const lengths = incompleteLengths(frames, wire.terminalFrame(frames))
    expect(lengths.length).toBeGreaterThan(50)
    expect(await cutAt(lengths, stream(frames, ways['the proper end of the body']))).toEqual([])
  })

  it.each(Object.entries(ways))('within and between the events of a long stream: %s', async (_, end) => {
    const frames = wire.frames(speeches['reasoning, text and two tool calls'])
    const lengths = tellingLengths(frames, wire.terminalFrame(frames))
    expect(await cutAt(lengths, stream(frames, end))).toEqual([])
  })

  it.each(['FIN', 'RST'] as const)('within a whole answer: %s', async (way) => {
    const bytes = Buffer.from(JSON.stringify(wire.whole(SHORT)))
    const lengths = Array.from({ length: 20 }, (_, step) => Math.floor((step * bytes.length) / 20)).concat(
      bytes.length - 1,
    )
    const wrong = await cutAt(lengths, (length) =>
      played.ask(async (exchange) => {
        exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
        exchange.response.flushHeaders()
        if (length > 0) await exchange.sendBytes(bytes.subarray(0, length))
        ways[way](exchange)
      }),
    )
    expect(wrong).toEqual([])
  })

  it('within a whole answer whose length nobody told', async () => {
    const bytes = Buffer.from(JSON.stringify(wire.whole(SHORT)))
    for (const length of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const { ending, error } = await played.ask(async (exchange) => {
        exchange.response.writeHead(200, { 'content-type': 'application/json' })
        exchange.response.flushHeaders()
        if (length > 0) await exchange.sendBytes(bytes.subarray(0, length))
        exchange.end()
      })
      expect({ ending, reason: error?.reasonName }).toEqual({ ending: undefined, reason: 'UPSTREAM_MALFORMED' })
    }
  })
})
