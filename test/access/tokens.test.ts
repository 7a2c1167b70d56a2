import { createHmac } from 'node:crypto'
import { generateKeyPair, SignJWT } from 'jose'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { TokenIssuer, type TokenIssuerSettings } from '../../src/access/token-issuer.ts'
import { TokenJudge } from '../../src/access/token-judge.ts'
import type { Principal } from '../../src/core/principal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { AUDIENCE, type PlayedIssuer, startTokenIssuer } from '../support/token-issuer.ts'

let clock: FakeClock
let issuer: PlayedIssuer

beforeEach(async () => {
  clock = new FakeClock()
  issuer = await startTokenIssuer(() => clock.now())
  return () => issuer.upstream.close()
})

function judge(change: Partial<TokenIssuerSettings> = {}): TokenJudge {
  return new TokenJudge([new TokenIssuer({ ...issuer.settings, ...change }, clock)], clock)
}

async function verdict(token: string, change: Partial<TokenIssuerSettings> = {}): Promise<Principal | string> {
  try {
    return await judge(change).judge(token)
  } catch (error) {
    return (error as { reasonName: string }).reasonName
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function claims(): Record<string, unknown> {
  return { iss: issuer.settings.issuer, aud: AUDIENCE, sub: 'ada', exp: Math.floor(clock.now() / 1000) + 600 }
}

describe('a token', () => {
  it('says who calls, of which tenant and with which role', async () => {
    const token = await issuer.sign({ org: 'acme', roles: 'viewer', team: 'search' })
    const found = await verdict(token, { tenantClaim: 'org', roleClaim: 'roles', projectClaim: 'team' })
    expect(found).toMatchObject({
      kind: 'token',
      id: 'tokens/corporate/ada',
      tenant: 'acme',
      user: 'ada',
      project: 'search',
      reach: 'tenant',
    })
    expect((found as Principal).scopes.has('llm:call')).toBe(false)
  })

  it('has the configured tenant and role where no claim says otherwise', async () => {
    expect(await verdict(await issuer.sign({ tenant: 'other', role: 'platform_admin' }))).toMatchObject({
      tenant: 'default',
      reach: 'own',
    })
  })

  it.each([
    ['ended', 'exp', -1],
    ['begins', 'nbf', 1],
  ])('may differ by a minute in when it %s, as clocks do', async (_, claim, side) => {
    const now = Math.floor(clock.now() / 1000)
    expect(await verdict(await issuer.sign({ [claim]: now + side * 59 }))).toMatchObject({ kind: 'token' })
    expect(await verdict(await issuer.sign({ [claim]: now + side * 61 }))).toBe('UNAUTHENTICATED')
  })

  it.each<[string, Record<string, unknown>]>([
    ['has expired', { exp: 1 }],
    ['never expires', { exp: undefined }],
    ['is not valid yet', { nbf: 2_000_000_000_000 }],
    ['is for somebody else', { aud: 'another-service' }],
    ['names no audience', { aud: undefined }],
    ['names nobody', { sub: undefined }],
    ['names somebody with a line break', { sub: 'ada\nroot' }],
    ['names an object', { sub: { name: 'ada' } }],
    ['is of another issuer', { iss: 'https://evil.example' }],
    ['is of no issuer', { iss: undefined }],
  ])('is refused when it %s', async (_, change) => {
    expect(await verdict(await issuer.sign(change))).toBe('UNAUTHENTICATED')
  })

  it.each(['platform-admin', '__proto__', 'constructor', ['platform_admin'], undefined])(
    'is refused when its role is %j, which is none',
    async (roles) => {
      expect(await verdict(await issuer.sign({ roles }), { roleClaim: 'roles' })).toBe('UNAUTHENTICATED')
    },
  )

  it('is refused when the claim of its tenant is missing', async () => {
    expect(await verdict(await issuer.sign(), { tenantClaim: 'org' })).toBe('UNAUTHENTICATED')
  })

  it('is good for a minute after its end, since clocks differ, and not for longer', async () => {
    const seconds = Math.floor(clock.now() / 1000)
    expect(await verdict(await issuer.sign({ exp: seconds - 50 }))).toMatchObject({ user: 'ada' })
    expect(await verdict(await issuer.sign({ exp: seconds - 70 }))).toBe('UNAUTHENTICATED')
  })
})

describe('a forged token', () => {
  it('is refused when it is not signed at all', async () => {
    expect(await verdict(`${part({ alg: 'none' })}.${part(claims())}.`)).toBe('UNAUTHENTICATED')
  })

  it('is refused when the public key served as a shared secret', async () => {
    const head = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims())}`
    const signature = createHmac('sha256', JSON.stringify(issuer.keys[0])).update(head).digest('base64url')
    expect(await verdict(`${head}.${signature}`)).toBe('UNAUTHENTICATED')
  })

  it('is refused when it brings its own key, or names one that the issuer lacks', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    for (const kid of ['k1', 'k2', '../../keys']) {
      const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
      expect(await verdict(token)).toBe('UNAUTHENTICATED')
    }
  })

  it('is refused when its claims were changed after it was signed', async () => {
    const [head, , signature] = (await issuer.sign()).split('.')
    expect(await verdict(`${head}.${part({ ...claims(), sub: 'root' })}.${signature}`)).toBe('UNAUTHENTICATED')
  })

  it('is refused when it is signed by an algorithm that the issuer does not use', async () => {
    expect(await verdict(await issuer.sign(), { algorithms: ['RS256'] })).toBe('UNAUTHENTICATED')
  })

  it.each(['', 'a', 'a.b', 'a.b.c', '..', 'sk-123', `${'x'.repeat(20_000)}.y.z`])(
    'is refused when it is %j',
    async (text) => {
      expect(await verdict(text)).toBe('UNAUTHENTICATED')
    },
  )
})

describe('tokens that were checked', () => {
  it('are known at once the next time, each by the whole of it', async () => {
    const tokens = judge()
    const token = await issuer.sign()
    await tokens.judge(token)
    expect(tokens.judge(token)).toMatchObject({ user: 'ada' })
    await expect(tokens.judge(`${token.slice(0, -4)}AAAA`)).rejects.toMatchObject({ reasonName: 'UNAUTHENTICATED' })
    expect(issuer.upstream.requests).toHaveLength(1)
  })

  it('are checked again after their end', async () => {
    const tokens = judge()
    const token = await issuer.sign({ exp: Math.floor(clock.now() / 1000) + 30 })
    await tokens.judge(token)
    await clock.advance(120_000)
    await expect(tokens.judge(token)).rejects.toMatchObject({ reasonName: 'UNAUTHENTICATED' })
  })

  it('are told to come again when the keys cannot be fetched', async () => {
    const token = await issuer.sign()
    const unreachable = await startTokenIssuer(() => clock.now())
    await unreachable.upstream.close()
    const settings = { ...issuer.settings, jwksUrl: `${unreachable.upstream.url}/keys` }
    expect(await verdict(token, settings)).toBe('AUTHENTICATION_UNAVAILABLE')
  })

  it('are not believed because the issuer answers nonsense', async () => {
    const broken = await startTokenIssuer(() => clock.now())
    onTestFinished(() => broken.upstream.close())
    broken.keys.length = 0
    expect(await verdict(await broken.sign(), broken.settings)).toBe('UNAUTHENTICATED')
  })
})
