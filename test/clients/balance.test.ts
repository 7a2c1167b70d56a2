import { expect, it, onTestFinished } from 'vitest'
import { createClient } from '../../clients/typescript/src/node.ts'
import { codeBlocks, readPage } from '../docs/markdown.ts'
import { openApp, type RunningApp } from '../support/app.ts'

const mock = { providers: [{ name: 'mock', adapter: 'mock', models: ['mock-instant'] }] }

/** The one that the guide shows. */
const [example = ''] = codeBlocks(readPage('docs/guides/grpc-service-config.md').text, 'json')

function connect(apps: readonly RunningApp[], serviceConfig?: object) {
  const address = `ipv4:${apps.map(({ grpcAddress }) => grpcAddress).join(',')}`
  const client = createClient({ address, ...(serviceConfig && { serviceConfig }) })
  onTestFinished(() => client.close())
  return client
}

const callsOf = (apps: readonly RunningApp[]) => apps.map((app) => app.rows().length)

it.each([
  ['by itself', undefined],
  ['with the service config of the guide', JSON.parse(example)],
])('calls go to all addresses in turn %s, and on to the others when one is gone', async (_, serviceConfig) => {
  const apps = [await openApp(mock), await openApp(mock)]
  const client = connect(apps, serviceConfig)
  const ask = (count: number) =>
    Promise.all(Array.from({ length: count }, () => client.generateText('Hello', { model: 'mock-instant' })))
  // Connections are made one after the other: calls go to all of them once all are there.
  while (callsOf(apps).includes(0)) await ask(1)
  const before = callsOf(apps)
  await ask(20)
  expect(callsOf(apps).map((calls, index) => calls - (before[index] ?? 0))).toEqual([10, 10])

  await apps[1]?.stop()
  const [kept] = apps
  const left = kept?.rows().length ?? 0
  await ask(5)
  expect((kept?.rows().length ?? 0) - left).toBe(5)
})
