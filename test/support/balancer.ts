import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A load balancer that knows connections and nothing of what goes over them, as those in front of clusters do. */
export interface Balancer {
  readonly address: string
  /** Where new connections go, in turn; those that are open stay where they are. */
  targets: readonly string[]
  /** Carries nothing any more, and closes nothing: as when a cable is pulled. */
  pull(): void
}

/** Opens one for the running test. */
export async function openBalancer(targets: readonly string[]): Promise<Balancer> {
  const sockets = new Set<Socket>()
  let turn = 0
  const server = createServer((inward) => {
    const [host, port] = (balancer.targets[turn++ % balancer.targets.length] ?? '').split(':')
    const outward = connect(Number(port), host)
    for (const [from, to] of [
      [inward, outward],
      [outward, inward],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const pull = () => {
    for (const socket of sockets) socket.unpipe().pause()
  }
  const balancer = { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, targets, pull }
  return balancer
}
