import { type ChannelOptions, Client } from '@grpc/grpc-js'
import { SwitchyardClient } from './client.ts'
import { type ClientTls, credentialsFor } from './grpc-credentials.ts'
import { grpcTransport } from './grpc-transport.ts'
import type { ClientOptions } from './options.ts'

export * from './api.ts'
export type { ClientTls } from './grpc-credentials.ts'

export interface GrpcClientOptions extends ClientOptions {
  /**
   * The gRPC port: `host:port`, or any target of gRPC such as `dns:///llm.internal:50051` or `ipv4:10.0.0.1:50051,10.0.0.2:50051`.
   */
  readonly address: string
  /** Whether and how the connection is encrypted. Default: it is, unless the address is of this machine. */
  readonly tls?: boolean | ClientTls | undefined
  /** How gRPC balances and repeats calls, see gRPC's service config. Default: round robin over all addresses. */
  readonly serviceConfig?: object | undefined
  /** Options of grpc-js, which win over those that are set here. */
  readonly channelOptions?: ChannelOptions | undefined
}

const ROUND_ROBIN = { loadBalancingConfig: [{ round_robin: {} }] }
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

/** A client that speaks gRPC. Its connections stay open until `close`. */
export function createClient(options: GrpcClientOptions): SwitchyardClient {
  const { address, tls, serviceConfig = ROUND_ROBIN, channelOptions, ...rest } = options
  const client = new Client(address, credentialsFor(address, tls), {
    'grpc.service_config': JSON.stringify(serviceConfig),
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    ...channelOptions,
  })
  return new SwitchyardClient(grpcTransport(client), rest, () => client.close())
}
