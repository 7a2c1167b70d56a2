import { describe, expect, it } from 'vitest'
import { type CallChoices, targetedCall } from '../support/call.ts'
import type { UpstreamExchange } from '../support/upstream.ts'
import { everything, type Flag, featureRequests, plainRequests } from '../support/vendors/feature-requests.ts'
import { goldenPath, goldenText } from '../support/vendors/goldens.ts'
import { nextTurn } from '../support/vendors/next-turn.ts'
import { featuresOf, openSent, says, usePlayed } from '../support/vendors/played-vendor.ts'
import { speeches } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'

describe.each(vendors)('$name: the requests are those of the golden files', (vendor) => {
  const played = usePlayed(vendor)
  const features = featuresOf(vendor)
  const sent = (Object.keys(featureRequests) as Flag[]).filter((flag) => features[flag] === 'sent')

  async function expectGolden(feature: string, choices: CallChoices): Promise<void> {
    const { error, requests, warnings } = await openSent(played, vendor, choices)
    await expectFile(feature, requests, warnings, error?.message)
  }

  async function expectFile(
    feature: string,
    requests: readonly UpstreamExchange[],
    warnings: readonly string[] = [],
    refused?: string,
  ): Promise<void> {
    const sent = requests.map(({ method, path, json }) => ({ request: `${method} ${path}`, body: json }))
    const golden = {
      ...sent[0],
      ...(warnings.length > 0 ? { warnings } : {}),
      ...(refused ? { refused } : {}),
    }
    await expect(goldenText(golden)).toMatchFileSnapshot(goldenPath(vendor, feature))
  }

  it.each(Object.entries(plainRequests))('%s', (feature, request) => expectGolden(feature, { request }))

  it('minimal, streaming', () => expectGolden('minimal-stream', { streaming: true }))

  it.each(sent)('%s', (flag) => expectGolden(kebab(flag), { request: featureRequests[flag].request }))

  it('an answer with the results of its tools', async () => {
    const first = await played.ask(says(vendor.wire, speeches['reasoning, text and two tool calls'], false))
    await expectGolden('next-turn', { request: nextTurn(first.parts) })
  })

  if (features.embeddings) {
    it.each([undefined, 3])('vectors (dimensions: %s)', async (dimensions) => {
      const vectors = [1, 2].map(() => [1, 2, 3])
      played.upstream.play((exchange) => exchange.sendJson(200, vendor.wire.questions.vectors?.(vectors, 7)))
      await played.provider.embed?.(targetedCall(), { inputs: ['first', 'second'], dimensions })
      await expectFile(dimensions ? 'embeddings-dimensions' : 'embeddings', played.upstream.requests)
    })
  }

  if (features.tokenCount === 'vendor') {
    it('a count of everything', async () => {
      played.upstream.play((exchange) => exchange.sendJson(200, vendor.wire.questions.tokenCount?.(7)))
      await played.provider.countTokens?.(targetedCall({ request: everything(features) }))
      await expectFile('count-tokens', played.upstream.requests)
    })
  }

  it('everything at once', () => expectGolden('everything', { request: everything(features) }))
})

function kebab(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
