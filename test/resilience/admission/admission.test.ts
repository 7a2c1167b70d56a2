import { beforeEach, describe, expect, it } from 'vitest'
import { Admission, type AdmissionBounds } from '../../../src/resilience/admission/admission.ts'
import { targetedCall } from '../../support/call.ts'
import { FakeClock, settled } from '../../support/fake-clock.ts'
import { target } from '../../support/pipeline-harness.ts'

let admission: Admission
let refused: [provider: string, limit: string][]

beforeEach(() => {
  refused = []
  const observer = {
    queued: () => {},
    left: () => {},
    refused: (provider: string, limit: string) => refused.push([provider, limit]),
  }
  admission = new Admission(new FakeClock(), observer)
})

function bound(change: Partial<AdmissionBounds>): void {
  const atModels = { placesAtModel: () => Infinity }
  admission.configure({ maxQueued: 10, maxQueueWaitMs: 30_000, placesAtProvider: () => 1, ...atModels, ...change })
}

/** Who waits for the target; `entered` once it has its places. */
function waiting(at: ReturnType<typeof target>) {
  const seen = { entered: false }
  admission.wait(at, targetedCall()).then(
    () => {
      seen.entered = true
    },
    () => {},
  )
  return seen
}

describe('admission', () => {
  it('bounds nothing before it is configured', () => {
    for (let attempt = 0; attempt < 5000; attempt++) expect(admission.take(target('p'))).toBe(true)
  })

  it('gives each endpoint of a provider places of its own', () => {
    const asked: string[] = []
    bound({ placesAtProvider: (account) => asked.push(account) && 1 })
    expect(['p/east', 'p/west', 'p/east'].map((name) => admission.take(target(name)))).toEqual([true, true, false])
    expect(new Set(asked)).toEqual(new Set(['p']))
  })

  it('takes neither place when one of the two is missing', () => {
    bound({ placesAtProvider: () => 2, placesAtModel: (_account, model) => (model === 'm' ? 1 : Infinity) })
    const [m, other] = [target('p', 'm'), target('p', 'other')]
    expect([admission.take(m), admission.take(m), admission.take(other)]).toEqual([true, false, true])
    admission.give(m)
    admission.give(other)
    expect([admission.take(other), admission.take(other), admission.take(m)]).toEqual([true, true, false])
    admission.give(other)
    expect(admission.take(m)).toBe(true)
  })

  it('gives the model’s place back when there is none at the provider', async () => {
    bound({ maxQueued: 0, placesAtModel: (_account, model) => (model === 'm' ? 1 : Infinity) })
    const [m, other] = [target('p', 'm'), target('p', 'other')]
    expect(admission.take(other)).toBe(true)
    await expect(admission.wait(m, targetedCall())).rejects.toThrow('All places at p are taken')
    expect(refused).toEqual([['p', 'queue']])
    admission.give(other)
    expect(admission.take(m)).toBe(true)
    await expect(admission.wait(m, targetedCall())).rejects.toThrow('All places at p for m are taken')
  })

  it('keeps the bounds of a provider that a new configuration does not know, for those who still wait for it', async () => {
    bound({})
    const gone = target('p')
    admission.take(gone)
    const who = [waiting(gone), waiting(gone)]
    bound({ placesAtProvider: (account) => (account === 'p' ? undefined : 1) })
    await settled()
    expect(who).toEqual([{ entered: false }, { entered: false }])
    admission.give(gone)
    await settled()
    expect(who).toEqual([{ entered: true }, { entered: false }])
  })

  it('lets more in at once when a new configuration has more places', async () => {
    bound({})
    admission.take(target('p'))
    const who = waiting(target('p'))
    bound({ placesAtProvider: () => 2 })
    await settled()
    expect(who.entered).toBe(true)
  })
})
