import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { CallContextSchema } from '#gen/switchyard/v1/usage_pb.js'
import { forwardingContext } from '../../src/providers/forward-context.ts'
import { targetedCall } from '../support/call.ts'
import { readAnswer } from '../support/provider-answer.ts'
import { featuresOf, says, usePlayed } from '../support/vendors/played-vendor.ts'
import { SHORT } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'

const HEADERS = { traceParent: true, traceId: 'x-trace-id', sourceAgent: 'X-Source-Agent', sessionId: 'x-session-id' }
const TRACE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true, state: 'a=1' }

const told = {
  traceparent: `00-${TRACE.traceId}-${TRACE.spanId}-01`,
  tracestate: 'a=1',
  'x-trace-id': 'trace-1',
  'x-source-agent': 'planner',
  'x-session-id': 'session-1',
}

function calling(streaming = false) {
  const context = create(CallContextSchema, { traceId: 'trace-1', sourceAgent: 'planner', sessionId: 'session-1' })
  return { ...targetedCall({ streaming }), context, trace: TRACE }
}

describe.each(vendors)('$name', (vendor) => {
  const played = usePlayed(vendor)
  const features = featuresOf(vendor)

  it.each([false, true])('is told of a call what the configuration says (streaming: %s)', async (streaming) => {
    played.upstream.play(says(vendor.wire, SHORT, streaming))
    await readAnswer(forwardingContext(played.provider, HEADERS).open(calling(streaming)))
    expect(played.upstream.requests.map(({ headers }) => headers)).toEqual([expect.objectContaining(told)])
  })

  it('is told nothing otherwise', async () => {
    played.upstream.play(says(vendor.wire, SHORT, false))
    await readAnswer(played.provider.open(calling()))
    const names = Object.keys(played.upstream.requests[0]?.headers ?? {})
    expect(names.filter((name) => name in told)).toEqual([])
  })

  it('is told in questions too', async () => {
    const provider = forwardingContext(played.provider, HEADERS)
    const { vectors, tokenCount } = vendor.wire.questions
    if (features.embeddings) {
      played.upstream.play((exchange) => exchange.sendJson(200, vectors?.([[1, 2, 3]], 7)))
      await provider.embed?.(calling(), { inputs: ['first'], dimensions: undefined })
    }
    if (features.tokenCount === 'vendor') {
      played.upstream.play((exchange) => exchange.sendJson(200, tokenCount?.(7)))
      await provider.countTokens?.(calling())
    }
    for (const { headers } of played.upstream.requests) expect(headers).toMatchObject(told)
    expect(provider.listModels === undefined).toBe(played.provider.listModels === undefined)
  })
})
