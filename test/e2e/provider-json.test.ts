import { expect, it } from 'vitest'
import { openApp } from '../support/app.ts'

const KEY = 'canary-key-77f0b2'

it('a key in a request that is not well formed is not repeated in the refusal or the log', async () => {
  const app = await openApp({ log: { level: 'debug' } })
  const provider = { name: 'new', adapter: 'mock', models: [{ name: 'm' }] }
  const bodies = [
    JSON.stringify({ provider, apiKey: [KEY] }),
    JSON.stringify({ provider, apiKey: { [KEY]: KEY } }),
    JSON.stringify({ provider, api_Key: KEY }),
    JSON.stringify({ provider: { ...provider, apiKey: KEY } }),
    JSON.stringify({ provider, validateOnly: KEY }),
    `{"provider": {}, "apiKey": "${KEY}`,
    KEY,
  ]
  for (const body of bodies) {
    const url = `http://${app.webAddress}/switchyard.v1.AdminService/CreateProvider`
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const text = await response.text()
    expect([response.status, text.includes(KEY)], body).toEqual([400, false])
  }
  expect(app.log.join('\n')).not.toContain(KEY)
})
