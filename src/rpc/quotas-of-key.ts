import { create, type MessageShape } from '@bufbuild/protobuf'
import type { GenMessage } from '@bufbuild/protobuf/codegenv2'
import type { ApiKey } from '#gen/switchyard/v1/api_key_pb.js'
import { QuotaSubjectSchema } from '#gen/switchyard/v1/quota_pb.js'
import type { Authorize } from '../access/permissions.ts'
import { GatewayError, invalidField } from '../core/errors.ts'
import type { Quota, QuotaKind } from '../resources/quota-kinds.ts'
import type { RequestContext } from './handler.ts'
import type { QuotaCalls } from './quota-calls.ts'
import type { Validate } from './validate.ts'

export interface QuotasOfKeyOptions<Q extends Quota> {
  readonly kind: QuotaKind<Q>
  readonly calls: QuotaCalls<Q>
  /** Whether the caller may make such quotas. */
  readonly authorize: Authorize
  readonly validate: Validate
  /** The field of the request that holds them. */
  readonly field: string
  readonly quotas: readonly Q[]
  readonly key: ApiKey
  readonly context: RequestContext
}

/** The budgets, or the rate limits, of a key that is to be made. */
export class QuotasOfKey<Q extends Quota> {
  readonly #options: QuotasOfKeyOptions<Q>
  readonly #made: Q[] = []

  constructor(options: QuotasOfKeyOptions<Q>) {
    this.#options = options
  }

  /** As they would be made. Throws as `make` does, and changes nothing. */
  async check(): Promise<Q[]> {
    const { authorize, context, quotas } = this.#options
    if (quotas.length > 0) authorize(context.principal)
    return this.#create(true)
  }

  /** Makes them one after the other. Throws INVALID_REQUEST with the field, RESOURCE_EXISTS and STORE_UNAVAILABLE. */
  async make(): Promise<Q[]> {
    return this.#create(false)
  }

  /** Deletes those that were made; what cannot be deleted stays, and is about a key that does not exist. */
  async takeBack(): Promise<void> {
    const { calls, context } = this.#options
    const back = this.#made.map(({ name, etag }) => calls.delete({ name, etag, validateOnly: false }, context))
    await Promise.allSettled(back)
  }

  async #create(validateOnly: boolean): Promise<Q[]> {
    const { calls, context, field, kind, quotas, validate } = this.#options
    const created: Q[] = []
    for (const [index, given] of quotas.entries()) {
      const path = `${field}[${index}]`
      const quota = this.#ofKey(given, index, path)
      if (created.some(({ name }) => name === quota.name)) throw invalidField(`${path}.name`, 'is that of another one')
      await toldAt('', `${path}.`, async () => validate(kind.desc, quota as MessageShape<GenMessage<Q>>))
      const made = await toldAt(`${kind.field}.`, `${path}.`, () => calls.create(quota, { validateOnly }, context))
      if (!validateOnly) this.#made.push(made)
      created.push(made)
    }
    return created
  }

  /** With the subject, and with a name if it has none. Throws INVALID_REQUEST when it is about anything else. */
  #ofKey(given: Q, index: number, path: string): Q {
    const { name: key, tenant } = this.#options.key
    for (const { name, localName } of QuotaSubjectSchema.fields) {
      const value = given.subject?.[localName as 'tenant'] ?? ''
      if (value === '' || (name === 'tenant' && value === tenant)) continue
      throw invalidField(`${path}.subject.${name}`, 'leave it out: it is about the key that is made')
    }
    const name = given.name || (index === 0 ? `key-${key}` : `key-${key}-${index + 1}`)
    return { ...given, name, subject: create(QuotaSubjectSchema, { tenant, key }) }
  }
}

/** What the task tells of fields that begin with `from`, told of those that begin with `to` instead. */
async function toldAt<Result>(from: string, to: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof GatewayError) || error.violations.length === 0) throw error
    const violations = error.violations.map(({ field, description }) => {
      return { field: field.startsWith(from) ? to + field.slice(from.length) : field, description }
    })
    const message = violations.map(({ field, description }) => `${field}: ${description}`).join('; ')
    throw new GatewayError(error.reason, message, { violations })
  }
}
