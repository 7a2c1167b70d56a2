import { execFile, execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { postJson, seenJson } from './raw-web.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SERVICE = 'switchyard.v1.LLMService'
const PROMPT = '{"prompt": "Hello!", "options": {"model": "mock-instant"}}'
const BAD = '{"prompt": "Hello!", "options": {"model": "nothing"}}'

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp()
})

afterAll(() => app.stop())

interface Ran {
  readonly exitCode: number
  readonly output: string
  readonly errors: string
}

/** Runs `buf curl` as a person at a terminal would. */
function bufCurl(...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile('node_modules/.bin/buf', ['curl', ...words], { cwd: ROOT }, (error, output, errors) =>
      resolve({ exitCode: Number(error?.code ?? 0), output, errors }),
    )
  })
}

/** JSON objects, one after the other. */
function objectsIn(output: string) {
  return output
    .split(/(?<=^\})\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text))
}

// `--schema .` reads buf.yaml, which names the foreign definitions that a fresh clone has not collected yet.
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/collect-proto-dependencies.ts'])
})

describe('buf curl', () => {
  const grpc = ['--protocol', 'grpc', '--http2-prior-knowledge']
  const url = (address: string, method: string) => `http://${address}/${SERVICE}/${method}`

  it('lists the services by reflection', async () => {
    const { output, errors } = await bufCurl(...grpc, '--list-services', `http://${app.grpcAddress}`)
    expect(errors).toBe('')
    expect(output.trim().split('\n').toSorted()).toEqual(
      expect.arrayContaining([
        'grpc.health.v1.Health',
        'switchyard.v1.AdminService',
        'switchyard.v1.LLMService',
        'switchyard.v1.UsageService',
      ]),
    )
  })

  it('calls by reflection', async () => {
    const { output, errors } = await bufCurl(...grpc, '-d', PROMPT, url(app.grpcAddress, 'GenerateText'))
    expect(errors).toBe('')
    expect(JSON.parse(output)).toMatchObject({
      text: 'This is mock-instant, a model without a network. You said: Hello!',
      info: { provider: 'mock', finishReason: 'FINISH_REASON_STOP' },
    })
  })

  it('reads a stream by reflection', async () => {
    const { output, errors } = await bufCurl(...grpc, '-d', PROMPT, url(app.grpcAddress, 'GenerateTextStream'))
    expect(errors).toBe('')
    const events = objectsIn(output)
    expect(events[0]).toMatchObject({ sequence: '1', started: { provider: 'mock' } })
    expect(events.at(-1)).toMatchObject({ finished: { info: { usage: { outputTokens: expect.any(String) } } } })
  })

  it('shows an error with its reason', async () => {
    const { exitCode, errors } = await bufCurl(...grpc, '-d', BAD, url(app.grpcAddress, 'GenerateText'))
    expect(exitCode).not.toBe(0)
    expect(seenJson(JSON.parse(errors))).toMatchObject({ code: 'NotFound', reasons: ['MODEL_NOT_FOUND'] })
  })

  // Speaking gRPC, buf 1.75 decodes no details of errors, whatever reflection or a schema tells of their types.
  it('shows the reason of an error in clear by Connect', async () => {
    const words = ['--protocol', 'connect', '--schema', '.', '-d', BAD]
    const { exitCode, errors } = await bufCurl(...words, url(app.webAddress, 'GenerateText'))
    expect(exitCode).not.toBe(0)
    const debug = { reason: 'MODEL_NOT_FOUND', domain: 'switchyard', metadata: { model: 'nothing' } }
    const [info, request] = JSON.parse(errors).details
    expect(info).toMatchObject({ type: 'google.rpc.ErrorInfo', debug })
    expect(request).toMatchObject({ type: 'google.rpc.RequestInfo', debug: { requestId: expect.stringMatching(/./) } })
  })

  it('calls by Connect at the web port', async () => {
    const [first, second] = await Promise.all([
      bufCurl('--protocol', 'connect', '--schema', '.', '-d', PROMPT, url(app.webAddress, 'GenerateText')),
      bufCurl('--protocol', 'connect', '--schema', '.', '-d', PROMPT, url(app.webAddress, 'GenerateTextStream')),
    ])
    expect(first.errors + second.errors).toBe('')
    expect(JSON.parse(first.output)).toMatchObject({ info: { provider: 'mock' } })
    expect(objectsIn(second.output).at(-1)).toHaveProperty('finished')
  })
})

describe('a program that knows only HTTP and JSON', () => {
  it('gets an answer', async () => {
    const answer = await postJson(app, 'GenerateText', PROMPT)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toMatchObject({ info: { provider: 'mock', usage: { inputTokens: '2' } } })
  })

  it('gets an error with its status and reason', async () => {
    const answer = await postJson(app, 'GenerateText', BAD)
    expect(answer.status).toBe(404)
    const json = (await answer.json()) as { code: string; details: { type: string; debug?: unknown }[] }
    expect(json.code).toBe('not_found')
    expect(json.details.map(({ type }) => type)).toEqual(['google.rpc.ErrorInfo', 'google.rpc.RequestInfo'])
  })
})
