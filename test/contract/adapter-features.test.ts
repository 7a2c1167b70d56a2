import { describe, expect, it } from 'vitest'
import { userMessage } from '../support/call.ts'
import { type Flag, featureRequests, type plainRequests, withoutFeature } from '../support/vendors/feature-requests.ts'
import { featuresOf, openSent, usePlayed } from '../support/vendors/played-vendor.ts'
import { vendors } from '../support/vendors/table.ts'

const messages = [userMessage('hello')]
const flags = Object.keys(featureRequests) as Flag[]

describe.each(vendors)('$name', (vendor) => {
  const played = usePlayed(vendor)
  const features = featuresOf(vendor)
  const send = (request: (typeof plainRequests)[string]) => openSent(played, vendor, { request })

  it.each(flags.filter((flag) => features[flag] === 'sent'))('sends %s, and warns of nothing', async (flag) => {
    const { error, requests, warnings } = await send(featureRequests[flag].request)
    expect(error).toBeUndefined()
    expect(warnings).toEqual([])
    expect(requests).toHaveLength(1)
    const without = await send(withoutFeature[flag] ?? { messages })
    expect(requests[0]?.body).not.toBe(without.requests[0]?.body)
  })

  it.each(flags.filter((flag) => features[flag] === 'warned'))('leaves %s out, with one warning', async (flag) => {
    const { request, field } = featureRequests[flag]
    const { error, requests, warnings } = await send(request)
    expect(error).toBeUndefined()
    expectWarning(warnings, field)
    const without = await send(withoutFeature[flag] ?? { messages })
    expect(requests.map(({ json }) => json)).toEqual(without.requests.map(({ json }) => json))
  })

  it.each(flags.filter((flag) => features[flag] === 'refused'))('refuses %s, and sends nothing', async (flag) => {
    const { request, field } = featureRequests[flag]
    const { error, requests } = await send(request)
    expect(error).toMatchObject({ reasonName: 'NOT_SUPPORTED_BY_PROVIDER', metadata: { provider: 'played' } })
    expect(error?.metadata.field).toMatch(new RegExp(`^${field.replace(/[[\].]/g, '\\$&')}`))
    expect(error?.message).toContain(field)
    expect(requests).toHaveLength(0)
  })

  it('adds the caller’s own fields for its account, and nobody else’s', async () => {
    const providerOptions = { played: { own_field: 'mine' }, other: { other_field: 'not mine' } }
    const { error, requests, warnings } = await send({ messages, options: { providerOptions } })
    expect({ error, warnings }).toEqual({ error: undefined, warnings: [] })
    const without = await send({ messages })
    expect(requests[0]?.json).toEqual({ ...without.requests[0]?.json, own_field: 'mine' })
  })

  it('lets nobody replace what the request says already', async () => {
    const plain = await send({ messages })
    const [field = ''] = Object.keys(plain.requests[0]?.json).filter((name) => /messages|input|contents/.test(name))
    const { error, requests } = await send({ messages, options: { providerOptions: { played: { [field]: 'other' } } } })
    expect(error).toMatchObject({ reasonName: 'INVALID_REQUEST' })
    expect(error?.message).toContain(field)
    expect(requests).toHaveLength(0)
  })

  it('asks for the model by its name and nothing else, whatever the name is', async () => {
    const model = 'a/../b?c=d#e f:g%2e'
    const request = { messages }
    const { error, requests } = await openSent(played, vendor, { request, model })
    const plain = await openSent(played, vendor, { request, model: 'plain' })
    const [sent] = requests
    if (!sent) {
      // Some names fit no address.
      expect(error?.reasonName).toBe('MODEL_NOT_FOUND')
      return
    }
    const here = new URL(sent.path, 'http://upstream.test')
    const there = new URL(plain.requests[0]?.path ?? '', 'http://upstream.test')
    expect([...here.searchParams.keys()]).toEqual([...there.searchParams.keys()])
    expect(here.pathname.split('/').length).toBe(there.pathname.split('/').length)
    expect(sent.json.model ?? decodeURIComponent(here.pathname)).toContain(model)
  })

  it('repeats no warning when the call is tried again', async () => {
    const warned = flags.filter((flag) => features[flag] === 'warned')
    for (const flag of warned) {
      const { warnings } = await openSent(played, vendor, { request: featureRequests[flag].request }, 2)
      expect(new Set(warnings).size).toBe(warnings.length)
    }
  })
})

/** One whole sentence that names the field first. */
function expectWarning(warnings: readonly string[], field: string): void {
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(field)
  expect(warnings[0]).toMatch(/\.$/)
}
