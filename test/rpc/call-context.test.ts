import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CallContextSchema } from '#gen/switchyard/v1/usage_pb.js'
import { operator } from '../../src/core/principal.ts'
import { completeContext, headerContext, requestIdOf, traceOf } from '../../src/rpc/call-context.ts'
import { newProgress } from '../../src/rpc/handler.ts'
import { FakeClock } from '../support/fake-clock.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = `00-${TRACE}-00f067aa0ba902b7-01`

function complete(headers: Record<string, string>, given = {}) {
  const context = {
    principal: operator('local', 'local'),
    signal: new AbortController().signal,
    deadline: 0,
    header: (name: string) => headers[name],
    requestId: 'request',
    progress: newProgress(),
  }
  return completeContext(create(CallContextSchema, given), context, new FakeClock())
}

it('what the message says wins over the headers', () => {
  const headers = { 'x-trace-id': 'header', 'x-source-agent': 'header', 'x-session-id': 'header', traceparent: PARENT }
  const given = { traceId: 'field', sourceAgent: 'field', sessionId: 'field' }
  expect(complete(headers, given)).toMatchObject(given)
})

it('x-trace-id wins over traceparent', () => {
  expect(complete({ 'x-trace-id': 'mine', traceparent: PARENT })).toMatchObject({ traceId: 'mine' })
  expect(complete({ traceparent: PARENT })).toMatchObject({ traceId: TRACE })
})

it('a trace without an id gets one that W3C Trace Context knows', () => {
  expect(complete({ 'x-trace-id': 'with space', traceparent: 'nonsense' }).traceId).toMatch(/^[0-9a-f]{32}$/)
})

it('what does not fit the fields is left out', () => {
  expect(complete({ 'x-source-agent': 'a'.repeat(129), 'x-session-id': 'ü' })).toMatchObject({
    sourceAgent: '',
    sessionId: '',
  })
})

it('a tracestate counts only beside a good traceparent', () => {
  const read = (headers: Record<string, string>) => traceOf((name) => headers[name])
  expect(read({ traceparent: PARENT, tracestate: 'a=1' })).toMatchObject({ state: 'a=1' })
  expect(read({ traceparent: PARENT, tracestate: '!' })).toMatchObject({ traceId: TRACE, state: undefined })
  expect(read({ tracestate: 'a=1' })).toBeUndefined()
})

it('a request id is either the caller’s or new, and always fit for a header', () => {
  const clock = new FakeClock()
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'aZ0._-'), maxLength: 140 })), (own) => {
      const id = requestIdOf(() => own, clock)
      expect(id).toMatch(/^[A-Za-z0-9._-]{1,128}$/)
      if (/^[A-Za-z0-9._-]{1,128}$/.test(own)) expect(id).toBe(own)
    }),
  )
})

it('the context of the headers never has what a log line could not hold', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 200 }), (id, text) => {
      const headers: Record<string, string> = { 'x-trace-id': id, 'x-source-agent': text, 'x-session-id': text }
      for (const value of Object.values(headerContext((name) => headers[name]))) {
        expect(value ?? '').toMatch(/^[ -~]{0,128}$/)
      }
    }),
  )
})
