import { describe, expect, it } from 'vitest'
import type { ProviderAnswer } from '../support/provider-answer.ts'
import { nextTurn } from '../support/vendors/next-turn.ts'
import { featuresOf, openPlayed, openSent, type Played, says, usePlayed } from '../support/vendors/played-vendor.ts'
import { STATE, speeches } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'
import type { PlayedVendor } from '../support/vendors/vendor.ts'

const SPEECH = speeches['reasoning, text and two tool calls']

/** The body of the next turn, and what the adapter warns of. */
async function replyTo(played: Played, vendor: PlayedVendor, first: ProviderAnswer, provider: string) {
  const { error, requests, warnings } = await openSent(played, vendor, { request: nextTurn(first.parts), provider })
  expect(error).toBeUndefined()
  return { body: requests[0]?.body ?? '', warnings }
}

/** The state as it stands within JSON. */
const INSIDE_JSON = JSON.stringify(STATE)

describe.each(vendors)('$name', (vendor) => {
  const played = usePlayed(vendor)
  const { state } = vendor

  it.each([true, false])('gets its answer back with the tools’ results (streaming: %s)', async (streaming) => {
    const first = await played.ask(says(vendor.wire, SPEECH, streaming), { streaming })
    const { body } = await replyTo(played, vendor, first, 'played')
    for (const place of ['Paris', 'Oslo']) expect(body.split(place).length - 1, place).toBeGreaterThanOrEqual(2)
    expect(body).toContain('Grüße, Welt 🌍.')
    expect(body.includes(INSIDE_JSON)).toBe(state === 'opaque')
    if (state === 'text') expect(body).toContain('First I think.')
  })

  it('has in its features what becomes of the state, and warns of what is lost', async () => {
    expect(featuresOf(vendor).reasoningState).toBe(state === 'none' ? 'warned' : 'sent')
    const first = await played.ask(says(vendor.wire, SPEECH, false))
    const { body, warnings } = await replyTo(played, vendor, first, 'played')
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(
      state === 'none' ? ['messages[1].parts[0].reasoning'] : [],
    )
    if (state === 'none') expect(body).not.toContain('I think')
  })

  it('gets its state back under the account’s name, whichever endpoint it came from', async () => {
    const first = await played.ask(says(vendor.wire, SPEECH, false), { provider: 'played/east' })
    const { body } = await replyTo(played, vendor, first, 'played/west')
    expect(body.includes(INSIDE_JSON)).toBe(state === 'opaque')
  })

  it('gives every answer of its own to every other vendor, without the state', async () => {
    const first = await played.ask(says(vendor.wire, SPEECH, false))
    for (const other of vendors) {
      const elsewhere = await openPlayed(other, { name: 'other' })
      const { body } = await replyTo(elsewhere, other, first, 'other')
      expect(body, other.name).not.toContain(INSIDE_JSON.slice(1, 20))
      expect(body, other.name).toContain('Oslo')
      await elsewhere.close()
    }
  })
})
