import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { ProviderEvent } from '../../src/core/events.ts'
import type { ProviderAnswer } from '../support/provider-answer.ts'
import { says, usePlayed } from '../support/vendors/played-vendor.ts'
import { type Speech, speeches, wholeText } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'
import type { PlayedVendor } from '../support/vendors/vendor.ts'

const FINISHES = {
  stop: [FinishReason.STOP],
  tools: [FinishReason.TOOL_CALLS],
  length: [FinishReason.LENGTH],
  // Anthropic's models refuse by themselves where other vendors have filters.
  filter: [FinishReason.CONTENT_FILTER, FinishReason.REFUSAL],
}

/** What a part says, without its state. */
function said({ parts }: ProviderAnswer) {
  return parts.map(({ content }) => {
    if (content.case === 'reasoning') return { reasoning: content.value.text }
    if (content.case !== 'toolCall') return { [content.case ?? '']: content.value }
    const { id, name, arguments: text } = content.value
    return { toolCall: { id, name, arguments: text } }
  })
}

function expectedParts({ parts }: Speech) {
  return parts.map((part) => {
    const whole = wholeText(part)
    if (part.kind !== 'toolCall') return { [part.kind]: whole }
    return { toolCall: { id: part.id, name: part.name, arguments: whole } }
  })
}

function expectedUsage({ wire }: PlayedVendor, speech: Speech) {
  const tokens = wire.tokens(speech.tokens)
  return {
    inputTokens: BigInt(tokens.input),
    outputTokens: BigInt(tokens.output),
    cacheReadInputTokens: BigInt(tokens.cacheRead),
    cacheWriteInputTokens: BigInt(tokens.cacheWrite),
    reasoningOutputTokens: BigInt(tokens.reasoning),
    estimated: false,
  }
}

/** The faults in the order of events; none is what the contract wants. */
function disorder(events: readonly ProviderEvent[]): string[] {
  const states: ('open' | 'ended')[] = []
  const faults: string[] = []
  for (const [at, event] of events.entries()) {
    if (event.case === 'ended') {
      if (at !== events.length - 1) faults.push('something follows `ended`')
      if (states.includes('open')) faults.push('a part is open at the end')
    } else if (event.case === 'partStarted') {
      if (event.value.index !== states.length) faults.push(`part ${event.value.index} starts after ${states.length}`)
      states[event.value.index] = 'open'
    } else if (event.case !== 'usage') {
      if (states[event.value.index] !== 'open')
        faults.push(`${event.case} of part ${event.value.index} that is not open`)
      if (event.case === 'partEnded') states[event.value.index] = 'ended'
    }
  }
  return faults
}

describe.each(vendors)('$name', (vendor) => {
  const played = usePlayed(vendor)

  describe.each(Object.entries<Speech>(speeches))('%s', (_, speech) => {
    const ask = (streaming: boolean) => played.ask(says(vendor.wire, speech, streaming), { streaming })

    it.each([true, false])('comes in order and ends once, last (streaming: %s)', async (streaming) => {
      const { batches, error } = await ask(streaming)
      expect(error).toBeUndefined()
      expect(disorder(batches.flat())).toEqual([])
      expect(batches.flat().filter((event) => event.case === 'ended')).toHaveLength(1)
      expect(batches.every((batch) => batch.length > 0)).toBe(true)
    })

    it('says the same whole as streamed, and what the vendor said', async () => {
      const streamed = await ask(true)
      const whole = await ask(false)
      expect(said(streamed)).toEqual(expectedParts(speech))
      expect(whole.parts).toEqual(streamed.parts)
      expect(whole.ending).toEqual(streamed.ending)
      expect(FINISHES[speech.finish]).toContain(streamed.ending?.finishReason)
      expect(streamed.ending?.rawFinishReason).not.toBe('')
    })

    it.each([true, false])('counts its tokens in the one meaning (streaming: %s)', async (streaming) => {
      const { ending, batches } = await ask(streaming)
      const told = batches.flat().findLast((event) => event.case === 'usage')?.value
      expect(ending?.usage ?? told).toMatchObject(expectedUsage(vendor, speech))
    })
  })

  it('asks for a stream only when the caller wants one', async () => {
    await played.ask(says(vendor.wire, speeches.text, true), { streaming: true })
    await played.ask(says(vendor.wire, speeches.text, false))
    const [streamed, whole] = played.upstream.requests.map(({ path, body }) => `${path} ${body}`)
    expect(streamed).toMatch(/"stream":true|:streamGenerateContent\?alt=sse/)
    expect(whole).not.toMatch(/"stream":true|:streamGenerateContent/)
  })

  it.each([true, false])('reads what comes, asked for or not (a stream was asked for: %s)', async (streaming) => {
    const asked = speeches['reasoning, text and two tool calls']
    const expected = await played.ask(says(vendor.wire, asked, streaming), { streaming })
    const other = await played.ask(says(vendor.wire, asked, !streaming), { streaming })
    expect(other.error).toBeUndefined()
    expect(other.parts).toEqual(expected.parts)
    expect(other.ending).toEqual(expected.ending)
  })

  it('reads a stream whose bytes come one at a time', async () => {
    const { wire } = vendor
    const bytes = Buffer.from(wire.frames(speeches['reasoning and text']).join(''))
    const { ending, parts } = await played.ask(
      async (exchange) => {
        exchange.response.writeHead(200, { 'content-type': wire.streamType })
        for (const byte of bytes) exchange.response.write(Uint8Array.of(byte))
        exchange.end()
      },
      { streaming: true },
    )
    expect(ending).toMatchObject({ finishReason: FinishReason.STOP })
    expect(said({ parts } as ProviderAnswer)).toEqual(expectedParts(speeches['reasoning and text']))
  })
})
