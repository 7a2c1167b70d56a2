import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Code, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { expect, it } from 'vitest'
import { Health, HealthCheckResponse_ServingStatus as ServingStatus } from '#gen/grpc/health/v1/health_pb.js'
import { openApp, type RunningApp, SWITCHYARD_SECRET_KEY } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { describePostgres, newCluster, newPostgresUrl, runSql } from '../support/databases.ts'
import { keptRows } from '../support/kept-rows.ts'
import { PASSWORD } from '../support/postgres-cluster.ts'
import { ran, switchyard } from '../support/process.ts'
import { readAll } from '../support/streams.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const environment = { SWITCHYARD_SECRET_KEY }
const request = { prompt: 'Hello', options: { model: 'mock-instant' } }

async function probe({ webAddress }: RunningApp, path: string) {
  const response = await fetch(`http://${webAddress}${path}`)
  return { status: response.status, text: await response.text() }
}

async function untilReady(app: RunningApp): Promise<void> {
  while ((await probe(app, '/readyz')).status !== 200) {
    // Each probe also makes the service try again.
  }
}

async function servingStatus({ grpcAddress }: RunningApp): Promise<ServingStatus> {
  const transport = createGrpcTransport({ baseUrl: `http://${grpcAddress}` })
  return (await createClient(Health, transport).check({ service: '' })).status
}

function configFile(url: string): string {
  const directory = temporaryDirectory()
  const file = join(directory, 'switchyard.yaml')
  const listen = { grpc: '127.0.0.1:0', web: '127.0.0.1:0' }
  writeFileSync(
    file,
    JSON.stringify({
      listen,
      store: { url, spool: { path: join(directory, 'spool.db') } },
      drain: { delay: '0s', timeout: '0s' },
    }),
  )
  return file
}

function storeLines({ log }: RunningApp): string[] {
  return log.map((line) => JSON.parse(line).msg).filter((message) => message.startsWith('the store is'))
}

describePostgres('the service on PostgreSQL', () => {
  it('keeps a row of each attempt there, and answers with statistics of all replicas', async () => {
    const url = await newPostgresUrl()
    const one = await openApp({ store: { url } })
    const two = await openApp({ store: { url } })
    const { info } = await clientsOf(one).llm.generateText(request)
    const events = await readAll(clientsOf(two).llm.generateTextStream(request))
    expect(events.at(-1)?.event.case).toBe('finished')
    const rows = await keptRows(url)
    expect(rows.map(({ call_id }) => call_id)).toContain(info?.responseId)
    expect(rows).toHaveLength(2)
    for (const app of [one, two]) {
      const { total, models } = await clientsOf(app).usage.getStatistics({ timeframe: '1h' })
      expect([total?.totalRequests, models.map(({ model }) => model)]).toEqual([2n, ['mock-instant']])
    }
  })

  it('refuses calls while the database is away and there is no spool, and takes them again without a restart', async () => {
    const cluster = await newCluster()
    const app = await openApp({ store: { url: cluster.url(), spool: { max_bytes: 0 } } })
    const { llm } = clientsOf(app)
    const first = await llm.generateText(request)
    cluster.stop()
    await expect(llm.generateText(request)).rejects.toMatchObject({ code: Code.Unavailable })
    const ready = await probe(app, '/readyz')
    expect([ready.status, ready.text]).toEqual([503, expect.stringContaining('The ledger cannot be written')])
    expect((await probe(app, '/livez')).status).toBe(200)
    cluster.start()
    await untilReady(app)
    const last = await llm.generateText(request)
    const kept = (await keptRows(cluster.url())).map(({ call_id }) => call_id)
    expect(kept).toEqual(expect.arrayContaining([first.info?.responseId, last.info?.responseId]))
    // Whether the call between them was paid depends on what was noticed first; if it was, it is in the ledger too.
    expect([2, 3]).toContain(kept.length)
    expect(storeLines(app)).toEqual(['the store is not available; trying again', 'the store is available'])
    expect(app.log.join('\n')).not.toContain(PASSWORD)
  })

  it('starts without the database, is alive but does not serve, and serves when it has come', async () => {
    const cluster = await newCluster()
    cluster.stop()
    const app = await openApp({ store: { url: cluster.url() } })
    expect((await probe(app, '/livez')).status).toBe(200)
    const ready = await probe(app, '/readyz')
    expect(ready).toMatchObject({ status: 503, text: expect.stringContaining('ECONNREFUSED') })
    expect(JSON.parse(ready.text)).toMatchObject({ checks: { serving: 'starting' } })
    expect(await servingStatus(app)).toBe(ServingStatus.NOT_SERVING)
    expect(storeLines(app)).toEqual(['the store is not available; trying again'])
    cluster.start()
    await untilReady(app)
    expect(await servingStatus(app)).toBe(ServingStatus.SERVING)
    await clientsOf(app).llm.generateText(request)
    expect(storeLines(app).at(-1)).toBe('the store is available')
  })

  it('says that it waits, and stops when it is told to', async () => {
    const url = `postgres://postgres:${PASSWORD}@127.0.0.1:1/none`
    const service = switchyard(['serve', '--config', configFile(url)], { environment })
    await service.wrote(/has started and waits for its store\. The ledger cannot be written: .*ECONNREFUSED/)
    await service.wrote(/the store is not available; trying again/)
    service.child.kill('SIGTERM')
    expect(await service.exited).toBe(0)
    expect(service.output() + service.errors()).not.toContain(PASSWORD)
  })

  it('does not start on a database of a later version', async () => {
    const url = await newPostgresUrl()
    await runSql(url, 'CREATE TABLE switchyard_schema (version BIGINT); INSERT INTO switchyard_schema VALUES (999)')
    const { exitCode, errors } = await ran(['serve', '--config', configFile(url)], { environment })
    expect(exitCode).toBe(1)
    expect(errors).toMatch(
      /^Error: Switchyard cannot start: .*written by a later version of Switchyard: its schema is 999/,
    )
    expect(errors).not.toContain(PASSWORD)
  })

  it('is named by config check without its password', async () => {
    const url = `postgres://switchyard:${PASSWORD}@db.example:5433/ledger`
    const { output } = await ran(['config', 'check'], { environment: { ...environment, DATABASE_URL: url } })
    expect(output).toContain('postgres://db.example:5433/ledger')
    expect(output).not.toContain(PASSWORD)
  })
})
