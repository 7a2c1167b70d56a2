import { describe, expect, it } from 'vitest'
import { openApp } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { runCli } from './fake-terminal.ts'

const models = [{ name: 'one', tier: 'fast', price: { input: '1', output: '2' } }, { name: 'two' }]

async function open() {
  const app = await openApp({ providers: [{ name: 'p', adapter: 'mock', models }] })
  const cli = (...words: string[]) =>
    runCli(['providers', 'models', ...words], { environment: { SWITCHYARD_SERVER: app.grpcAddress } })
  const find = async (name: string) =>
    (await clientsOf(app).admin.getProviderModel({ provider: 'p', name })).providerModel
  return { app, cli, find }
}

describe('switchyard providers models', () => {
  it('lists the models of a provider with what is in force of each', async () => {
    const { cli } = await open()
    const { output } = await cli('p')
    expect(output).toMatch(/^MODEL .*FROM\none +one +fast +\$1\.00 in, \$2\.00 out \(configured\) +file\n/)
    expect(output).toMatch(/\ntwo +two +\$0\.25 in, \$2\.00 out \(built-in\) +file\n$/)
    const json = JSON.parse((await cli('list', 'p', '-o', 'json')).output)
    expect(json.providerModels[0]).toMatchObject({ name: 'one', etag: expect.stringMatching(/^model-/) })
  })

  it('makes one of all that options give, shows it, and deletes it', async () => {
    const { cli, find } = await open()
    const made = await cli(
      ...['create', 'p', 'new', '--upstream-name', 'u', '--aliases', 'a, b', '--tier', 'premium', '--best-for', 'sums'],
      ...['--price-input', '0.5', '--price-output', '4', '--price-cache-read', '0.1', '--price-cache-write', '0.6'],
      ...['--context-window', '1000', '--max-output-tokens', '10', '--tools', 'yes', '--vision', 'no'],
      ...['--json-schema', 'unset', '--api', 'chat', '--max-concurrent-calls', '3'],
    )
    expect([made.exitCode, made.errors]).toEqual([0, ''])
    const inForce = '# in force: u; $0.50 in, $4.00 out (configured); 1000 tokens (configured)\n'
    expect(made.output).toMatch(/^# api, etag model-\S+\n/)
    expect(made.output).toContain(`${inForce}name: new\nupstream_name: u\n`)
    expect(await find('new')).toMatchObject({
      ...{ upstreamName: 'u', aliases: ['a', 'b'], tier: 3, bestFor: ['sums'], api: 2, maxConcurrentCalls: 3 },
      price: { input: '0.5', output: '4', cacheReadInput: '0.1', cacheWriteInput: '0.6' },
      capabilities: { contextWindow: 1000n, maxOutputTokens: 10n, tools: true, vision: false },
    })
    expect((await find('new'))?.capabilities?.jsonSchema).toBeUndefined()
    expect((await cli('get', 'p', 'new')).output).toBe(made.output)
    expect((await cli('delete', 'p', 'new', '--validate-only')).output).toBe('new can be deleted.\n')
    expect((await cli('delete', 'p', 'new')).output).toBe('new is deleted.\n')
    expect((await cli('get', 'p', 'new')).errors).toContain('RESOURCE_NOT_FOUND')
  })

  it('changes what is named, and leaves the rest', async () => {
    const { cli, find } = await open()
    await cli('update', 'p', 'one', '--price-output', '3', '--aliases', 'uno')
    expect(await find('one')).toMatchObject({ price: { input: '1', output: '3' }, aliases: ['uno'], tier: 1 })
    await cli('update', 'p', 'one', '--aliases', '', '--tier', 'unset')
    expect(await find('one')).toMatchObject({ aliases: [], tier: 0, price: { output: '3' } })
    const { output } = await cli('update', 'p', 'one', '--no-price')
    expect(output).toContain('$0.25 in, $2.00 out (built-in)')
    expect((await find('one'))?.price).toBeUndefined()
    const stale = await cli('update', 'p', 'one', '--tier', 'fast', '--etag', 'model-old')
    expect([stale.exitCode, stale.errors]).toEqual([1, expect.stringContaining('ETAG_MISMATCH')])
    await cli('update', 'p', 'one', '--tier', 'fast', '--validate-only')
    expect((await find('one'))?.tier).toBe(0)
  })

  it('says what is wrong by the option that gave it', async () => {
    const { cli } = await open()
    const dear = await cli('create', 'p', 'x', '--price-input', 'dear', '--price-output', '1')
    expect([dear.exitCode, dear.errors]).toEqual([2, expect.stringContaining("'--price-input <dollars>' argument")])
    const half = await cli('create', 'p', 'x', '--price-input', '1')
    expect(half.errors).toContain('\n  --price-output: must be a price in US dollars')
    const taken = await cli('create', 'p', 'x', '--aliases', 'one')
    expect(taken.errors).toContain('--aliases[0]: `one` already names something else')
    const json = await cli('create', 'p', 'x', '--aliases', 'one', '-o', 'json')
    expect(JSON.parse(json.errors).error.violations[0].field).toBe('--aliases[0]')
    for (const words of [
      ['update', 'p', 'one'],
      ['update', 'p', 'one', '--no-price', '--price-input', '1'],
      ['update', 'p', 'one', '--tools', 'perhaps'],
      ['update', 'p', 'one', '--context-window', '1.5'],
      ['create', 'p', 'x', '--price-cache-read', '-1'],
      [],
    ])
      expect((await cli(...words)).exitCode, words.join(' ')).toBe(2)
  })
})
