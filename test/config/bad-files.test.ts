import { describe, expect, it } from 'vitest'
import { badFiles } from './bad-file-cases.ts'
import { errorOf, faultsOf, load } from './load-config.ts'

describe('a bad configuration file', () => {
  it.each(badFiles)('%s', (_, text, line, path, message) => {
    expect(faultsOf(() => load(text))).toContainEqual(
      expect.objectContaining({ line, path, message: expect.stringMatching(message) }),
    )
  })

  it('is reported with all its faults at once, in their order', () => {
    const text = 'lisen: {}\nproviders:\n- {name: M, adapter: mock}\ntimeouts: {idle: 3}\nallowed_models: [nope]'
    expect(faultsOf(() => load(text)).map(({ path }) => path)).toEqual([
      'lisen',
      'providers[0].name',
      'timeouts.idle',
      'allowed_models[0]',
    ])
  })

  it('does not call names unknown that stand in a part which could not be read', () => {
    const text = 'providers: {name: m}\nallowed_models: [a]\nroutes: [{name: r, targets: [{provider: m, model: a}]}]'
    expect(faultsOf(() => load(text)).map(({ path }) => path)).toEqual(['providers'])
  })

  it('is told that a model takes no fewer than no tokens', () => {
    const capabilities = '{context_window: -1, max_output_tokens: -1}'
    const text = `providers: [{name: m, adapter: mock, models: [{name: a, capabilities: ${capabilities}}]}]`
    expect(faultsOf(() => load(text)).map(({ path }) => path)).toEqual([
      'providers[0].models[0].capabilities.context_window',
      'providers[0].models[0].capabilities.max_output_tokens',
    ])
  })

  it('is named in the message with line and column', () => {
    expect(errorOf(() => load('\n\nlog:\n  level: 1x')).message).toContain(
      'line 4, column 10: log.level: must be one of',
    )
  })

  it('is refused when it is larger than a megabyte', () => {
    const [fault] = faultsOf(() => load(`# ${'x'.repeat(1024 * 1024)}`))
    expect(fault?.message).toContain('larger than 1048576 bytes')
  })

  it('is refused when aliases multiply', () => {
    const bomb = Array.from(
      { length: 9 },
      (_, level) => `a${level}: &a${level} [${Array(9).fill(level ? `*a${level - 1}` : 'x')}]`,
    )
    const text = `allowed_models: &l [${Array(101).fill('*x')}]`
    expect(faultsOf(() => load(`default_model: &x a\n${text}`)).map(({ message }) => message)).toContain(
      'more than 100 aliases are not allowed',
    )
    expect(faultsOf(() => load(bomb.join('\n'))).every(({ message }) => message.includes('no such field'))).toBe(true)
  })

  it('is refused when it is nested beyond measure', () => {
    expect(faultsOf(() => load('['.repeat(200_000)))).not.toEqual([])
  })

  it('is refused when it is named and not there', () => {
    expect(faultsOf(() => load(undefined as unknown as string))).toEqual([
      { path: '', message: 'there is no such file' },
    ])
  })
})
