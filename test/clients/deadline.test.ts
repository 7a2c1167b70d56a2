import { createRouterTransport } from '@connectrpc/connect'
import { expect, it } from 'vitest'
import { LLMService, SwitchyardClient } from '../../clients/typescript/src/node.ts'

/** A client of a server that notes how long each call of it may take. */
function openNoting() {
  const allowed: (number | undefined)[] = []
  const transport = createRouterTransport(({ service }) => {
    service(LLMService, {
      embed: (_request, { timeoutMs }) => {
        allowed.push(timeoutMs())
        return {}
      },
    })
  })
  return { allowed, connect: (timeoutMs?: number) => new SwitchyardClient(transport, { timeoutMs }) }
}

it('a call that says nothing may take ten minutes, or what the client was given', async () => {
  const { allowed, connect } = openNoting()
  await connect().embed('m', ['text'])
  await connect(1_800_000).embed('m', ['text'])
  await connect().embed('m', ['text'], { timeoutMs: 1_200_000 })
  const [unsaid = 0, ofClient = 0, ofCall = 0] = allowed
  expect(unsaid > 0 && unsaid <= 600_000).toBe(true)
  expect(ofClient > 1_200_000 && ofClient <= 1_800_000).toBe(true)
  expect(ofCall > 600_000 && ofCall <= 1_200_000).toBe(true)
})

it('a method of a service has no deadline but one that is given', async () => {
  const { allowed, connect } = openNoting()
  await connect().service(LLMService).embed({})
  expect(allowed).toEqual([undefined])
})
