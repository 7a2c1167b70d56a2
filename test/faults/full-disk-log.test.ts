import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { metricOf } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { freePort } from '../support/postgres-cluster.ts'
import { switchyard } from '../support/process.ts'
import { type Service, startService } from '../support/service.ts'
import { smallDisk } from '../support/small-disk.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

vi.setConfig({ testTimeout: 120_000 })
const PATIENTLY = { timeout: 60_000 }

const instant = { prompt: 'Hello', options: { model: 'mock-instant' } }

async function get({ webAddress }: Service, path: string) {
  const response = await fetch(`http://${webAddress}/${path}`)
  return { status: response.status, text: await response.text() }
}

describe('a disk that fills up under the log', () => {
  it('holds up no call; whole lines go on when there is room, and those that were dropped are counted', async ({
    skip,
  }) => {
    const disk = smallDisk(skip, 2)
    const path = join(disk.path, 'log')
    const service = await startService(
      { log: { level: 'info' }, drain: { delay: '0s' } },
      { errorsTo: openedFile(path) },
    )
    const { llm } = clientsOf(service)
    const ask = (calls: number) => Promise.all(Array.from({ length: calls }, () => llm.generateText(instant)))
    await ask(10)
    disk.fill()
    // Each leaves a line of about five hundred bytes: more than is kept for an output that takes none.
    for (let calls = 0; calls < 3000; calls += 100) await ask(100)
    await vi.waitFor(async () => {
      const { text } = await get(service, 'metrics')
      expect(metricOf(text, 'llm_log_lines_dropped_total')).toBeGreaterThan(0)
    }, PATIENTLY)
    expect((await get(service, 'readyz')).status).toBe(200)
    disk.free()
    const size = statSync(path).size
    await vi.waitFor(async () => {
      await ask(1)
      expect(statSync(path).size).toBeGreaterThan(size)
    }, PATIENTLY)
    service.child.kill('SIGTERM')
    expect(await service.exited).toBe(0)
    const lines = readFileSync(path, 'utf8').split('\n')
    const calls = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
    expect(calls.length).toBeGreaterThan(100)
    expect(service.rows().length).toBeGreaterThanOrEqual(3010)
  })

  it('does not keep the process from ending', async ({ skip }) => {
    const disk = smallDisk(skip, 1)
    const service = await startService(
      { log: { level: 'info' }, drain: { delay: '0s' } },
      { errorsTo: openedFile(join(disk.path, 'log')) },
    )
    disk.fill()
    await clientsOf(service).llm.generateText(instant)
    service.child.kill('SIGTERM')
    expect(await service.exited).toBe(0)
  })
})

it('standard output on a full disk keeps no service from starting', async ({ skip }) => {
  const disk = smallDisk(skip, 1)
  const [output, grpc, web] = [openedFile(join(disk.path, 'output')), await freePort(), await freePort()]
  disk.fill()
  const listen = { grpc: `127.0.0.1:${grpc}`, web: `127.0.0.1:${web}` }
  const file = join(temporaryDirectory(), 'switchyard.yaml')
  writeFileSync(file, JSON.stringify({ listen, store: { url: 'sqlite::memory:' } }))
  const service = switchyard(['serve', '--config', file], { outputTo: output })
  await service.wrote(/The output cannot be written/)
  const addresses = { grpcAddress: listen.grpc, webAddress: listen.web }
  expect((await clientsOf(addresses).llm.generateText(instant)).text).not.toBe('')
})

function openedFile(path: string): number {
  const file = openSync(path, 'a')
  onTestFinished(() => closeSync(file))
  return file
}
