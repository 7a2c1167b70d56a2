import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CallContextSchema } from '#gen/switchyard/v1/usage_pb.js'
import { contextHeadersOf } from '../../src/providers/forward-context.ts'
import { targetedCall } from '../support/call.ts'

const ALL = { traceParent: true, traceId: 'x-trace-id', sourceAgent: 'x-source-agent', sessionId: 'x-session-id' }

function headersOf(context: { traceId?: string; sourceAgent?: string; sessionId?: string }, headers = ALL) {
  return contextHeadersOf({ ...targetedCall(), context: create(CallContextSchema, context) }, headers)
}

it('whatever a caller’s context holds, no header breaks out of its line', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.string(), (traceId, sourceAgent, sessionId) => {
      const sent = headersOf({ traceId, sourceAgent, sessionId })
      const names = sent.filter((_, index) => index % 2 === 0)
      const values = sent.filter((_, index) => index % 2 === 1)
      expect([ALL.traceId, ALL.sourceAgent, ALL.sessionId]).toEqual(expect.arrayContaining(names))
      for (const value of values) expect(value).toMatch(/^[!-~]([ -~]*[!-~])?$/)
    }),
    { examples: [['a\r\nx-evil: 1', 'b\nc', 'd\0e']] },
  )
})

it('what a call does not have is not sent', () => {
  expect(headersOf({ sourceAgent: 'planner', sessionId: ' ' })).toEqual(['x-source-agent', 'planner'])
})
