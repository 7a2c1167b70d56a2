import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SWITCHYARD_SECRET_KEY } from '../support/app.ts'
import { type Clients, clientsOf } from '../support/clients.ts'
import { describeDatabases, LASTING } from '../support/databases.ts'
import { faultsIn, keptRows } from '../support/kept-rows.ts'
import { killRounds } from '../support/kill-rounds.ts'
import { switchyard } from '../support/process.ts'
import { readAll } from '../support/streams.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** A server of PostgreSQL outlives the service, so that fewer are enough. */
const ROUNDS: Readonly<Record<string, number>> = { SQLite: 50, PostgreSQL: 20 }
/** Services on databases of their own: while some start, others are called. */
const AT_ONCE = 4
const CALLERS = 16
const request = { prompt: 'Hello', options: { model: 'mock-instant' } }

/** Starts the service on the ledger. It must be serving within the start's own greeting. */
async function started(file: string) {
  const service = switchyard(['serve', '--config', file, '-o', 'json'], { environment: { SWITCHYARD_SECRET_KEY } })
  await service.wrote(/"webAddress"/)
  return { ...service, ...(JSON.parse(service.output()) as { grpcAddress: string; webAddress: string }) }
}

/** Calls until the service dies, and notes the id of each answer whose end was heard. */
async function callForEver({ llm }: Clients, streams: boolean, heard: (id: string) => void): Promise<void> {
  try {
    for (;;) {
      if (!streams) heard((await llm.generateText(request)).info?.responseId ?? '')
      else {
        const last = (await readAll(llm.generateTextStream(request))).at(-1)?.event
        if (last?.case === 'finished') heard(last.value.info?.responseId ?? '')
      }
    }
  } catch {
    // It was killed.
  }
}

/** Puts the service under load, kills it some moments after that many answers, and gives the ids of all. */
async function killedUnderLoad(file: string, answers: number): Promise<string[]> {
  const service = await started(file)
  const clients = clientsOf(service)
  const acknowledged: string[] = []
  const heard = (id: string) => {
    // Not at once: a kill that follows from an answer would always meet the service at the same point.
    if (acknowledged.push(id) === answers) setTimeout(() => service.child.kill('SIGKILL'), Math.random() * 20)
  }
  const callers = Array.from({ length: CALLERS }, (_, index) => callForEver(clients, index % 4 === 0, heard))
  expect(await service.exited).toBeNull()
  await Promise.all(callers)
  return acknowledged
}

/** The configuration of a service that is killed again and again, on a database of its own. */
function configurationFor(url: string): string {
  const directory = temporaryDirectory()
  const file = join(directory, 'switchyard.yaml')
  const spool = url.startsWith('postgres') ? { spool: { path: join(directory, 'spool.db') } } : {}
  const listen = { grpc: '127.0.0.1:0', web: '127.0.0.1:0' }
  // Callers leave at the first error: on a slow machine none may come of its slowness.
  const admission = { max_event_loop_lag: '1h' }
  writeFileSync(file, JSON.stringify({ listen, store: { url, ...spool }, admission, log: { level: 'silent' } }))
  return file
}

/** Kills the service of one database as often, one time after the other, and looks at what is left in the end. */
async function killedAgainAndAgain(url: string, rounds: number) {
  const file = configurationFor(url)
  const acknowledged: string[] = []
  for (let round = 0; round < rounds; round++) {
    acknowledged.push(...(await killedUnderLoad(file, 1 + Math.floor(Math.random() * 200))))
    expect(faultsIn(url)).toBe('ok')
  }

  const service = await started(file)
  const { total } = await clientsOf(service).usage.getStatistics({ timeframe: '1h' })
  const { dependencies } = await clientsOf(service).admin.getServiceHealth({})
  service.child.kill('SIGKILL')
  await service.exited
  const kept = new Set((await keptRows(url)).map(({ call_id }) => call_id))
  expect(acknowledged.length).toBeGreaterThan(rounds)
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  expect(total?.totalRequests).toBe(BigInt(kept.size))
  expect(dependencies).toMatchObject([{ name: 'store', message: '' }])
  expect(faultsIn(url)).toBe('ok')
  return { answers: acknowledged.length, calls: kept.size }
}

describeDatabases(LASTING, ({ name, newUrl }) => {
  it('kill -9 of the service under load loses no answer that a caller heard', { timeout: 1_600_000 }, async () => {
    const rounds = killRounds(ROUNDS[name] ?? 0)
    const urls = await Promise.all(Array.from({ length: AT_ONCE }, newUrl))
    const found = await Promise.all(urls.map((url) => killedAgainAndAgain(url, Math.ceil(rounds / AT_ONCE))))
    const [answers, calls] = [sumOf(found.map((one) => one.answers)), sumOf(found.map((one) => one.calls))]
    process.stdout.write(`\n${name}, ${rounds} kills: ${answers} answers heard, ${calls} calls in the ledger.\n`)
  })
})

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
