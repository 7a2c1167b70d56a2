import type { IncomingHttpHeaders } from 'node:http'
import type { IncomingBody } from './incoming-body.ts'

/** A response as it came, whatever its status; its body is still to be read. */
export class UpstreamResponse {
  readonly status: number
  readonly body: IncomingBody
  readonly #fields: IncomingHttpHeaders

  constructor(status: number, fields: IncomingHttpHeaders, body: IncomingBody) {
    this.status = status
    this.body = body
    this.#fields = fields
  }

  /** Whether the status says that it worked. */
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299
  }

  /** A header by its lower-case name; the first value when it came several times. */
  header(name: string): string | undefined {
    const value = this.#fields[name]
    return Array.isArray(value) ? value[0] : value
  }
}
