import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { callHeaders, frame } from '../server/web/frames.ts'
import { dial } from '../server/web/support.ts'
import { llmOf } from '../support/clients.ts'
import { startService } from '../support/service.ts'

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
const [HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION, DATA] = [1, 3, 4, 6, 9, 0]
const STREAM_PATH = '/switchyard.v1.LLMService/GenerateTextStream'
const NOTHING = Buffer.alloc(0)

/** What a hostile client sends, piece by piece. */
type Attack = (round: number) => Buffer

const opening = Buffer.concat([PREFACE, frame(SETTINGS, 0, 0, NOTHING)])
const headers = callHeaders(STREAM_PATH)
const stream = (round: number) => 2 * round + 1

const attacks: readonly [string, Attack][] = [
  [
    'opens and resets streams',
    (round) =>
      Buffer.concat([frame(HEADERS, 4, stream(round), headers), frame(RST_STREAM, 0, stream(round), Buffer.alloc(4))]),
  ],
  ['sends pings', () => frame(PING, 0, 0, Buffer.alloc(8))],
  ['sends settings', () => frame(SETTINGS, 0, 0, NOTHING)],
  ['sends empty frames of data', (round) => (round === 0 ? frame(HEADERS, 4, 1, headers) : frame(DATA, 0, 1, NOTHING))],
  [
    'never ends its headers',
    (round) => (round === 0 ? frame(HEADERS, 0, 1, headers) : frame(CONTINUATION, 0, 1, callHeaders('/x'))),
  ],
  ['opens more streams than it may', (round) => frame(HEADERS, 4, stream(round), headers)],
]

const FRAMES = 100_000

/** Sends up to that many frames, as fast as they are taken, until the connection is closed; how many it was. */
async function flood(socket: Socket, attack: Attack): Promise<number> {
  let sent = 0
  while (sent < FRAMES && !socket.destroyed) {
    const batch = Array.from({ length: 500 }, (_, index) => attack(sent + index))
    sent += batch.length
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.write(Buffer.concat(batch), () => resolve())
    })
    socket.removeAllListeners('close')
  }
  return sent
}

/** Seconds of the processor that a process has used. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*[)] /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

it.each(['grpc', 'web'] as const)(
  'a flood of frames at the %s port harms nobody else',
  { timeout: 240_000 },
  async (port) => {
    const service = await startService()
    const llm = llmOf(service)
    const call = async () => (await llm.generateText({ prompt: 'Hello', options: { model: 'mock-instant' } })).text
    const address = port === 'grpc' ? service.grpcAddress : service.webAddress
    for (const [name, attack] of attacks) {
      const socket = await dial(Number(address.split(':')[1]), opening)
      socket.resume()
      const before = cpuSeconds(service.pid)
      const flooding = flood(socket, attack)
      for (let calls = 0; calls < 5; calls++) expect(await call(), name).not.toBe('')
      const sent = await flooding
      expect(await call(), name).not.toBe('')
      const used = cpuSeconds(service.pid) - before
      expect(sent, `${name} and was cut off`).toBeLessThan(FRAMES)
      expect(used, name).toBeLessThan(5)
      process.stdout.write(
        `\nA caller that ${name}, at the ${port} port: ${sent} frames, ${used.toFixed(2)} s of the processor.\n`,
      )
      socket.destroy()
    }
  },
)
