import type { ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import { endCalls, type Standing } from '../standing.ts'
import type { WebCall } from './call.ts'

/** Every connection of the door and what goes on in it, so that it can be drained. */
export class WebConnections {
  readonly calls = new Set<WebCall>()
  /** Whether the door is closing: connections are given up as soon as nothing goes on in them. */
  draining = false
  /** All sockets, as they were accepted. */
  readonly #sockets = new Set<Socket>()
  readonly #sessions = new Set<ServerHttp2Session>()
  /** The sockets that are not HTTP/2's, with the number of requests under way in each. */
  readonly #requests = new Map<Socket, number>()

  accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** From here on the socket is watched for requests. */
  watch(socket: Socket): void {
    if (this.draining) socket.destroy()
    this.#requests.set(socket, 0)
    socket.once('close', () => this.#requests.delete(socket))
  }

  /** The socket turned out to be HTTP/2's, whose sessions know by themselves what goes on in them. */
  unwatch(socket: Socket): void {
    this.#requests.delete(socket)
  }

  addSession(session: ServerHttp2Session): void {
    this.#sessions.add(session)
    session.once('close', () => this.#sessions.delete(session))
  }

  beginRequest(socket: Socket): void {
    const count = this.#requests.get(socket)
    if (count !== undefined) this.#requests.set(socket, count + 1)
  }

  endRequest(socket: Socket): void {
    const count = this.#requests.get(socket)
    if (count === undefined) return
    this.#requests.set(socket, count - 1)
    if (this.draining && count === 1) socket.destroySoon()
  }

  /** Lets what is under way end, and nothing new begin. */
  drain(): void {
    this.draining = true
    for (const session of this.#sessions) session.close()
    for (const [socket, count] of this.#requests) if (count === 0) socket.destroy()
  }

  /** Ends what is still under way, each call with its status. */
  abortCalls(): void {
    for (const call of this.calls) {
      call.abort(new GatewayError(ErrorReason.SHUTTING_DOWN, 'The server is shutting down; call again.'))
    }
  }

  /** Ends the calls of those who may call no longer. */
  endCalls(standing: Standing): void {
    const admitted = [...this.calls].flatMap((call) => {
      if (call.admission.kind === 'refused') return []
      const { principal, service } = call.admission
      return { principal, service, abort: (error: GatewayError) => call.abort(error) }
    })
    endCalls(admitted, standing)
  }

  destroy(): void {
    for (const session of this.#sessions) session.destroy()
    for (const socket of this.#sockets) socket.destroy()
  }
}
