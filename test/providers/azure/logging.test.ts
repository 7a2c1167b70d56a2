import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { shareTokenSource } from '../../../src/providers/azure/token-sources.ts'
import { CLIENT_SECRET, clientSecret, refuse, startEntra } from '../../support/entra.ts'

// Microsoft's libraries read the variable when they are loaded, which is before the first line of a test.
vi.hoisted(() => {
  process.env.AZURE_LOG_LEVEL = 'verbose'
})

afterEach(() => {
  vi.restoreAllMocks()
})

it('nothing is printed of tokens, secrets and what Entra ID says, whatever level the environment asks for', async () => {
  const printed: string[] = []
  const print = (text: unknown) => printed.push(String(text)) > 0
  vi.spyOn(process.stderr, 'write').mockImplementation(print)
  vi.spyOn(process.stdout, 'write').mockImplementation(print)
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation(print)
  const signal = new AbortController().signal
  const entra = await startEntra()
  const { source, release } = shareTokenSource(clientSecret(), entra.cloud, systemClock, entra.requests)
  const token = await source.token(signal)
  entra.answer = (exchange) => refuse(exchange, 'invalid_client', 7000215, `Not ${CLIENT_SECRET}.`)
  await expect(source.renew(token, signal)).rejects.toMatchObject({ reasonName: 'UPSTREAM_AUTH' })
  release()
  await entra.close()
  vi.restoreAllMocks()
  expect(
    printed.filter((text) => /azure:identity|AADSTS|entra-token|tenant-1/.test(text) || text.includes(CLIENT_SECRET)),
  ).toEqual([])
})
