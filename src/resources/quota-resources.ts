import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AuditCause, AuditFacts } from '../core/audit.ts'
import { GatewayError, invalidField } from '../core/errors.ts'
import { OneAtATime } from '../core/one-at-a-time.ts'
import type { Principal } from '../core/principal.ts'
import { copyPath, pathsOfMask } from './field-paths.ts'
import type { Quota, QuotaKind } from './quota-kinds.ts'
import { quotaOfFile, quotaOfStore, settableOf, writeQuota } from './quota-record.ts'
import { checkEtag, exists, notFound, readOnly } from './refusal.ts'
import type { ResourceRepository } from './repository.ts'

/** Bound what is looked through, and what is exported as metrics. */
const MAX_QUOTAS = 1000
const MAX_OF_TENANT = 100

/** Who wants a change, what the audit log says of why, and whether it is only to be checked. */
export interface QuotaCause {
  readonly principal: Principal
  readonly audit: AuditCause
  readonly validateOnly: boolean
}

export interface QuotaUpdate<Q extends Quota> {
  readonly quota: Q
  readonly mask: readonly string[]
}

export interface QuotaResourcesOptions<Q extends Quota> {
  readonly kind: QuotaKind<Q>
  readonly repository: ResourceRepository
  /** Puts in force what there is now; when it rejects, that is in force all the same, and not all is known of it yet. */
  readonly apply: (quotas: readonly Q[]) => Promise<void>
  /** Hears why that is so of a change, which has been made all the same. */
  readonly incomplete?: (error: unknown) => void
}

/**
 * Budgets, or rate limits: those of the file and those that are stored, in memory. A stored one of a name that the file has
 * too is not in force. Administrators of a tenant see those whose subject names it, and change those that they made.
 */
export class QuotaResources<Q extends Quota> {
  readonly kinds: readonly string[]
  readonly #options: QuotaResourcesOptions<Q>
  #inFile: ReadonlyMap<string, Q> = new Map()
  #stored: ReadonlyMap<string, Q> = new Map()
  readonly #tasks = new OneAtATime()

  constructor(options: QuotaResourcesOptions<Q>) {
    this.#options = options
    this.kinds = [options.kind.kind]
  }

