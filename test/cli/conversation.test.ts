import { PassThrough } from 'node:stream'
import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { GenerateChatStreamResponseSchema } from '#gen/switchyard/v1/generation_pb.js'
import { AnswerInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { partDelta, partStarted } from '../../src/core/events.ts'
import { openDoor } from '../server/grpc/fixture.ts'
import { runCli } from './fake-terminal.ts'

/** A server that answers `ok` and keeps what it was asked; it fails when it is asked to. */
async function openServer() {
  const asked: string[][] = []
  const door = await openDoor({
    generateChatStream: async function* ({ messages }: GenerateChatRequest) {
      const texts = messages.map(({ parts }) => String(parts[0]?.content.value))
      asked.push(texts)
      if (texts.at(-1) === 'fail') throw new GatewayError(ErrorReason.UPSTREAM_AUTH, 'The key is refused.')
      const info = create(AnswerInfoSchema, { model: 'm', provider: 'p' })
      const events = [
        partStarted(0, { case: 'text', value: '' }),
        partDelta(0, { case: 'text', value: 'ok' }),
        { case: 'finished', value: { info } },
      ] as const
      yield events.map((event) => create(GenerateChatStreamResponseSchema, { event: event as never }))
    },
  })
  return { server: door.address, asked }
}

function converse(server: string, typed: string, words: string[] = []) {
  const input = new PassThrough()
  input.end(typed)
  return runCli(['chat', '--server', server, ...words], { input })
}

describe('a conversation at the terminal', () => {
  it('sends what was said before with each message', async () => {
    const { server, asked } = await openServer()
    const { exitCode, output } = await converse(server, 'one\n\ntwo\n/exit\nthree\n', ['--system', 'be brief'])
    expect(asked).toEqual([
      ['be brief', 'one'],
      ['be brief', 'one', 'ok', 'two'],
    ])
    expect([exitCode, output]).toEqual([0, 'ok\nok\n'])
  })

  it('goes on after an error, without the turn that failed', async () => {
    const { server, asked } = await openServer()
    const { errors } = await converse(server, 'one\nfail\ntwo\n')
    expect(asked.at(-1)).toEqual(['one', 'ok', 'two'])
    expect(errors).toContain('Reason: UPSTREAM_AUTH')
  })
})
