import { expect, it } from 'vitest'
import { CallError } from '../../src/cli/call-error.ts'
import { partDelta, partStarted } from '../../src/core/events.ts'
import { StatusCode } from '../../src/core/status.ts'
import { openDoor } from '../server/grpc/fixture.ts'
import { runCli } from './fake-terminal.ts'

const HOSTILE = '\u001b[31mred\u0007\u009b2J'

function event(value: unknown) {
  return { $typeName: 'switchyard.v1.GenerateChatStreamResponse', sequence: 1n, event: value }
}

it('an answer cannot command the terminal', async () => {
  const door = await openDoor({
    generateChatStream: async function* () {
      yield [
        event(partStarted(0, { case: 'text', value: '' })),
        event(partDelta(0, { case: 'reasoning', value: HOSTILE })),
        event(partDelta(0, { case: 'text', value: HOSTILE })),
        event({ case: 'finished', value: { $typeName: 'switchyard.v1.AnswerFinished', info: undefined } }),
      ]
    },
  })
  const { output, errors } = await runCli(['chat', 'x', '--reasoning', '--server', door.address])
  expect(output).toBe('[31mred2J\n')
  expect(errors).toContain('[31mred2J\n')
  expect(errors).not.toContain('\u001b')
})

it('a stream that ends without its last event is a failure', async () => {
  const door = await openDoor({
    generateChatStream: async function* () {
      yield [event(partDelta(0, { case: 'text', value: 'half an ans' }))]
    },
  })
  const { exitCode, output, errors } = await runCli(['chat', 'x', '--server', door.address])
  expect([exitCode, output]).toEqual([1, 'half an ans\n'])
  expect(errors).toContain('it may be cut')
})

it('details that cannot be read leave the code and the message', () => {
  const error = new CallError(StatusCode.INTERNAL, 'broken', Buffer.from('not a status'))
  expect([error.codeName, error.message, error.reason]).toEqual(['INTERNAL', 'broken', ''])
})
