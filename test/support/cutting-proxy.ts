import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * Where the next statement is lost: on its way to the server, or its answer on the way back; `never` leaves the connection
 * open, without any answer.
 */
export type Cut = 'before' | 'after' | 'never'

/** A server in between, which can break connections at the worst moment. */
export interface CuttingProxy {
  readonly port: number
  /** Breaks the connection that carries the next statement, or lets it hang. */
  cutNext(cut: Cut): void
  /** How many connections it has broken. */
  readonly cuts: number
}

/** Stands before a server of PostgreSQL on the loopback address until the test has finished. */
export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  let next: Cut | undefined
  let cuts = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => void sockets.delete(socket))
    }
    const cut = () => {
      next = undefined
      cuts += 1
      client.destroy()
      upstream.destroy()
    }
    let carriesStatement = false
    client.on('data', (bytes) => {
      carriesStatement = isStatement(bytes)
      if (next === 'before' && carriesStatement) return cut()
      if (next !== 'never' || !carriesStatement) return upstream.write(bytes)
      next = undefined
      client.pause()
    })
    upstream.on('data', (bytes) => {
      if (next === 'after' && carriesStatement) cut()
      else client.write(bytes)
    })
    client.on('end', () => upstream.end())
    upstream.on('end', () => client.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as { port: number }).port,
    cutNext(cut) {
      next = cut
    },
    get cuts() {
      return cuts
    },
  }
}

/** The first byte of a message tells its kind: `P` prepares a statement with parameters, `Q` is one without. */
function isStatement(bytes: Buffer | string): boolean {
  return bytes[0] === 0x50 || bytes[0] === 0x51
}
