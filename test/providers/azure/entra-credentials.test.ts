import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import type { EntraCredential } from '../../../src/providers/options.ts'
import { CLIENT_SECRET, refuse } from '../../support/entra.ts'
import { printed, useEntra } from '../../support/entra-sources.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const sources = useEntra()
const signal = new AbortController().signal

describe('a workload identity', () => {
  const workload = (tokenFile: string): EntraCredential => ({
    kind: 'workload_identity',
    tenantId: 'tenant-1',
    clientId: 'client-1',
    tokenFile,
  })

  it('exchanges the token in its file', async () => {
    const tokenFile = join(temporaryDirectory(), 'token')
    writeFileSync(tokenFile, 'assertion-of-the-cluster\n')
    expect(await sources.share(workload(tokenFile)).token(signal)).toBe('entra-token-1')
    expect(sources.entra.tokenRequests[0]?.get('client_assertion')).toBe('assertion-of-the-cluster')
  })

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
  ])('fails for good when its file %s', async (_, content) => {
    const tokenFile = join(temporaryDirectory(), 'token')
    if (content !== undefined) writeFileSync(tokenFile, content)
    const error = await sources.failure(workload(tokenFile))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { credential: 'workload_identity' } })
    expect(error.message).toContain('its token file cannot be read')
  })

  it('tells nothing of an assertion that is refused', async () => {
    const tokenFile = join(temporaryDirectory(), 'token')
    writeFileSync(tokenFile, 'assertion-of-the-cluster')
    sources.entra.answer = (exchange) =>
      refuse(exchange, 'invalid_client', 700213, 'No match for assertion-of-the-cluster.')
    const error = await sources.failure(workload(tokenFile))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { entra_error: 'AADSTS700213' } })
    expect(printed(error)).not.toContain('assertion-of-the-cluster')
  })
})

describe('the Azure CLI', () => {
  const cli: EntraCredential = { kind: 'cli', tenantId: 'tenant-1' }

  /** Puts a command `az` first in the path. */
  function install(script: string): void {
    const folder = temporaryDirectory()
    writeFileSync(join(folder, 'az'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
  }

  it('gives the token of who has logged in', async () => {
    const expires = Math.floor(systemClock.now() / 1000) + 3600
    install(`echo '{"accessToken": "token-of-az", "expires_on": '${expires}', "tokenType": "Bearer"}'`)
    expect(await sources.share(cli).token(signal)).toBe('token-of-az')
  })

  it.each([
    ['is not installed', () => vi.stubEnv('PATH', temporaryDirectory())],
    [
      'is not logged in',
      () => install('echo "Please run \'az login\' to set up client-secret-9f8e7d6c5b4a" >&2; exit 1'),
    ],
  ])('is named when it %s', async (_, arrange) => {
    arrange()
    const error = await sources.failure(cli)
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { credential: 'cli' } })
    expect(error.message).toContain('it must be installed, and `az login` done')
    expect(printed(error)).not.toContain(CLIENT_SECRET)
  })
})

describe('the credential that the environment offers', () => {
  it('gives a token', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential')
    vi.stubEnv('AZURE_TENANT_ID', 'tenant-of-the-environment')
    vi.stubEnv('AZURE_CLIENT_ID', 'client-of-the-environment')
    vi.stubEnv('AZURE_CLIENT_SECRET', CLIENT_SECRET)
    expect(await sources.share({ kind: 'default' }).token(signal)).toBe('entra-token-1')
    expect(sources.entra.tokenRequests[0]?.get('client_id')).toBe('client-of-the-environment')
  })

  it('fails for good when there is none', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential')
    expect(await sources.failure({ kind: 'default' })).toMatchObject({
      reasonName: 'UPSTREAM_AUTH',
      metadata: { credential: 'default' },
    })
  })
})
