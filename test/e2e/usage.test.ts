import { describe, expect, it } from 'vitest'
import { ExportFormat, RequestOutcome, UsageDimension } from '#gen/switchyard/v1/usage_report_pb.js'
import { openApp, startTestApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { parseCsv } from '../support/csv.ts'

const ROUTES = [{ name: 'sure', targets: [target('mock-error-upstream-unavailable'), target('mock-instant')] }]
const NAMES = ['mock-instant', 'mock-error-upstream-unavailable']

function target(model: string) {
  return { provider: 'mock', model }
}

describe.each<Door>(doors)('usage through %s', (door) => {
  const open = async () => {
    const providers = [{ name: 'mock', adapter: 'mock', models: NAMES }]
    const app = await openApp({ providers, routes: ROUTES, retry: { max_retries: 0 } })
    return clientsOf(app, door)
  }

  it('is reported, listed and exported as it was', async () => {
    const { llm, usage } = await open()
    const options = { model: 'sure', taskType: 'greeting', labels: { team: 'search' } }
    const { info } = await llm.generateText({ prompt: 'Hello', options, context: { sourceAgent: '=agent' } })
    const filter = { labels: { team: 'search' } }

    const groupBy = [UsageDimension.AGENT, UsageDimension.TASK_TYPE, UsageDimension.ROUTE]
    const { total, groups } = await usage.queryUsage({ filter, groupBy })
    expect(groups).toMatchObject([{ agent: '=agent', taskType: 'greeting', route: 'sure', statistics: total }])
    expect(total).toMatchObject({ totalRequests: 1n, attempts: 2n, failedRequests: 0n })
    expect(total?.usage).toEqual(info?.usage)
    expect(total?.cost).toEqual(info?.cost)

    const { requests } = await usage.listRequests({ filter })
    expect(requests).toMatchObject([
      {
        responseId: info?.responseId,
        outcome: RequestOutcome.SUCCEEDED,
        labels: { team: 'search' },
        model: 'mock-instant',
      },
    ])
    const tried = requests[0]?.attempts.map(({ model, succeeded, errorReason }) => [model, succeeded, errorReason])
    expect(tried).toEqual(info?.attempts.map(({ model, succeeded, errorReason }) => [model, succeeded, errorReason]))

    let file = ''
    for await (const { data } of usage.exportUsage({ filter, format: ExportFormat.CSV })) file += Buffer.from(data)
    const [names = [], ...lines] = parseCsv(file)
    expect(lines.map((cells) => cells[names.indexOf('agent')])).toEqual(["'=agent", "'=agent"])
  })

  it('is told as it is recorded, to who watches', async () => {
    const { llm, usage } = await open()
    const leaving = new AbortController()
    const watched = usage.watchUsage({ filter: { agents: ['a'] } }, { signal: leaving.signal })[Symbol.asyncIterator]()
    expect((await watched.next()).value?.event.case).toBeUndefined()
    await llm.generateText({ prompt: 'Hello', options: { model: 'mock-instant' }, context: { sourceAgent: 'b' } })
    const { info } = await llm.generateText({
      prompt: 'Hello',
      options: { model: 'sure' },
      context: { sourceAgent: 'a' },
    })
    const { event } = (await watched.next()).value ?? {}
    expect(event).toMatchObject({ case: 'request', value: { responseId: info?.responseId } })
    leaving.abort()
    await watched.next().catch(() => {})
  })

  it('is not told where a request is out of bounds, and the field has a name', async () => {
    const { usage } = await open()
    const error = await errorOf(usage.queryUsage({ timeZone: 'Mars/Olympus' }))
    expect(error).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'], fields: ['time_zone'] })
  })
})

it('who watches does not keep the service from stopping', { timeout: 10_000 }, async () => {
  const app = await startTestApp({ drain: { delay: '0s', timeout: '60s' } })
  const watched = clientsOf(app).usage.watchUsage({})[Symbol.asyncIterator]()
  await watched.next()
  const ended = errorOf(watched.next())
  await app.stop()
  expect(await ended).toMatchObject({ code: 'Unavailable', reasons: ['SHUTTING_DOWN'] })
})
