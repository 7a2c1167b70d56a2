import { create } from '@bufbuild/protobuf'
import type { FieldMask } from '@bufbuild/protobuf/wkt'
import type { Clock } from '../core/clock.ts'
import type { Quota, QuotaKind } from '../resources/quota-kinds.ts'
import type { QuotaCause, QuotaResources } from '../resources/quota-resources.ts'
import { causeOf } from './audit-cause.ts'
import type { RequestContext } from './handler.ts'
import { type PageOptions, pageOf } from './page.ts'
import type { PageRequest } from './page-tokens.ts'

export interface QuotaCallsOptions<Q extends Quota> extends PageOptions {
  readonly kind: QuotaKind<Q>
  readonly resources: QuotaResources<Q>
  readonly clock: Clock
  /** As callers see it, with what is known of it beside what was set. */
  readonly shown: (quota: Q) => Q
}

interface Validated {
  readonly validateOnly: boolean
}

/** What the methods for budgets and those for rate limits have in common: all but the names of their messages. */
export class QuotaCalls<Q extends Quota> {
  readonly #options: QuotaCallsOptions<Q>

  constructor(options: QuotaCallsOptions<Q>) {
    this.#options = options
  }

  list(request: PageRequest, { principal }: RequestContext): { quotas: Q[]; nextPageToken: string } {
    const visible = this.#options.resources.list(principal)
    const { page, nextPageToken } = pageOf(visible, ({ name }) => name, request, principal, this.#options)
    return { quotas: page.map(this.#options.shown), nextPageToken }
  }

  get({ name }: Pick<Quota, 'name'>, { principal }: RequestContext): Q {
    return this.#options.shown(this.#options.resources.get(name, principal))
  }

  async create(quota: Q | undefined, request: Validated, context: RequestContext): Promise<Q> {
    const { resources, shown } = this.#options
    return shown(await resources.create(this.#given(quota), this.#causeOf('create', request, context)))
  }

  async update(
    quota: Q | undefined,
    request: Validated & { readonly updateMask?: FieldMask | undefined },
    context: RequestContext,
  ): Promise<Q> {
    const { resources, shown } = this.#options
    const update = { quota: this.#given(quota), mask: request.updateMask?.paths ?? [] }
    return shown(await resources.update(update, this.#causeOf('update', request, context)))
  }

  delete(request: Validated & Pick<Quota, 'name' | 'etag'>, context: RequestContext): Promise<void> {
    return this.#options.resources.delete(request.name, request.etag, this.#causeOf('delete', request, context))
  }

  #given(quota: Q | undefined): Q {
    return quota ?? (create(this.#options.kind.desc) as Q)
  }

  #causeOf(verb: string, { validateOnly }: Validated, context: RequestContext): QuotaCause {
    const { kind, clock } = this.#options
    return { principal: context.principal, audit: causeOf(`${kind.field}.${verb}`, context, clock), validateOnly }
  }
}
