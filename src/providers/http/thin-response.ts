import type { IncomingHttpHeaders } from 'node:http'
import type { IncomingBody } from './incoming-body.ts'

/**
 * A response with no more than what vendors' SDKs touch when they hand it over unread. It says `ok` whatever its status
 * is: an SDK must not read the body of an error, because adapters do, with a bound and by their own table.
 */
export class ThinResponse {
  readonly ok = true
  readonly url = ''
  readonly status: number
  /** By lower-case name. */
  readonly fields: IncomingHttpHeaders
  readonly body: IncomingBody
  readonly headers: { get(name: string): string | null; entries(): Iterable<[string, string]> }

  constructor(status: number, fields: IncomingHttpHeaders, body: IncomingBody) {
    this.status = status
    this.fields = fields
    this.body = body
    this.headers = { get: (name) => this.header(name) ?? null, entries: () => [] }
  }

  /** A header by its lower-case name; the first value when it came several times. */
  header(name: string): string | undefined {
    const value = this.fields[name]
    return Array.isArray(value) ? value[0] : value
  }
}
