import { create, toJsonString } from '@bufbuild/protobuf'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { ListRateLimitsResponseSchema, type RateLimit, RateLimitSchema } from '#gen/switchyard/v1/rate_limit_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { describeSubject, subjectOf } from '../../core/subject.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { SubjectOption } from '../quota-commands.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

interface LimitOptions extends GlobalOptions {
  readonly of?: SubjectOption
  readonly requests?: number
  readonly tokens?: number
  readonly concurrent?: number
  readonly etag?: string
  readonly validateOnly?: boolean
}

/** Lists all rate limits that the caller may see. */
export function listLimits(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const rateLimits = await allPages(async (request) => {
      const page = await client.unary(AdminService.method.listRateLimits, request, TIMEOUT)
      return { items: page.rateLimits, nextPageToken: page.nextPageToken }
    })
    if (options.output === 'text') return asTable(rateLimits)
    const response = create(ListRateLimitsResponseSchema, { rateLimits })
    return toJsonString(ListRateLimitsResponseSchema, response, { prettySpaces: 2 })
  })
}

/** Makes a rate limit. */
export function createLimit(terminal: Terminal, options: LimitOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const request = { rateLimit: asked(name, options).rateLimit, validateOnly: options.validateOnly ?? false }
    const { rateLimit } = await client.unary(AdminService.method.createRateLimit, request, TIMEOUT)
    return show(rateLimit, options)
  })
}

/** Changes what the options name. */
export function updateLimit(terminal: Terminal, options: LimitOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { rateLimit, paths } = asked(name, options)
    const request = { rateLimit, updateMask: { paths }, validateOnly: options.validateOnly ?? false }
    const changed = await client.unary(AdminService.method.updateRateLimit, request, TIMEOUT)
    return show(changed.rateLimit, options)
  })
}

/** Deletes a rate limit. */
export function deleteLimit(terminal: Terminal, options: LimitOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    await client.unary(AdminService.method.deleteRateLimit, { name, etag: options.etag ?? '' }, TIMEOUT)
    return options.output === 'json' ? '{}' : `${name} is deleted.`
  })
}

/** The rate limit that the options describe, and the fields that they set. */
function asked(name: string, options: LimitOptions): { readonly rateLimit: RateLimit; readonly paths: string[] } {
  const { of, requests, tokens, concurrent, etag = '' } = options
  const fields = {
    ...(of && { subject: subjectOf({ $typeName: 'switchyard.v1.QuotaSubject', ...subjectOf(undefined), ...of }) }),
    ...(requests !== undefined && { requestsPerMinute: BigInt(requests) }),
    ...(tokens !== undefined && { tokensPerMinute: BigInt(tokens) }),
    ...(concurrent !== undefined && { concurrentCalls: concurrent }),
  }
  const paths = Object.keys(fields).map((field) => RateLimitSchema.field[field as keyof typeof fields].name)
  return { rateLimit: create(RateLimitSchema, { name, etag, ...fields }), paths }
}

function show(rateLimit: RateLimit | undefined, { output }: GlobalOptions): string {
  const shown = rateLimit ?? create(RateLimitSchema)
  return output === 'json' ? toJsonString(RateLimitSchema, shown, { prettySpaces: 2 }) : asTable([shown])
}

function asTable(limits: readonly RateLimit[]): string {
  return table([
    ['LIMIT', 'OF', 'REQUESTS/MIN', 'TOKENS/MIN', 'CONCURRENT', 'FROM', 'ETAG'],
    ...limits.map((limit) => [
      limit.name,
      describeSubject(subjectOf(limit.subject)),
      String(limit.requestsPerMinute || ''),
      String(limit.tokensPerMinute || ''),
      String(limit.concurrentCalls || ''),
      limit.origin === Origin.FILE ? 'file' : 'api',
      limit.etag,
    ]),
  ])
}
