import { describe, expect, it } from 'vitest'
import { openApp } from '../support/app.ts'
import { runCli } from './fake-terminal.ts'

const configuration = {
  providers: [{ name: 'p', adapter: 'mock', models: ['one'] }],
  budgets: [{ name: 'all', amount: 100, window: 'day', hard: true }],
  rate_limits: [{ name: 'some', requests_per_minute: 60 }],
}

async function open() {
  const app = await openApp(configuration)
  return (...words: string[]) => runCli(words, { environment: { SWITCHYARD_SERVER: app.grpcAddress } })
}

describe('switchyard budgets', () => {
  it('lists those of the file with what is spent of them', async () => {
    const cli = await open()
    expect((await cli('budgets')).output).toMatch(
      /\nall +all calls +day +\$100\.00 +\$0\.00 +\$0\.00 +yes +\S+T00:00:00\.000Z +file +file-\S+\n$/,
    )
  })

  it('makes one, changes what is named, and deletes it', async () => {
    const cli = await open()
    const made = await cli(
      'budgets',
      'create',
      'team',
      '--amount',
      '5',
      '--of',
      'tenant=acme',
      '--of',
      'model=one',
      '--hard',
    )
    expect([made.errors, made.output]).toEqual([
      '',
      expect.stringMatching(/tenant acme, model one +month +\$5\.00 .* yes/),
    ])
    const changed = await cli('budgets', 'update', 'team', '--amount', '7.5', '--no-hard', '-o', 'json')
    expect(JSON.parse(changed.output)).toMatchObject({
      ...{ amount: { amountNanos: '7500000000' }, subject: { tenant: 'acme', model: 'one' }, origin: 'ORIGIN_API' },
    })
    expect((await cli('budgets', 'delete', 'team')).output).toBe('team is deleted.\n')
    expect((await cli('budgets', 'delete', 'all')).errors).toContain('RESOURCE_READ_ONLY')
  })

  it('says what is wrong with one', async () => {
    const cli = await open()
    const { errors } = await cli('budgets', 'create', 'b', '--amount', '0', '--time-zone', 'Mars/Base')
    expect(errors).toContain('budget.amount')
    expect(errors).toContain('budget.time_zone')
    expect((await cli('budgets', 'create', 'b', '--of', 'team=x')).exitCode).toBe(2)
  })
})

describe('switchyard limits', () => {
  it('lists, makes, changes and deletes them', async () => {
    const cli = await open()
    expect((await cli('limits')).output).toMatch(/\nsome +all calls +60 +file/)
    expect((await cli('limits', 'create', 'l', '--tokens', '1000', '--of', 'user=u')).output).toMatch(
      /\nl +user u +1000 +api/,
    )
    expect((await cli('limits', 'update', 'l', '--concurrent', '2')).output).toMatch(/\nl +user u +1000 +2 +api/)
    expect((await cli('limits', 'delete', 'l')).output).toBe('l is deleted.\n')
    expect(JSON.parse((await cli('limits', '-o', 'json')).output).rateLimits).toHaveLength(1)
  })
})
