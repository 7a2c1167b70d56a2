import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { runCli } from './fake-terminal.ts'

const FILE = [
  'listen: {grpc: "127.0.0.1:0", web: "127.0.0.1:0"}',
  'store: {url: "sqlite::memory:"}',
  'drain: {delay: 0s, timeout: 1s}',
  'log: {level: silent}',
  '',
].join('\n')

/** The command in a process of its own, as `npm start` runs it. */
function serve(file: string, ...words: string[]) {
  const child = spawn(process.execPath, ['bin/switchyard.js', 'serve', '--config', file, ...words], { env: {} })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, output: linesOf(child, 'stdout'), errors: linesOf(child, 'stderr') }
}

/** Gives the first line, from now on, that matches. */
function linesOf(child: ChildProcess, name: 'stdout' | 'stderr') {
  const lines = createInterface({ input: child[name] as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  return async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`No line matches ${pattern}.`)
      if (pattern.test(value)) return value
    }
  }
}

function configFile(): string {
  const file = join(temporaryDirectory(), 'switchyard.yaml')
  writeFileSync(file, FILE)
  return file
}

describe('switchyard serve', () => {
  it('says where it listens, who may call and what to try', async () => {
    const { output } = serve(configFile())
    const address = (await output(/gRPC/)).trim().split(/ +/)[1] ?? ''
    expect(await output(/provider/)).toContain('mock: mock-fast, mock-smart')
    expect(await output(/callers/)).toContain('loopback only; without authentication until there is a virtual key')
    expect(await output(/^Try:/)).toContain(`--server ${address}`)
    expect(await runCli(['healthcheck', '--server', address])).toMatchObject({ exitCode: 0 })
  })

  it('takes a new configuration on SIGHUP, and keeps the old one when the new one is bad', async () => {
    const file = configFile()
    const { child, output, errors } = serve(file, '-o', 'json')
    const { grpcAddress } = JSON.parse(await output(/./))
    const names = async () => (await runCli(['models', '--server', grpcAddress])).output

    writeFileSync(file, `${FILE}providers: [{name: mine, adapter: mock, models: [fresh]}]\n`)
    child.kill('SIGHUP')
    await errors(/is in force/)
    expect(await names()).toContain('fresh')

    writeFileSync(file, `${FILE}providers: nonsense\n`)
    child.kill('SIGHUP')
    await errors(/stays as it was/)
    expect(await errors(/providers/)).toContain('line 5, column 12: providers: must be a list')
    expect(await names()).toContain('fresh')
  })

  it('keeps over SIGHUP what was changed while it runs, and tells how reloads went', async () => {
    const file = configFile()
    const { child, output, errors } = serve(file, '-o', 'json')
    const { grpcAddress, webAddress } = JSON.parse(await output(/./))
    const cli = (...words: string[]) => runCli([...words, '--server', grpcAddress])
    await cli('policy', 'set', '--default-model', 'mock-smart')

    writeFileSync(file, `${FILE}retry: {max_retries: 1}\n`)
    child.kill('SIGHUP')
    await errors(/is in force/)
    const { output: policy } = await cli('policy', 'get')
    expect(policy).toMatch(/default_model: mock-smart\nretry:\n {2}max_retries: 1\n/)

    writeFileSync(file, `${FILE}allowed_models: [mock-fast]\n`)
    child.kill('SIGHUP')
    expect(await errors(/stays as it was/)).toContain('changed at run time')
    expect(await errors(/default_model/)).toContain('policy.default_model: must be one of `allowed_models`')
    expect((await cli('policy', 'get')).output).toBe(policy)
    const metrics = await (await fetch(`http://${webAddress}/metrics`)).text()
    expect(metrics).toMatch(/llm_config_reloads_total{result="applied"} 1\n.*result="refused"} 1\n/)
  })

  it('says which changes need a restart', async () => {
    const file = configFile()
    const { child, output, errors } = serve(file, '-o', 'json')
    await output(/./)
    writeFileSync(file, FILE.replace('silent', 'error'))
    child.kill('SIGHUP')
    expect(await errors(/is in force/)).toContain('Changes of log need a restart.')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('stops by itself on %s', async (signal) => {
    const { child, output, errors } = serve(configFile())
    await output(/^Try:/)
    child.kill(signal)
    await errors(/^Stopping/)
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('stops at once on a second signal', async () => {
    const file = configFile()
    writeFileSync(file, FILE.replace('delay: 0s', 'delay: 1h'))
    const { child, output, errors } = serve(file)
    await output(/^Try:/)
    child.kill('SIGTERM')
    await errors(/^Stopping/)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
  })

  it('does not start on a bad file, and says all that is wrong', async () => {
    const file = configFile()
    writeFileSync(file, 'lisen: {}\nlog: {level: loud}\n')
    const { exitCode, errors } = await runCli(['serve', '--config', file])
    expect(exitCode).toBe(1)
    expect(errors).toMatch(/^Error: The configuration \(.*\) cannot be used:\n {2}line 1, .*\n {2}line 2, /)
  })

  it('says why it cannot start otherwise', async () => {
    const file = configFile()
    const pem = join(temporaryDirectory(), 'not.pem')
    writeFileSync(pem, '-----BEGIN CERTIFICATE-----')
    writeFileSync(file, FILE.replace('web:', `tls: {cert_file: ${pem}, key_file: ${pem}}, web:`))
    const { exitCode, errors } = await runCli(['serve', '--config', file])
    expect([exitCode, errors]).toEqual([1, expect.stringMatching(/^Error: Switchyard cannot start: .*PEM/)])
  })

  it('says what to do when its address is taken', async () => {
    const { output } = serve(configFile(), '-o', 'json')
    const { grpcAddress } = JSON.parse(await output(/./))
    const file = configFile()
    writeFileSync(file, FILE.replace('127.0.0.1:0', grpcAddress))
    const { exitCode, errors } = await runCli(['serve', '--config', file])
    expect(exitCode).toBe(1)
    expect(errors).toMatch(/already in use.*SWITCHYARD_GRPC_LISTEN/)
  })
})
