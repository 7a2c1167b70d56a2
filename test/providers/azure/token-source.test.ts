import type { AccessToken } from '@azure/identity'
import { beforeEach, describe, expect, it } from 'vitest'
import { TokenSource } from '../../../src/providers/azure/token-source.ts'
import { FakeClock, settled } from '../../support/fake-clock.ts'

const MINUTE = 60_000
const never = new AbortController().signal

/** An authority whose answers the test gives one by one. */
class ScriptedIssuer {
  readonly asked: PromiseWithResolvers<AccessToken>[] = []
  forgotten = 0

  issue(): Promise<AccessToken> {
    const answer = Promise.withResolvers<AccessToken>()
    this.asked.push(answer)
    return answer.promise
  }

  forget(): void {
    this.forgotten += 1
  }
}

let clock: FakeClock
let issuer: ScriptedIssuer
let source: TokenSource

beforeEach(() => {
  clock = new FakeClock()
  issuer = new ScriptedIssuer()
  source = new TokenSource(issuer, clock)
})

function answer(index: number, token: string, life: number, refreshAfter?: number): void {
  const expiresOnTimestamp = clock.now() + life
  const refreshAfterTimestamp = refreshAfter === undefined ? undefined : clock.now() + refreshAfter
  issuer.asked[index]?.resolve({ token, expiresOnTimestamp, ...(refreshAfterTimestamp && { refreshAfterTimestamp }) })
}

async function first(token: string, life: number, refreshAfter?: number): Promise<void> {
  const given = source.token(never)
  answer(0, token, life, refreshAfter)
  expect(await given).toBe(token)
}

describe('TokenSource', () => {
  it('asks once for all who wait', async () => {
    const given = Promise.all(Array.from({ length: 20 }, () => source.token(never)))
    answer(0, 'one', 60 * MINUTE)
    expect(await given).toEqual(Array(20).fill('one'))
    expect(issuer.asked).toHaveLength(1)
  })

  it('asks nobody while the token is good', async () => {
    await first('one', 60 * MINUTE)
    await clock.advance(50 * MINUTE)
    expect(await source.token(never)).toBe('one')
    expect(issuer.asked).toHaveLength(1)
  })

  it('gives the old token while it fetches the next one ahead of its end, once', async () => {
    await first('one', 60 * MINUTE)
    await clock.advance(57 * MINUTE)
    expect(await Promise.all([source.token(never), source.token(never)])).toEqual(['one', 'one'])
    expect(issuer.asked).toHaveLength(2)
    answer(1, 'two', 60 * MINUTE)
    await settled()
    expect(await source.token(never)).toBe('two')
    expect(issuer.asked).toHaveLength(2)
  })

  it('fetches the next one when the authority says that it is time', async () => {
    await first('one', 24 * 60 * MINUTE, 12 * 60 * MINUTE)
    await clock.advance(11 * 60 * MINUTE)
    await source.token(never)
    expect(issuer.asked).toHaveLength(1)
    await clock.advance(2 * 60 * MINUTE)
    expect(await source.token(never)).toBe('one')
    expect(issuer.asked).toHaveLength(2)
  })

  it('keeps the old token when the next one cannot be had, and tries again only after a while', async () => {
    await first('one', 60 * MINUTE)
    await clock.advance(57 * MINUTE)
    await source.token(never)
    issuer.asked[1]?.reject(new Error('down'))
    await settled()
    expect(await source.token(never)).toBe('one')
    expect(issuer.asked).toHaveLength(2)
    await clock.advance(3000)
    expect(await source.token(never)).toBe('one')
    expect(issuer.asked).toHaveLength(3)
  })

  it('waits for another token after the end of the old one', async () => {
    await first('one', 60 * MINUTE)
    await clock.advance(60 * MINUTE)
    const given = source.token(never)
    answer(1, 'two', 60 * MINUTE)
    expect(await given).toBe('two')
  })

  it('fails all who wait, and asks anew for the next one', async () => {
    const given = Promise.allSettled([source.token(never), source.token(never)])
    issuer.asked[0]?.reject(new Error('refused'))
    expect((await given).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = source.token(never)
    answer(1, 'one', MINUTE)
    expect(await next).toBe('one')
  })

  it('lets an aborted call go at once, with its reason, and keeps the request for the others', async () => {
    const controller = new AbortController()
    const aborted = source.token(controller.signal)
    const other = source.token(never)
    controller.abort(new Error('left'))
    await expect(aborted).rejects.toThrow('left')
    answer(0, 'one', 60 * MINUTE)
    expect(await other).toBe('one')
    expect(issuer.asked).toHaveLength(1)
  })

  it('asks nobody for a call that was aborted before', async () => {
    await expect(source.token(AbortSignal.abort(new Error('left')))).rejects.toThrow('left')
    expect(issuer.asked).toHaveLength(0)
  })

  it('leaves no failure unheard when all who waited have left', async () => {
    const controller = new AbortController()
    const aborted = source.token(controller.signal)
    controller.abort(new Error('left'))
    await expect(aborted).rejects.toThrow('left')
    issuer.asked[0]?.reject(new Error('unheard'))
    await settled()
    expect(issuer.asked).toHaveLength(1)
  })
})

describe('TokenSource.renew', () => {
  it('drops a refused token and fetches another, once for all whose token was refused', async () => {
    await first('one', 60 * MINUTE)
    const given = Promise.all([source.renew('one', never), source.renew('one', never)])
    answer(1, 'two', 60 * MINUTE)
    expect(await given).toEqual(['two', 'two'])
    expect(issuer).toMatchObject({ forgotten: 1, asked: { length: 2 } })
  })

  it('gives the known token when it is not the refused one', async () => {
    await first('two', 60 * MINUTE)
    expect(await source.renew('one', never)).toBe('two')
    expect(issuer).toMatchObject({ forgotten: 0, asked: { length: 1 } })
  })
})
