// The least that can stand where Switchyard stands: the same contract over the same gRPC server, and nothing else.
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { serveControl } from '../process/control.ts'
import { partSettings } from '../process/part.ts'
import { createForwarder, forwarderService } from './forward.ts'

const { upstream } = partSettings<{ upstream: string }>()
const server = new Server({ 'grpc.enable_channelz': 0, 'grpc-node.max_session_memory': 256 })
server.addService(forwarderService, createForwarder(upstream))
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error
  serveControl({ address: `127.0.0.1:${port}` }, {}, () => server.forceShutdown())
})
