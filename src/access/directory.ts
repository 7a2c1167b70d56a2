import type { ApiKey } from '#gen/switchyard/v1/api_key_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Tenant } from '#gen/switchyard/v1/tenant_pb.js'
import type { AuditCause } from '../core/audit.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { DEFAULT_TENANT } from '../core/principal.ts'
import type { Secret } from '../core/secret.ts'
import type { ResourceRepository, StoredResource } from '../resources/repository.ts'
import { keyAudit, tenantAudit } from './access-audit.ts'
import { API_KEY, type KnownKey, keyRecordOf, knownKeyOf, writeKey } from './api-key-record.ts'
import { KeyRing } from './key-ring.ts'
import { defaultTenant, TENANT, tenantOf, writeTenant } from './tenant-record.ts'

export interface DirectoryOptions {
  readonly repository: ResourceRepository
  /** What the digests of keys are made with. */
  readonly pepper: Secret
  /** What they were made with before. */
  readonly previousPepper?: Secret | undefined
  readonly clock: Clock
  /** Whether other processes change what is stored. Left out: none does. */
  readonly shared?: boolean
  /** False while the repository cannot be reached yet: what is stored is then taken over by `refresh`. */
  readonly isReadable?: boolean
}

/**
 * Tenants and their keys: as they are stored, and in memory, so that nobody waits for the store to learn who calls. A
 * change here holds at once; one by another process from the next `refresh` on.
 */
export class Directory {
  /** The keys of all tenants. */
  readonly ring: KeyRing
  readonly pepper: Secret
  readonly kinds = [TENANT, API_KEY]
  /** As of when it knows what others stored, on the monotonic clock. */
  #readTime = -Infinity
  readonly #clock: Clock
  readonly #repository: ResourceRepository
  readonly #shared: boolean
  readonly #tenants = new Map<string, Tenant>()
  readonly #keys = new Map<string, KnownKey>()
  #tenantsChanged: () => Promise<void> = async () => {}
  #accessChanged: () => void = () => {}
  /** How many changes were made here. */
  #changes = 0
  /** How often it was begun to read, and which of these readings is the one that is known. */
  #begun = 0
  #known = 0

  private constructor({ repository, pepper, previousPepper, clock, shared = false }: DirectoryOptions) {
    this.#repository = repository
    this.#shared = shared
    this.pepper = pepper
    this.#clock = clock
    this.ring = new KeyRing(previousPepper ? [pepper, previousPepper] : [pepper], clock)
  }

  /** Reads what is stored, if it can be read. Rejects with STORE_UNAVAILABLE. */
  static async open(options: DirectoryOptions): Promise<Directory> {
    const directory = new Directory(options)
    if (options.isReadable ?? true) await directory.refresh()
    return directory
  }

  /** `listener` is told after tenants have changed, here or elsewhere. It must not reject: a change here waits for it. */
  onTenantsChanged(listener: () => Promise<void>): void {
    this.#tenantsChanged = listener
  }

  /** `listener` is told after tenants or keys have changed, here or elsewhere. It must not throw. */
  onAccessChanged(listener: () => void): void {
    this.#accessChanged = listener
  }

