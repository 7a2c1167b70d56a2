import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApp } from '../support/app.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { type RunOptions, runCli } from './fake-terminal.ts'

const configuration = {
  providers: [{ name: 'p', adapter: 'mock', models: ['one', 'two'] }],
  routes: [{ name: 'fast', targets: [{ provider: 'p', model: 'one' }] }],
}

async function open() {
  const app = await openApp(configuration)
  return (words: string[], options: RunOptions = {}) =>
    runCli(words, { ...options, environment: { SWITCHYARD_SERVER: app.grpcAddress } })
}

const ROUTE = 'targets:\n  - {provider: p, model: two, weight: 3}\n  - {provider: p, model: one}\nbalance: least_busy\n'

describe('switchyard routes', () => {
  it('lists what the file says', async () => {
    const cli = await open()
    expect((await cli(['routes'])).output).toMatch(/^ROUTE.*\nfast +p\/one +file\n$/)
  })

  it('sets a route from a file, and gets it in a form that it can be set from again', async () => {
    const cli = await open()
    const file = join(temporaryDirectory(), 'route.yaml')
    writeFileSync(file, ROUTE)
    const set = await cli(['routes', 'set', 'fast', file])
    expect([set.exitCode, set.errors]).toEqual([0, ''])
    expect(set.output).toMatch(/^# api, hides the file, etag .+\nname: fast\ntargets:\n(?:.*\n)+balance: least_busy\n$/)
    expect((await cli(['routes', 'get', 'fast'])).output).toBe(set.output)
    const again = await cli(['routes', 'set', 'fast', '-'], { input: set.output })
    expect(again.output).toBe(set.output)
    expect((await cli(['routes', 'list'])).output).toContain('p/two, p/one  api, hides the file')
    expect(JSON.parse((await cli(['routes', '-o', 'json'])).output).routes[0].targets[0].weight).toBe(3)
  })

  it('deletes a route, and shows the one of the file that is left', async () => {
    const cli = await open()
    await cli(['routes', 'set', 'fast', '-'], { input: ROUTE })
    await cli(['routes', 'set', 'mine', '-'], { input: ROUTE })
    expect((await cli(['routes', 'delete', 'fast'])).output).toMatch(/^# file, /)
    expect((await cli(['routes', 'delete', 'mine', '--validate-only'])).output).toBe('mine can be deleted.\n')
    expect((await cli(['routes', 'delete', 'mine'])).output).toBe('mine is deleted.\n')
    const { exitCode, errors } = await cli(['routes', 'delete', 'fast'])
    expect(exitCode).toBe(1)
    expect(errors).toMatch(/Reason: RESOURCE_READ_ONLY .*\nNext: Take it out of the configuration file/)
  })

  it('says what is wrong with a route, in the file or for the service', async () => {
    const cli = await open()
    const badText = await cli(['routes', 'set', 'mine', '-'], { input: 'targets: [{provider: p, modell: one}]' })
    expect([badText.exitCode, badText.errors]).toEqual([
      1,
      expect.stringMatching(/standard input.*\n.*did you mean `model`/),
    ])
    const badName = await cli(['routes', 'set', 'mine', '-'], { input: ROUTE.replace('two', 'tow') })
    expect(badName.errors).toContain('route.targets[0].model: p offers no model called `tow`')
    const otherName = await cli(['routes', 'set', 'mine', '-'], { input: `name: yours\n${ROUTE}` })
    expect([otherName.exitCode, otherName.errors]).toEqual([2, expect.stringContaining('called `yours`, not `mine`')])
    const noFile = await cli(['routes', 'set', 'mine', 'no-such.yaml'])
    expect(noFile.errors).toContain('no-such.yaml cannot be read (ENOENT)')
  })

  it('changes only what was seen, when it is told the etag', async () => {
    const cli = await open()
    const { errors } = await cli(['routes', 'set', 'fast', '-', '--etag', 'old'], { input: ROUTE })
    expect(errors).toMatch(/Reason: ETAG_MISMATCH .*\nNext: Read it again/)
  })
})

describe('switchyard policy', () => {
  it('sets the fields that are named, and those alone', async () => {
    const cli = await open()
    expect((await cli(['policy'])).output).toMatch(/^# set here, not in the file: nothing\n# etag file-.+\n$/)
    const input = 'retry: {max_retries: 2, max_delay: 1m, strategy: linear}\ndefault_options: {max_output_tokens: 50}'
    const set = await cli(['policy', 'set', '-', '--allowed-models', 'fast, two'], { input })
    expect(set.output.split('\n').slice(0, 1)).toEqual([
      '# set here, not in the file: allowed_models, default_options.max_output_tokens, ' +
        'retry.max_delay, retry.max_retries, retry.strategy',
    ])
    expect(set.output).toMatch(/allowed_models:\n {2}- fast\n {2}- two\n/)
    expect(set.output).toMatch(/max_retries: 2\n {2}max_delay: 60s\n {2}strategy: linear\n/)
    const again = await cli(['policy', 'set', '-'], { input: set.output })
    expect(again.output).toBe(set.output)
  })

  it('allows all models again with an empty list', async () => {
    const cli = await open()
    await cli(['policy', 'set', '--allowed-models', 'fast'])
    expect((await cli(['policy', 'set', '--allowed-models', ''])).output).not.toContain('- fast')
  })

  it('gives fields back to the file', async () => {
    const cli = await open()
    await cli(['policy', 'set', '--default-model', 'two', '--allowed-models', 'two'])
    expect((await cli(['policy', 'reset', 'default_model'])).output).toMatch(/file: allowed_models\n/)
    expect((await cli(['policy', 'reset', '*'])).output).toMatch(/file: nothing\n/)
  })

  it('tries without changing', async () => {
    const cli = await open()
    await cli(['policy', 'set', '--default-model', 'two', '--validate-only'])
    expect((await cli(['policy'])).output).toMatch(/file: nothing\n/)
    const { errors } = await cli(['policy', 'set', '--default-model', 'tow', '--validate-only'])
    expect(errors).toContain('policy.default_model: no model, route or alias is called `tow`')
  })

  it('wants to be told what to set', async () => {
    const cli = await open()
    expect(await cli(['policy', 'set'])).toMatchObject({ exitCode: 2, errors: expect.stringContaining('Name a file') })
  })
})
