import { beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { AUDIENCE, type PlayedIssuer, startTokenIssuer } from '../support/token-issuer.ts'

const prompt = { prompt: 'Count.' }

let issuer: PlayedIssuer
let app: RunningApp

beforeAll(async () => {
  issuer = await startTokenIssuer(() => Date.now())
  app = await startTestApp({
    authentication: {
      token_issuers: [
        {
          name: 'corporate',
          issuer: issuer.settings.issuer,
          audience: AUDIENCE,
          jwks_url: issuer.settings.jwksUrl,
          tenant_claim: 'org',
          role_claim: 'role',
        },
      ],
    },
  })
  await clientsOf(app).admin.createTenant({ tenant: { name: 'acme' } }, await as('platform_admin', { org: 'default' }))
  return async () => {
    await app.stop()
    await issuer.upstream.close()
  }
})

/** The headers of a caller of `acme` with this role. */
async function as(role: string, change: Record<string, unknown> = {}) {
  return { headers: { authorization: `Bearer ${await issuer.sign({ org: 'acme', role, ...change })}` } }
}

describe.each<Door>(doors)('a token through %s', (door) => {
  it('lets its holder call, and names it in the ledger', async () => {
    const { llm } = clientsOf(app, door)
    const { info } = await llm.generateText(prompt, await as('caller'))
    const row = app.rows().find(({ call_id }) => call_id === info?.responseId)
    expect(row).toMatchObject({ principal: 'tokens/corporate/ada' })
  })

  it('lets its holder do only what the role allows', async () => {
    const { llm, admin } = clientsOf(app, door)
    const viewing = await as('viewer')
    expect((await llm.listModels({}, viewing)).models.length).toBeGreaterThan(0)
    expect(await errorOf(llm.generateText(prompt, viewing))).toMatchObject({
      code: 'PermissionDenied',
      reasons: ['PERMISSION_DENIED'],
      metadata: { scope: 'llm:call' },
    })
    expect(await errorOf(admin.listCircuits({}, await as('tenant_admin')))).toMatchObject({
      reasons: ['PERMISSION_DENIED'],
    })
    expect((await admin.listCircuits({}, await as('platform_admin'))).circuits).not.toEqual([])
  })

  it.each([{ exp: 1 }, { aud: 'other' }, { iss: 'https://evil.example' }, { org: undefined }, { org: 'unknown' }])(
    'is refused with %o',
    async (change) => {
      const error = await errorOf(clientsOf(app, door).llm.generateText(prompt, await as('caller', change)))
      expect(error).toMatchObject({ code: 'Unauthenticated', reasons: ['UNAUTHENTICATED'] })
    },
  )

  it('is asked for', async () => {
    const error = await errorOf(clientsOf(app, door).llm.generateText(prompt))
    expect(error).toMatchObject({ code: 'Unauthenticated', reasons: ['UNAUTHENTICATED'] })
  })
})
