import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApp } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openUpstream } from '../support/upstream.ts'
import { type RunOptions, runCli } from './fake-terminal.ts'

const KEY = 'canary-key-20cb7a'

async function open() {
  const upstream = await openUpstream((exchange) =>
    playChat(exchange, { texts: [exchange.headers.authorization ?? 'none'] }),
  )
  const app = await openApp({
    providers: [{ name: 'p', adapter: 'mock', models: ['one'] }],
    network: { allowed_hosts: ['127.0.0.1'] },
  })
  const file = join(temporaryDirectory(), 'provider.yaml')
  writeFileSync(file, `adapter: openai_compatible\nbase_url: ${upstream.url}/v1\nmodels: [m]\ntimeouts: {total: 30s}\n`)
  const cli = (words: string[], { environment, ...options }: RunOptions = {}) =>
    runCli(['providers', ...words], {
      ...options,
      environment: { ...environment, SWITCHYARD_SERVER: app.grpcAddress },
    })
  const { llm } = clientsOf(app)
  const ask = async () => (await llm.generateText({ prompt: 'Hi', options: { model: 'm' } })).text
  return { cli, file, ask }
}

describe('switchyard providers', () => {
  it('lists what the file says', async () => {
    const { cli } = await open()
    expect((await cli([])).output).toMatch(/^PROVIDER.*\np +mock +1 +file +enabled\n$/)
  })

  it('sets a provider with its key, shows all but the key, and sets it again as shown', async () => {
    const { cli, file, ask } = await open()
    const set = await cli(['set', 'new', file, '--api-key-env', 'VENDOR_KEY'], { environment: { VENDOR_KEY: KEY } })
    expect([set.exitCode, set.errors]).toEqual([0, ''])
    expect(set.output).toMatch(/^# api, etag .+\n# has a key, given 20.+Z\nname: new\nadapter: openai_compatible\n/)
    expect(await ask()).toBe(`Bearer ${KEY}`)
    const shown = await cli(['get', 'new'])
    expect(shown.output).toBe(set.output)
    expect((await cli(['set', 'new', '-'], { input: shown.output })).output).toContain('has a key')
    expect(await ask()).toBe(`Bearer ${KEY}`)
    const listed = await cli(['list', '-o', 'json'])
    expect(JSON.parse(listed.output).providers[0]).toMatchObject({ name: 'new', hasCredential: true })
    expect(set.output + shown.output + listed.output).not.toContain(KEY)
  })

  it('changes the key alone, from standard input, and removes it', async () => {
    const { cli, file, ask } = await open()
    await cli(['set', 'new', file])
    expect(await ask()).toBe('none')
    await cli(['set', 'new', '--api-key-stdin'], { input: `${KEY}\n` })
    expect(await ask()).toBe(`Bearer ${KEY}`)
    expect((await cli(['set', 'new', '--remove-api-key'])).output).not.toContain('has a key')
    expect(await ask()).toBe('none')
  })

  it('disables, enables and deletes', async () => {
    const { cli, file, ask } = await open()
    await cli(['set', 'new', file])
    expect((await cli(['disable', 'new'])).output).toMatch(/^# api, etag .+, disabled\n/)
    expect((await cli([])).output).toMatch(/new .* disabled\n/)
    expect((await cli(['enable', 'new'])).output).not.toContain('disabled')
    expect(await ask()).toBe('none')
    expect((await cli(['delete', 'new', '--validate-only'])).output).toBe('new can be deleted.\n')
    expect((await cli(['delete', 'new'])).output).toBe('new is deleted.\n')
    expect((await cli(['delete', 'p'])).errors).toContain('RESOURCE_READ_ONLY')
  })

  it('says what is wrong, and repeats nothing that could be a key', async () => {
    const { cli, file } = await open()
    const pasted = await cli(['set', 'new', file, '--api-key-env', KEY])
    expect([pasted.exitCode, pasted.errors]).toEqual([1, expect.stringContaining('names no variable that is set')])
    const nothing = await cli(['set', 'new', '--api-key-stdin'], { input: '\n' })
    expect(nothing.errors).toContain('Standard input holds no key')
    const twice = await cli(['set', 'new', '-', '--api-key-stdin'], { input: KEY })
    const both = await cli(['set', 'new', file, '--api-key-stdin', '--api-key-env', 'A'], { input: KEY })
    const neither = await cli(['set', 'new'])
    expect([twice.exitCode, both.exitCode, neither.exitCode]).toEqual([2, 2, 2])
    const inFile = await cli(['set', 'new', '-'], { input: `adapter: openai\napi_key: ${KEY}` })
    expect(inFile.errors).toContain('api_key: there is no such field; give the key by --api-key-env')
    const inside = await cli(['set', 'new', '-'], {
      input: 'adapter: openai_compatible\nbase_url: https://10.0.0.1\nmodels: [m]',
    })
    expect(inside.errors).toContain('provider.base_url: must not lead into an internal network')
    expect([pasted, nothing, twice, both, inFile].map(({ errors }) => errors).join()).not.toContain(KEY)
  })

  it('warns when the key would travel in clear to another machine', async () => {
    const { cli, file } = await open()
    const { errors } = await cli(['set', 'new', file, '--api-key-stdin', '--server', 'gateway.invalid:1'], {
      input: KEY,
    })
    expect(errors).toContain("the provider's key travels in clear")
  })
})