  /** By name; `default` is always among them. */
  tenants(): Tenant[] {
    const stored = [...this.#tenants.values()]
    const all = this.#tenants.has(DEFAULT_TENANT) ? stored : [defaultTenant(), ...stored]
    return all.sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  tenant(name: string): Tenant | undefined {
    return this.#tenants.get(name) ?? (name === DEFAULT_TENANT ? defaultTenant() : undefined)
  }

  /** By id. */
  keys(): ApiKey[] {
    return [...this.#keys.values()].map(({ key }) => key).sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  key(id: string): KnownKey | undefined {
    return this.#keys.get(id)
  }

  /** Stores it, in the place of the one with this etag if there is one. Rejects with ETAG_MISMATCH or STORE_UNAVAILABLE. */
  async putTenant(tenant: Tenant, expectedEtag: string | undefined, cause: AuditCause): Promise<Tenant> {
    const json = writeTenant(tenant)
    const audit = tenantAudit(cause, tenant.name, this.#tenants.get(tenant.name), json)
    const change = { kind: TENANT, name: tenant.name, json, expectedEtag, audit }
    const stored = tenantOf((await this.#repository.change(change)) as StoredResource)
    this.#changes += 1
    this.#tenants.set(stored.name, stored)
    this.#renew([...this.#keys.values()].filter(({ key }) => key.tenant === stored.name))
    this.#accessChanged()
    await this.#tenantsChanged()
    return stored
  }

  async deleteTenant(name: string, expectedEtag: string, cause: AuditCause): Promise<void> {
    const audit = tenantAudit(cause, name, this.#tenants.get(name), undefined)
    await this.#repository.change({ kind: TENANT, name, json: undefined, expectedEtag, audit })
    this.#changes += 1
    this.#tenants.delete(name)
    this.#accessChanged()
    await this.#tenantsChanged()
  }

  /** As `putTenant`. */
  async putKey(known: KnownKey, expectedEtag: string | undefined, cause: AuditCause): Promise<ApiKey> {
    const { name } = known.key
    const audit = keyAudit(cause, this.#keys.get(name)?.key, known.key)
    const change = { kind: API_KEY, name, json: writeKey(known), expectedEtag, audit }
    const stored = knownKeyOf((await this.#repository.change(change)) as StoredResource)
    this.#changes += 1
    this.#keys.set(stored.key.name, stored)
    this.#renew([stored])
    this.#accessChanged()
    return stored.key
  }

  /** Takes over what other processes stored. Rejects with STORE_UNAVAILABLE, and then all stays as it was. */
  async refresh(): Promise<void> {
    const changes = this.#changes
    const reading = ++this.#begun
    const readTime = this.#clock.monotonic()
    const stored = await this.#repository.list(this.kinds)
    // What was read may be older than what was changed in between.
    if (changes !== this.#changes) return this.refresh()
    // One that was begun later came first, and knows more.
    if (reading < this.#known) return
    this.#takeOver(stored)
    this.#known = reading
    this.confirm(readTime)
  }

  /** Hears that what it knows is what was stored at a time, on the monotonic clock. */
  confirm(time: number): void {
    this.#readTime = Math.max(this.#readTime, time)
  }

  /**
   * Throws AUTHENTICATION_UNAVAILABLE when what others stored is not known for longer than that: a key that was revoked
   * since then must not be let in, nor anyone without one.
   */
  requireFresh(staleLimitMs: number): void {
    if (this.#clock.monotonic() - this.#readTime <= staleLimitMs) return
    const message = 'Who calls cannot be told now, because the store of keys and tenants cannot be read. Try again.'
    throw new GatewayError(ErrorReason.AUTHENTICATION_UNAVAILABLE, message)
  }

  /** Before an operator is answered: what was done at another replica a moment ago is known then. As `refresh`. */
  async catchUp(): Promise<void> {
    if (this.#shared) await this.refresh()
  }

  #takeOver(stored: readonly StoredResource[]): void {
    const isOf = (wanted: string) => stored.filter(({ kind }) => kind === wanted)
    const tenantsChanged = takeOver(this.#tenants, isOf(TENANT), tenantOf, ({ etag }) => etag)
    const keysChanged = takeOver(this.#keys, isOf(API_KEY), knownKeyOf, ({ key }) => key.etag)
    if (!tenantsChanged && !keysChanged) return
    if (tenantsChanged) void this.#tenantsChanged()
    this.ring.replace([...this.#keys.values()].map((known) => keyRecordOf(known, this.tenant(known.key.tenant))))
    this.#accessChanged()
  }

  #renew(known: readonly KnownKey[]): void {
    for (const key of known) this.ring.put(keyRecordOf(key, this.tenant(key.key.tenant)))
  }
}

/** What has the same etag stays as it is: there may be many, and few of them change. Tells whether any did. */
function takeOver<Value>(
  map: Map<string, Value>,
  stored: readonly StoredResource[],
  read: (resource: StoredResource) => Value,
  etagOf: (value: Value) => string,
): boolean {
  const values = stored.map((resource) => {
    const known = map.get(resource.name)
    return known !== undefined && etagOf(known) === resource.etag ? known : read(resource)
  })
  const isSame =
    values.length === map.size && values.every((value, index) => map.get(stored[index]?.name ?? '') === value)
  if (isSame) return false
  map.clear()
  stored.forEach(({ name }, index) => {
    map.set(name, values[index] as Value)
  })
  return true
}
