import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { faultsOf } from './load-config.ts'

const load = (value?: string) =>
  loadConfig({
    path: 'test.yaml',
    environment: value === undefined ? {} : { SWITCHYARD_SECRET_KEY_PREVIOUS: value },
    readFile: () => 'providers: [{name: p, adapter: mock, models: [m]}]',
  })

it('the secret that was replaced is read, and never printed', () => {
  const secret = 'canary-0123456789012345678901234567'
  const settings = load(secret)
  expect(settings.previousSecretKey?.reveal()).toBe(secret)
  expect(inspect(settings, { depth: 9, showHidden: true })).not.toContain(secret)
  expect(load().previousSecretKey).toBeUndefined()
})

it('one that can be guessed is refused without being repeated', () => {
  const [fault] = faultsOf(() => load('short-canary'))
  expect(fault?.path).toBe('SWITCHYARD_SECRET_KEY_PREVIOUS')
  expect(fault?.message).toBe('must have at least 32 characters')
})
