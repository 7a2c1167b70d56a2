import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { Tokenizer } from '../../../src/providers/openai/tokenizer.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const HANGING = new URL('../../support/hanging-worker.ts', import.meta.url)
const forever = new AbortController().signal
const hello = { encoding: 'o200k_base', texts: ['hello world'] } as const

const clock = new FakeClock()
const tokenizers: Tokenizer[] = []

function tokenizerOf(entry?: URL): Tokenizer {
  const tokenizer = new Tokenizer(clock, entry)
  tokenizers.push(tokenizer)
  return tokenizer
}

afterEach(async () => {
  for (const tokenizer of tokenizers.splice(0)) await tokenizer.close()
})

describe('Tokenizer', () => {
  it('counts by the vocabulary that is asked for', async () => {
    const texts = ['Grüße, 世界! नमस्ते']
    const tokenizer = tokenizerOf()
    const [older, newer] = await Promise.all([
      tokenizer.count({ encoding: 'cl100k_base', texts }, forever),
      tokenizer.count({ encoding: 'o200k_base', texts }, forever),
    ])
    expect(newer).toEqual({ tokens: 9, cut: false })
    expect(older.tokens).toBeGreaterThan(newer.tokens)
  })

  it('takes what looks like a special token for text', async () => {
    const { tokens } = await tokenizerOf().count({ ...hello, texts: ['<|endoftext|>'] }, forever)
    expect(tokens).toBeGreaterThan(1)
  })

  it('cuts endless runs of letters or spaces, which would take for ever, and says so', async () => {
    const texts = ['x'.repeat(200_000), ' '.repeat(200_000)]
    const { tokens, cut } = await tokenizerOf().count({ ...hello, texts }, forever)
    expect(cut).toBe(true)
    expect(tokens).toBeGreaterThan(20_000)
  })

  it('has a thread only while it is used: from the first count until a minute after the last', async () => {
    const tokenizer = tokenizerOf()
    expect(tokenizer.running).toBe(false)
    await tokenizer.count(hello, forever)
    await clock.advance(59_999)
    await tokenizer.count(hello, forever)
    await clock.advance(59_999)
    expect(tokenizer.running).toBe(true)
    await clock.advance(1)
    expect(tokenizer.running).toBe(false)
    expect(await tokenizer.count(hello, forever)).toEqual({ tokens: 2, cut: false })
  })

  it('stops at once when it is given up, with the reason, and goes on for the others', async () => {
    const tokenizer = tokenizerOf(HANGING)
    const abort = new AbortController()
    const first = tokenizer.count(hello, abort.signal)
    const second = tokenizer.count({ ...hello, texts: ['die'] }, forever)
    const reason = new Error('gone')
    abort.abort(reason)
    await expect(first).rejects.toBe(reason)
    await expect(second).rejects.toThrow('the thread of the tokenizer ended')
  })

  it('forgets one that gives up before its turn', async () => {
    const tokenizer = tokenizerOf(HANGING)
    const abort = new AbortController()
    const first = tokenizer.count(hello, forever)
    const second = tokenizer.count(hello, abort.signal)
    abort.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    const closed = expect(first).rejects.toThrow('the tokenizer was closed')
    await tokenizer.close()
    await closed
  })

  it('begins nothing for a call that is over', async () => {
    const tokenizer = tokenizerOf()
    await expect(tokenizer.count(hello, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(tokenizer.running).toBe(false)
  })

  it('says so when its thread dies, and counts again', async () => {
    const tokenizer = tokenizerOf(HANGING)
    await expect(tokenizer.count({ ...hello, texts: ['die'] }, forever)).rejects.toThrow('ended')
    await expect(tokenizer.count({ ...hello, texts: ['die'] }, forever)).rejects.toThrow('ended')
  })

  it('never loads a vocabulary into the main thread, and keeps no process alive', async () => {
    const module = new URL('../../../src/providers/openai/tokenizer.ts', import.meta.url)
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
      const { Tokenizer } = await import(${JSON.stringify(module.href)})
      const tokenizer = new Tokenizer({ after: () => () => {} })
      const counted = tokenizer.count(${JSON.stringify(hello)}, new AbortController().signal)
      const alive = setInterval(() => {}, 1000)
      const { tokens } = await counted
      clearInterval(alive)
      console.log(tokens, tokenizer.running, loaded.filter((url) => url.includes('gpt-tokenizer')).length)`
    const path = join(temporaryDirectory(), 'program.mjs')
    writeFileSync(path, program)
    const { stdout } = await promisify(execFile)(process.execPath, [path])
    expect(stdout).toBe('2 true 0\n')
  })
})
