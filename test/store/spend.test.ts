import { expect, it } from 'vitest'
import { type Subject, subjectOf } from '../../src/core/subject.ts'
import { ALL, describeDatabases, openTestStore } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'

const NOW = 1_763_712_000_000

describeDatabases(ALL, ({ newUrl }) => {
  async function open() {
    const { ledger, spend } = await openTestStore({ url: await newUrl() })
    const read = (subject: Partial<Subject> = {}, from = 0, to = Infinity) =>
      spend.read({ subject: { ...subjectOf(undefined), ...subject }, from, to })
    return { ledger, read }
  }

  it('what was spent is summed up by every field of a subject', async () => {
    const { ledger, read } = await open()
    expect(await read()).toBe(0n)
    await ledger.record([
      ledgerRow({ costNanos: 1n, tenant: 'acme', user: 'u', project: 'p', key: 'k' }),
      ledgerRow({ costNanos: 10n, tenant: 'acme', user: 'v', provider: 'openai/east' }),
      ledgerRow({ costNanos: 100n, tenant: 'other', model: 'large', provider: 'openai_2' }),
      ledgerRow({ costNanos: 1000n, tenant: 'other', model: 'large', provider: 'openai' }),
    ])
    expect(await read()).toBe(1111n)
    expect(await read({ tenant: 'acme' })).toBe(11n)
    expect(await read({ tenant: 'acme', user: 'u' })).toBe(1n)
    expect(await read({ project: 'p', key: 'k' })).toBe(1n)
    expect(await read({ model: 'large' })).toBe(1100n)
    expect(await read({ provider: 'openai' })).toBe(1011n)
    expect(await read({ provider: 'openai', tenant: 'acme' })).toBe(11n)
    expect(await read({ tenant: 'nobody' })).toBe(0n)
    // PostgreSQL takes no such text.
    expect(await read({ tenant: 'acme', user: 'u\0' })).toBe(0n)
  })

  it('the window counts from its start to before its end', async () => {
    const { ledger, read } = await open()
    const rows = [-1, 0, 1].map((offset, index) =>
      ledgerRow({ startTime: NOW + offset, costNanos: 10n ** BigInt(index) }),
    )
    await ledger.record(rows)
    expect(await read({}, NOW, NOW + 1)).toBe(10n)
    expect(await read({}, NOW - 1, NOW)).toBe(1n)
    expect(await read({}, NOW, Infinity)).toBe(110n)
  })

  it('a sum is exact beyond what a number can hold', async () => {
    const { ledger, read } = await open()
    await ledger.record([2n ** 60n, 1n].map((costNanos) => ledgerRow({ costNanos })))
    expect(await read()).toBe(2n ** 60n + 1n)
  })
})
