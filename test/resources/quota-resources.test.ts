import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { type Budget, BudgetSchema } from '#gen/switchyard/v1/budget_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { usd } from '../../src/core/money.ts'
import { operator, type Principal } from '../../src/core/principal.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { budgetKind } from '../../src/resources/quota-kinds.ts'
import { QuotaResources } from '../../src/resources/quota-resources.ts'
import { FakeClock } from '../support/fake-clock.ts'

const platform = operator('local', 'operator')
const acme: Principal = { ...operator('api_key', 'a'), tenant: 'acme', reach: 'tenant' }
const other: Principal = { ...acme, id: 'o', tenant: 'other' }

function budget(name: string, tenant = '', change: Partial<Budget> = {}): Budget {
  return Object.assign(create(BudgetSchema, { name, subject: { tenant }, amount: usd(5n) }), change)
}

async function open() {
  const repository = new MemoryResources(new FakeClock())
  const applied: string[][] = []
  const newResources = () =>
    new QuotaResources({
      kind: budgetKind,
      repository,
      apply: async (budgets) => void applied.push(budgets.map(({ name }) => name)),
    })
  const resources = newResources()
  await resources.takeFile([budget('file', '', { origin: Origin.FILE, ofPlatform: true })])
  const made = (quota: Budget, principal: Principal, validateOnly = false) =>
    resources.create(quota, causedBy(principal, validateOnly))
  return { resources, repository, newResources, applied, made }
}

function causedBy(principal: Principal, validateOnly = false) {
  return { principal, validateOnly, audit: { principal: principal.id, action: 'budget.test', traceId: 't' } }
}

const refused = (reasonName: string) => ({ reasonName })

describe('budgets that are kept', () => {
  it('are seen by their own tenant and by those who run the service', async () => {
    const { resources, made } = await open()
    await made(budget('ours', 'acme'), acme)
    await made(budget('theirs', 'other'), platform)
    const namesFor = (principal: Principal) => resources.list(principal).map(({ name }) => name)
    expect([platform, acme, other].map(namesFor)).toEqual([['file', 'ours', 'theirs'], ['ours'], ['theirs']])
    expect(() => resources.get('theirs', acme)).toThrow(expect.objectContaining(refused('RESOURCE_NOT_FOUND')))
  })

  it('are made and changed by a tenant only for itself', async () => {
    const { resources, made } = await open()
    for (const tenant of ['', 'other']) {
      await expect(made(budget('b', tenant), acme)).rejects.toMatchObject(refused('PERMISSION_DENIED'))
    }
    await made(budget('b', 'acme'), acme)
    const away = { quota: budget('b', 'other'), mask: ['subject'] }
    const cause = causedBy(acme)
    await expect(resources.update(away, cause)).rejects.toMatchObject(refused('PERMISSION_DENIED'))
    await expect(resources.delete('b', '', { ...cause, principal: other })).rejects.toMatchObject(
      refused('RESOURCE_NOT_FOUND'),
    )
  })

  it('of those who run the service are read by the tenant that they are about, and not changed', async () => {
    const { resources, made } = await open()
    await made(budget('cap', 'acme', { hard: true }), platform)
    const cause = causedBy(acme)
    expect(resources.get('cap', acme).ofPlatform).toBe(true)
    const raised = { quota: budget('cap', 'acme', { amount: usd(1000n) }), mask: ['amount'] }
    await expect(resources.update(raised, cause)).rejects.toMatchObject(refused('PERMISSION_DENIED'))
    await expect(resources.delete('cap', '', cause)).rejects.toMatchObject(refused('PERMISSION_DENIED'))
  })

  it('of the file cannot be made again, changed or deleted', async () => {
    const { resources, made } = await open()
    const cause = causedBy(platform)
    await expect(made(budget('file'), platform)).rejects.toMatchObject(refused('RESOURCE_EXISTS'))
    await expect(resources.delete('file', '', cause)).rejects.toMatchObject(refused('RESOURCE_READ_ONLY'))
    await expect(resources.update({ quota: budget('file'), mask: [] }, cause)).rejects.toMatchObject(
      refused('RESOURCE_READ_ONLY'),
    )
  })

  it('change by their etag, field by field, and not at all when they are only checked', async () => {
    const { resources, made, applied } = await open()
    const first = await made(budget('b', '', { hard: true }), platform)
    const cause = causedBy(platform)
    const stale = { quota: budget('b', '', { etag: 'old' }), mask: ['hard'] }
    await expect(resources.update(stale, cause)).rejects.toMatchObject(refused('ETAG_MISMATCH'))
    await resources.update(
      { quota: budget('b', '', { amount: usd(9n) }), mask: ['amount'] },
      { ...cause, validateOnly: true },
    )
    expect(resources.get('b', platform)).toEqual(first)
    const next = await resources.update({ quota: budget('b', '', { amount: usd(9n) }), mask: ['amount'] }, cause)
    expect(next).toMatchObject({ hard: true, amount: { amountNanos: 9n } })
    expect(next.etag).not.toBe(first.etag)
    await expect(
      resources.update({ quota: budget('b', '', { amount: usd(0n) }), mask: ['amount'] }, cause),
    ).rejects.toMatchObject({ violations: [{ field: 'budget.amount' }] })
    await resources.delete('b', next.etag, cause)
    expect(applied).toEqual([['file'], ['b', 'file'], ['b', 'file'], ['file']])
  })

  it('are the same for another process once it has read them', async () => {
    const { resources, newResources, made } = await open()
    const another = newResources()
    await made(budget('b', 'acme'), acme)
    await another.refresh()
    expect(another.list(platform)).toEqual(resources.list(acme))
  })

  it('that this version cannot read are not passed over in silence', async () => {
    const { resources, repository } = await open()
    await repository.change({ kind: 'budgets', name: 'later', json: '{"later":1}', expectedEtag: undefined })
    await expect(resources.refresh()).rejects.toThrow('budgets/later was stored by another version of Switchyard')
  })

  it('are bounded for a tenant', async () => {
    const { made } = await open()
    for (let index = 0; index < 100; index++) await made(budget(`b${index}`, 'acme'), acme)
    await expect(made(budget('one-more', 'acme'), acme)).rejects.toMatchObject(refused('INVALID_REQUEST'))
    await made(budget('one-more', 'other'), other)
  })
})
