import { pino } from 'pino'
import { expect, it } from 'vitest'
import { watched } from '../../src/telemetry/watched-export.ts'
import { FakeClock } from '../support/fake-clock.ts'

it('a collector that takes nothing is told of once a minute, without what it answered', async () => {
  const lines: string[] = []
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  const clock = new FakeClock()
  const codes: number[] = []
  const refusing = {
    export: (_batch: unknown, done: (result: { code: number; error?: Error }) => void) =>
      done({ code: 1, error: new TypeError('what the collector answered') }),
  }
  const exporter = watched(refusing, 'traces', { clock, logger })
  const send = () => exporter.export([], ({ code }) => codes.push(code))
  send()
  send()
  await clock.advance(60_000)
  send()
  expect(codes).toEqual([1, 1, 1])
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    Array(2).fill(expect.objectContaining({ msg: 'telemetry was not taken', signal: 'traces', fault: 'TypeError' })),
  )
  expect(lines.join('')).not.toContain('answered')
})

it('nothing is written while it takes what it is sent', () => {
  const lines: string[] = []
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  const taking = { export: (_batch: unknown, done: (result: { code: number }) => void) => done({ code: 0 }) }
  watched(taking, 'traces', { clock: new FakeClock(), logger }).export([], () => {})
  expect(lines).toEqual([])
})
