import { describe, expect, it } from 'vitest'
import { GoogleCredentials } from '../../../src/providers/gemini/google-credentials.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const endpoint = { origin: 'http://x.test', path: '/', headers: ['a', 'b'] }
const { signal } = new AbortController()

/** Credentials whose tokens are given by the test. */
function credentialsBy(getRequestHeaders: () => Promise<Headers>) {
  const clock = new FakeClock()
  return { clock, credentials: new GoogleCredentials({ getRequestHeaders }, { name: 'played', clock }) }
}

const token = (value: string) => new Headers({ authorization: value })

describe('GoogleCredentials', () => {
  it('adds every header that the library gives', async () => {
    const headers = new Headers({ authorization: 'Bearer t', 'x-goog-user-project': 'p' })
    const { credentials } = credentialsBy(() => Promise.resolve(headers))
    expect(await credentials.authorize(endpoint, signal)).toEqual({
      ...endpoint,
      headers: ['a', 'b', 'authorization', 'Bearer t', 'x-goog-user-project', 'p'],
    })
  })

  it('asks once for calls at one time, and anew for later ones', async () => {
    const asked: PromiseWithResolvers<Headers>[] = []
    const { credentials, clock } = credentialsBy(() => {
      const answer = Promise.withResolvers<Headers>()
      asked.push(answer)
      return answer.promise
    })
    const first = [credentials.authorize(endpoint, signal), credentials.authorize(endpoint, signal)]
    asked[0]?.resolve(token('one'))
    expect((await Promise.all(first)).map(({ headers }) => headers.at(-1))).toEqual(['one', 'one'])
    const later = credentials.authorize(endpoint, signal)
    asked[1]?.resolve(token('two'))
    expect((await later).headers.at(-1)).toBe('two')
    expect(asked).toHaveLength(2)
    expect(clock.pendingTimers).toBe(0)
  })

  it('lets no later call wait for a request that is stuck', async () => {
    const answers = [new Promise<Headers>(() => {}), Promise.resolve(token('two'))]
    const { credentials, clock } = credentialsBy(() => answers.shift() ?? Promise.reject(new Error('a third')))
    const abort = new AbortController()
    const stuck = credentials.authorize(endpoint, abort.signal)
    await clock.advance(10_000)
    expect((await credentials.authorize(endpoint, signal)).headers.at(-1)).toBe('two')
    abort.abort(new Error('gone'))
    await expect(stuck).rejects.toThrow('gone')
  })

  it.each([
    [{ status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    [{ status: 429 }, 'UPSTREAM_UNAVAILABLE'],
    [{ code: 'ECONNREFUSED' }, 'UPSTREAM_UNAVAILABLE'],
    [{ code: 'TimeoutError' }, 'UPSTREAM_UNAVAILABLE'],
    [{ status: 400 }, 'UPSTREAM_AUTH'],
    [{ code: 'ENOENT' }, 'UPSTREAM_AUTH'],
    [{}, 'UPSTREAM_AUTH'],
  ])('tells the failure %j as %s, without the words of the library', async (fields, reasonName) => {
    const { credentials } = credentialsBy(() => Promise.reject(Object.assign(new Error('secret words'), fields)))
    const error = await credentials.authorize(endpoint, signal).catch((thrown) => thrown)
    expect(error).toMatchObject({ reasonName })
    expect(`${error.message}${error.cause}`).not.toContain('secret words')
  })
})