  /** Those that the principal may see, by name. */
  list(principal: Principal): Q[] {
    const all = [...new Map([...this.#stored, ...this.#inFile]).values()]
    return all.filter((quota) => maySee(principal, quota)).sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  get(name: string, principal: Principal): Q {
    const quota = this.#inFile.get(name) ?? this.#stored.get(name)
    if (!quota || !maySee(principal, quota)) throw notFound(this.#keyOf(name))
    return quota
  }

  create(quota: Q, cause: QuotaCause): Promise<Q> {
    return this.#tasks.run(async () => {
      const { principal } = cause
      const { desc } = this.#options.kind
      const next = settableOf(desc, quota, principal.reach === 'platform')
      requireOwn(principal, next)
      if (this.#inFile.has(next.name) || this.#stored.has(next.name)) throw exists(this.#keyOf(next.name))
      this.#requireRoom(next)
      return this.#put(next, undefined, cause)
    })
  }

  update({ quota, mask }: QuotaUpdate<Q>, cause: QuotaCause): Promise<Q> {
    return this.#tasks.run(async () => {
      const { principal } = cause
      const { desc } = this.#options.kind
      const before = this.#changeable(quota.name, quota.etag, principal)
      const next = settableOf(desc, before, before.ofPlatform)
      for (const path of pathsOfMask(desc, mask, quota as never, 'update_mask')) {
        copyPath(desc, path, quota as never, next as never)
      }
      requireOwn(principal, next)
      return this.#put(next, before, cause)
    })
  }

  delete(name: string, etag: string, cause: QuotaCause): Promise<void> {
    return this.#tasks.run(async () => {
      const before = this.#changeable(name, etag, cause.principal)
      if (cause.validateOnly) return
      const audit = auditOf(this.#options.kind, cause.audit, { before, after: undefined })
      const change = { ...this.#keyOf(name), json: undefined, expectedEtag: before.etag, audit }
      await this.#options.repository.change(change)
      const left = new Map(this.#stored)
      left.delete(name)
      await this.#changed(left)
    })
  }

  /** Takes over what the file says now. */
  takeFile(quotas: readonly Q[]): Promise<void> {
    return this.#tasks.run(async () => {
      this.#inFile = new Map(quotas.map((quota) => [quota.name, quotaOfFile(this.#options.kind, quota)]))
      await this.#taken(this.#stored)
    })
  }

  /** Takes over what others stored. Rejects with STORE_UNAVAILABLE, and then all stays as it was. */
  refresh(): Promise<void> {
    return this.#tasks.run(async () => {
      const { kind, repository } = this.#options
      const stored = await repository.list(this.kinds)
      const isSame =
        stored.length === this.#stored.size && stored.every(({ name, etag }) => this.#stored.get(name)?.etag === etag)
      if (!isSame) await this.#taken(new Map(stored.map((resource) => [resource.name, quotaOfStore(kind, resource)])))
    })
  }

  /** Puts all in force once more, when something changed that they are read with. Never rejects. */
  again(): Promise<void> {
    return this.#tasks.run(() => this.#changed(this.#stored))
  }

  /** Runs while nothing is changed. */
  whenIdle(task: () => Promise<void>): Promise<void> {
    return this.#tasks.run(task)
  }

  async #put(quota: Q, before: Q | undefined, { audit, validateOnly }: QuotaCause): Promise<Q> {
    const { kind, repository } = this.#options
    this.#check(quota)
    if (validateOnly) return quota
    const stored = await repository.change({
      ...this.#keyOf(quota.name),
      json: writeQuota(kind, quota),
      expectedEtag: before?.etag,
      audit: auditOf(kind, audit, { before, after: quota }),
    })
    if (!stored) throw new Error('What was stored is not told.')
    const shown = quotaOfStore(kind, stored)
    await this.#changed(new Map(this.#stored).set(shown.name, shown))
    return shown
  }

  /** What was changed is in force: nothing that comes after that makes it fail. */
  async #changed(stored: ReadonlyMap<string, Q>): Promise<void> {
    await this.#taken(stored).catch((error) => this.#options.incomplete?.(error))
  }

  async #taken(stored: ReadonlyMap<string, Q>): Promise<void> {
    this.#stored = stored
    await this.#options.apply([...new Map([...stored, ...this.#inFile]).values()])
  }

  #changeable(name: string, etag: string, principal: Principal): Q {
    const before = this.get(name, principal)
    if (this.#inFile.has(name)) throw readOnly(this.#keyOf(name))
    requireOwn(principal, before)
    if (principal.reach !== 'platform' && before.ofPlatform)
      deny(`${this.#options.kind.kind}/${name} was made by those who run the service; only they may change it.`)
    checkEtag(this.#keyOf(name), etag, before.etag)
    return before
  }

  #check(quota: Q): void {
    const { field, faultsOf } = this.#options.kind
    const violations = faultsOf(quota).map((fault) => ({ ...fault, field: `${field}.${fault.field}` }))
    if (violations.length === 0) return
    const message = violations.map((violation) => `${violation.field}: ${violation.description}`).join('; ')
    throw new GatewayError(ErrorReason.INVALID_REQUEST, message, { violations })
  }

  #requireRoom({ ofPlatform, subject }: Q): void {
    const stored = [...this.#stored.values()]
    const ofTenant = stored.filter((other) => !other.ofPlatform && other.subject?.tenant === subject?.tenant).length
    if (stored.length < MAX_QUOTAS && (ofPlatform || ofTenant < MAX_OF_TENANT)) return
    throw invalidField(`${this.#options.kind.field}.name`, 'there are too many already; delete one first')
  }

  #keyOf(name: string) {
    return { kind: this.#options.kind.kind, name }
  }
}

function maySee({ reach, tenant }: Principal, { subject }: Quota): boolean {
  return reach === 'platform' || (tenant !== '' && subject?.tenant === tenant)
}

function requireOwn(principal: Principal, quota: Quota): void {
  if (!maySee(principal, quota)) deny('`subject.tenant` must be the tenant of the caller.')
}

function deny(message: string): never {
  throw new GatewayError(ErrorReason.PERMISSION_DENIED, message, { metadata: { scope: 'budgets:write' } })
}

/** An event is of a tenant when the quota was and stays of it. */
function auditOf<Q extends Quota>(
  kind: QuotaKind<Q>,
  cause: AuditCause,
  { before, after }: { readonly before: Q | undefined; readonly after: Q | undefined },
): AuditFacts {
  const told = (quota: Q | undefined) => quota && writeQuota(kind, quota)
  const [tenant = '', other = tenant] = [before, after].flatMap((quota) => (quota ? (quota.subject?.tenant ?? '') : []))
  return {
    ...cause,
    tenant: tenant === other ? tenant : '',
    resource: `${kind.kind}/${(after ?? before)?.name ?? ''}`,
    before: told(before),
    after: told(after),
  }
}
