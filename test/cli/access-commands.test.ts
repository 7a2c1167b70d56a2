import { beforeEach, describe, expect, it } from 'vitest'
import { openApp, type RunningApp } from '../support/app.ts'
import { runCli } from './fake-terminal.ts'

const OPERATOR = 'o'.repeat(40)

let app: RunningApp

beforeEach(async () => {
  app = await openApp({}, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
})

/** Runs the words of a command line, as someone with this key. */
function cli(line: string, key = OPERATOR) {
  return runCli(line.split(' '), { environment: { SWITCHYARD_SERVER: app.grpcAddress, SWITCHYARD_API_KEY: key } })
}

async function json(line: string, key = OPERATOR) {
  return JSON.parse((await cli(`${line} -o json`, key)).output)
}

async function makeKey(rest = '') {
  const { apiKey, key } = await json(`keys create ci${rest}`)
  return { id: apiKey.name as string, key: key as string }
}

describe('switchyard keys', () => {
  it('makes a key, says to keep it, and the key works', async () => {
    const line = 'keys create ci --role caller --models mock-fast,gpt-5-mini --expire 2127-01-31'
    const { exitCode, output, errors } = await cli(line)
    const [key = '', advice] = output.split('\n')
    expect([exitCode, errors]).toEqual([0, ''])
    expect(key).toMatch(/^sy_[0-9a-f]{16}_[0-9a-f]{72}$/)
    expect(advice).toContain(key.split('_')[1])
    expect((await cli('chat hi -m mock-fast', key)).exitCode).toBe(0)
    expect((await cli('chat hi -m mock-smart', key)).errors).toContain('MODEL_NOT_ALLOWED')
    expect((await cli('models', key)).output).toMatch(/^MODEL .*\nmock-fast [^\n]*\n$/)
  })

  it.each([
    ['platform_admin', /every call needs a key.* Put this one into SWITCHYARD_API_KEY/],
    ['caller', /every call needs a key.* may not make others.*SWITCHYARD_API_KEY/],
  ])('says what the first key of a %s changes', async (role, advice) => {
    const open = await openApp()
    const environment = { SWITCHYARD_SERVER: open.grpcAddress }
    const { exitCode, errors, output } = await runCli(['keys', 'create', 'me', '--role', role], { environment })
    expect([exitCode, errors]).toEqual([0, expect.stringMatching(advice)])
    expect((await runCli(['models'], { environment })).errors).toContain('UNAUTHENTICATED')
    const key = { ...environment, SWITCHYARD_API_KEY: output.split('\n')[0] ?? '' }
    expect((await runCli(['models'], { environment: key })).exitCode).toBe(0)
  })

  it('makes a key with a budget and a rate limit, which hold from its first call on', async () => {
    const bounds =
      '--budget 5 --window day --hard --requests-per-minute 1 --tokens-per-minute 90000 --concurrent-calls 2'
    const { exitCode, output, errors } = await cli(`keys create ci ${bounds}`)
    const [key = '', , ...told] = output.trimEnd().split('\n')
    const id = key.split('_')[1]
    expect([exitCode, errors]).toEqual([0, ''])
    expect(told).toEqual([`Its budget is called key-${id}.`, `Its rate limit is called key-${id}.`])
    expect((await cli('budgets')).output).toMatch(new RegExp(`\nkey-${id} .*key ${id} +day +\\$5\\.00 .* yes `))
    expect((await cli('limits')).output).toMatch(new RegExp(`\nkey-${id} .*key ${id} +1 +90000 +2 +api`))
    expect((await cli('chat hi -m mock-fast', key)).exitCode).toBe(0)
    expect((await cli('chat hi -m mock-fast', key)).errors).toContain('RATE_LIMITED')
    expect(await json('keys create other --budget 0.5')).toMatchObject({
      budgets: [{ amount: { amountNanos: '500000000' }, origin: 'ORIGIN_API' }],
    })
  })

  it('lists keys with what they may do, and without what they are', async () => {
    const { id, key } = await makeKey(' --user ada --project search --role viewer --expire 2127-01-31')
    const { output } = await cli('keys')
    expect(output).toMatch(/^ID .*NAME .*TENANT .*ROLE .*MODELS .*STATE\n/)
    expect(output).toMatch(new RegExp(`^${id} +ci +default +ada +search +viewer .* all +good until 2127-01-31T`, 'm'))
    expect(await json('keys list')).toMatchObject({ apiKeys: [{ name: id, role: 'ACCESS_ROLE_VIEWER' }] })
    expect(output + JSON.stringify(await json('keys list'))).not.toContain(key.slice(20, 60))
  })

  it('lists those of a tenant', async () => {
    await cli('tenants create acme')
    await makeKey()
    const { id } = await makeKey(' --tenant acme')
    expect((await json('keys list --tenant acme')).apiKeys.map(({ name }: { name: string }) => name)).toEqual([id])
  })

  it('changes what is given, and leaves the rest', async () => {
    const { id } = await makeKey(' --user ada --models mock-fast --expire 2127-01-31')
    const changed = await cli(`keys update ${id} --name nightly --expire never`)
    expect(changed.output).toMatch(new RegExp(`^${id} +nightly +default +ada +caller .* mock-fast +good$`, 'm'))
    const { allowedModels, expireTime } = await json(`keys update ${id} --models=`)
    expect([allowedModels, expireTime]).toEqual([undefined, undefined])
    expect((await json(`keys get ${id}`)).displayName).toBe('nightly')
  })

  it('gives a key a new secret, and the old one a while', async () => {
    const { id, key } = await makeKey()
    const { key: next } = await json(`keys rotate ${id} --grace-hours 0.0001`)
    const { key: last } = await json(`keys rotate ${id} --grace-hours 2`)
    expect((await cli('models', key)).errors).toContain('UNAUTHENTICATED')
    for (const good of [next, last]) expect((await cli('models', good)).exitCode).toBe(0)
    expect((await cli('keys')).output).toMatch(/good, the one before until \d{4}-/)
    await cli(`keys rotate ${id}`)
    expect((await cli('models', last)).errors).toContain('UNAUTHENTICATED')
  })

  it('revokes a key', async () => {
    const { id, key } = await makeKey()
    expect((await cli(`keys revoke ${id}`)).output).toMatch(new RegExp(`^${id} .*revoked \\d{4}-`, 'm'))
    expect((await cli('models', key)).errors).toMatch(/revoked.*\nReason: UNAUTHENTICATED/)
  })

  it.each([
    ['keys create ci --role root', /--role.*platform_admin/],
    ['keys create ci --expire tomorrow', /--expire must be a date such as/],
    ['keys create ci --expire 2027-02-30', /--expire must be a date such as/],
    ['keys create ci --expire never', /Leave --expire out/],
    ['keys create ci --window day', /give --budget too/],
    ['keys create ci --hard', /give --budget too/],
    ['keys create ci --budget much', /dollars such as/],
    ['keys create ci --requests-per-minute 1.5', /whole number/],
    ['keys update 0000000000000000', /--help/],
    ['keys rotate 0000000000000000 --grace-hours 9999', /720/],
    ['keys revoke', /missing required argument/],
    ['audit --limit 0', /--limit/],
    ['audit --limit 1.5', /whole number/],
    ['audit --since yesterday', /--since must be a date such as/],
    ['tenants update acme', /--help/],
  ])('does not take `%s`', async (line, complaint) => {
    const { exitCode, errors } = await cli(line)
    expect([exitCode, errors]).toEqual([2, expect.stringMatching(complaint)])
  })

  it.each([
    ['keys create ci --expire 2001-01-31', 'INVALID_REQUEST'],
    ['keys create ci --tenant nowhere', 'INVALID_REQUEST'],
    ['keys create ci --scopes everything:write', 'INVALID_REQUEST'],
    ['keys create ci --budget 0', 'INVALID_REQUEST'],
    ['keys get 0000000000000000', 'RESOURCE_NOT_FOUND'],
    ['keys revoke 0000000000000000', 'RESOURCE_NOT_FOUND'],
    ['tenants delete default', 'RESOURCE_IN_USE'],
    ['tenants create Acme', 'INVALID_REQUEST'],
  ])('says why the server refused `%s`', async (line, reason) => {
    const { exitCode, errors } = await cli(line)
    expect([exitCode, errors]).toEqual([1, expect.stringContaining(`Reason: ${reason}`)])
  })
})

describe('switchyard tenants', () => {
  it('makes, shows, changes and lists tenants', async () => {
    const made = await cli('tenants create acme --display-name Acme --time-zone Europe/Berlin --models mock-fast')
    expect(made.output).toMatch(/^acme +Acme +Europe\/Berlin +mock-fast +good$/m)
    expect(await json('tenants update acme --models=')).toMatchObject({ name: 'acme', timeZone: 'Europe/Berlin' })
    expect((await cli('tenants get acme')).output).toMatch(/^acme +Acme +Europe\/Berlin +all +good$/m)
    const { tenants } = await json('tenants')
    expect(tenants.map(({ name }: { name: string }) => name)).toEqual(['acme', 'default'])
  })

  it('disables one with all its keys, and enables it again', async () => {
    await cli('tenants create acme')
    const { key } = await makeKey(' --tenant acme')
    expect((await cli('tenants disable acme')).output).toMatch(/^acme .*disabled$/m)
    expect((await cli('models', key)).errors).toMatch(/disabled.*\nReason: UNAUTHENTICATED/)
    await cli('tenants enable acme')
    expect((await cli('models', key)).exitCode).toBe(0)
  })

  it('deletes one when its keys are revoked', async () => {
    await cli('tenants create acme')
    const { id } = await makeKey(' --tenant acme')
    expect((await cli('tenants delete acme')).errors).toMatch(/revoke them first.*\nReason: RESOURCE_IN_USE/)
    await cli(`keys revoke ${id}`)
    expect(await cli('tenants delete acme')).toEqual({ exitCode: 0, output: 'acme is deleted.\n', errors: '' })
  })
})

describe('switchyard audit', () => {
  it('tells who changed what, the newest first, and with JSON also how', async () => {
    await cli('tenants create acme')
    await cli('tenants update acme --display-name Acme')
    const { id } = await makeKey(' --tenant acme')
    const lines = (await cli('audit')).output.split('\n')
    expect(lines[0]).toMatch(/^TIME +WHO +ACTION +RESOURCE +TENANT +TRACE$/)
    expect(lines[1]).toMatch(new RegExp(`^\\d{4}-.*Z +api-key +api_key.create +keys/${id} +acme +\\w+$`))
    const { auditEvents } = await json('audit --action tenant.update')
    expect(auditEvents).toMatchObject([{ resource: 'tenants/acme', afterJson: expect.stringContaining('Acme') }])
  })

  it('takes filters, and a limit over pages', async () => {
    await cli('tenants create acme')
    for (const name of ['a', 'b', 'c']) await cli(`tenants update acme --display-name ${name}`)
    const count = async (rest: string) => ((await json(`audit ${rest}`)).auditEvents ?? []).length
    expect(await count('--limit 2')).toBe(2)
    expect(await count('--resource tenants/acme')).toBe(4)
    expect(await count('--tenant acme --since 2001-01-31 --until 2127-01-31T00:00:00Z')).toBe(4)
    expect(await count('--until 2001-01-31')).toBe(0)
    expect(await count('--principal nobody')).toBe(0)
  })
})
