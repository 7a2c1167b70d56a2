import type { ServerHttp2Session } from 'node:http2'
import type { Clock } from '../../core/clock.ts'

export interface KeepaliveOptions {
  readonly clock: Clock
  readonly intervalMs: number
  /** How long the client may take to answer a ping. */
  readonly timeoutMs: number
}

/** Pings the client of a session, and destroys the session when no answer comes: a peer may vanish without a word. */
export function keepAlive(session: ServerHttp2Session, options: KeepaliveOptions): void {
  let cancel = options.clock.after(options.intervalMs, ping)
  session.once('close', () => cancel())

  function ping(): void {
    if (session.closed || session.destroyed) return
    cancel = options.clock.after(options.timeoutMs, () => session.destroy())
    session.ping((error) => {
      cancel()
      if (!error) cancel = options.clock.after(options.intervalMs, ping)
    })
  }
}
