import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { accountAt } from '../support/account.ts'
import { targetedCall } from '../support/call.ts'
import { openUpstream } from '../support/upstream.ts'
import { vendors } from '../support/vendors/table.ts'

it.each(vendors)('the adapter of $name keeps to the guard of its account in all that it asks', async (vendor) => {
  const { definition, choices } = vendor
  const upstream = await openUpstream((exchange) => exchange.sendJson(200, {}))
  const url = upstream.url.replace('http:', 'https:') + vendor.basePath
  const provider = await definition.create(accountAt(url, { ...choices, limits: { guard: { allowedHosts: [] } } }))
  const embedding = { inputs: ['a'], dimensions: undefined }
  const asked = [
    (async () => {
      for await (const _ of provider.open(targetedCall())) expect.unreachable()
    })(),
    provider.embed?.(targetedCall(), embedding as never),
    provider.listModels?.(new AbortController().signal),
  ]
  for (const one of asked) {
    if (!one) continue
    const reason = ErrorReason.UPSTREAM_PRECONDITION
    await expect(one).rejects.toMatchObject({ reason, metadata: { cause: 'ADDRESS_REFUSED' } })
  }
  expect(upstream.acceptedSockets).toBe(0)
  await provider.close()
})
