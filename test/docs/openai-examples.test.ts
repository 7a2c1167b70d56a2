import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openApp } from '../support/app.ts'
import { hasPython, PYTHON } from '../support/python.ts'
import { codeBlocks, ROOT, readPage } from './markdown.ts'

const run = promisify(execFile)
const ADDRESS = '127.0.0.1:8080'

/** Runs the guide's first example in a language against the service, and tells what it printed. */
async function printed(page: string, language: string, command: (path: string) => [string, string[]]) {
  const example = codeBlocks(readPage(page).text, language).find((block) => block.includes(`${ADDRESS}/v1`))
  if (!example) throw new Error(`${page} has no example in ${language}.`)
  const directory = join(ROOT, 'build', `example-${crypto.randomUUID()}`)
  mkdirSync(directory, { recursive: true })
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, `example.${language}`)
  const { webAddress } = await openApp()
  writeFileSync(path, example.replaceAll(ADDRESS, webAddress))
  const { stdout } = await run(...command(path), { cwd: ROOT })
  return stdout
}

const GUIDE = 'docs/guides/openai-clients.md'

describe('an example for OpenAI’s clients', () => {
  it.each([GUIDE, 'README.md'])('in %s works by curl', async (page) => {
    const text = await printed(page, 'sh', (path) => ['sh', [path]])
    expect(JSON.parse(text)).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { content: expect.stringContaining('You said: Hello') } }],
    })
  })

  it('works from TypeScript', async () => {
    const text = await printed(GUIDE, 'ts', (path) => [process.execPath, [path]])
    expect(text).toContain('You said: What is a switchyard?')
  })

  it.runIf(hasPython)('works from Python', async () => {
    const text = await printed(GUIDE, 'python', (path) => [PYTHON, [path]])
    expect(text).toMatch(/You said: What is a switchyard\?\n\{'currency_code': 'USD'/)
  })
})
