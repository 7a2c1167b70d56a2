import { describe, expect, it } from 'vitest'
import { printable, printableJson } from '../../src/cli/printable.ts'
import { runCli } from './fake-terminal.ts'

describe('a command that makes no sense ends with 2 and says why', () => {
  it.each([
    ['an unknown command is met with a near one', ['chta'], /Did you mean chat\?/],
    ['an unknown option', ['models', '--colour'], /unknown option '--colour'/],
    ['a temperature out of bounds', ['chat', 'x', '--temperature', '3'], /a number from 0 to 2/],
    ['a timeframe that does not exist', ['usage', '--timeframe', '3h'], /one of 1h, 24h, 7d, 30d/],
    ['an output that does not exist', ['models', '-o', 'xml'], /one of text, json/],
    ['a server without a port', ['models', '--server', 'localhost'], /a host and a port/],
    ['no prompt', ['chat'], /Give a prompt/],
    ['no command', [], /Usage: switchyard/],
  ])('%s', async (_, words, message) => {
    const { exitCode, errors } = await runCli(words)
    expect(errors).toMatch(message)
    expect(exitCode).toBe(2)
  })

  it('but help ends with 0', async () => {
    const { exitCode, output } = await runCli(['chat', '--help'])
    expect(output).toContain('Usage: switchyard chat')
    expect(exitCode).toBe(0)
  })
})

describe('switchyard config', () => {
  it('check says what a good configuration means', async () => {
    const { exitCode, output } = await runCli(['config', 'check', 'switchyard.example.yaml'])
    expect(output).toContain('route     fast: local/llama3.2, demo/demo-fast')
    expect(exitCode).toBe(0)
  })

  it('check says all that is wrong', async () => {
    const { exitCode, output } = await runCli(['config', 'check', 'no-such.yaml'])
    expect([exitCode, output]).toEqual([1, 'no-such.yaml has 1 fault:\n  there is no such file\n'])
    const environment = { LLM_MAX_RETRIES: 'x', LLM_CIRCUIT_TIMEOUT: 'y' }
    const bad = await runCli(['config', 'check', '-o', 'json'], { environment })
    expect(JSON.parse(bad.output).faults).toHaveLength(2)
  })

  it('schema prints the schema for editors', async () => {
    expect(JSON.parse((await runCli(['config', 'schema'])).output)).toHaveProperty('properties.providers')
  })
})

describe('text from elsewhere', () => {
  it('loses the characters that command a terminal', () => {
    const commands = '\u001b]0;title\u0007a\u001b[2Jb\rc\u0000d\u009b31me\u007f'
    expect(printable(`${commands}\n\tz`)).toBe(']0;titlea[2Jbcd31me\n\tz')
  })

  it('keeps everything else', () => {
    expect(printable('é 漢字 🙂 “x”')).toBe('é 漢字 🙂 “x”')
  })

  it('says the same in JSON, without those characters', () => {
    const text = 'a\u001b\u009b\u007f🙂'
    const json = printableJson(JSON.stringify(text))
    expect(JSON.parse(json)).toBe(text)
    expect(printable(json)).toBe(json)
  })
})
