import { Client, credentials, Metadata } from '@grpc/grpc-js'
import { TOKEN_CHARACTERS } from '../token.ts'
import { textDelta } from './delta.ts'
import type { Caller } from './load.ts'
import { CALLER_KEY, grpcRequestFor } from './request.ts'

const UNARY = '/switchyard.v1.LLMService/GenerateChat'
const STREAM = '/switchyard.v1.LLMService/GenerateChatStream'

const asIs = (bytes: Buffer) => bytes

/** Calls that share one connection. Messages are written and read as bytes, so that the driver costs little itself. */
export function createGrpcCaller(address: string, model: string): Caller {
  const request = grpcRequestFor(model)
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_channelz': 0,
    'grpc-node.max_session_memory': 256,
  })
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${CALLER_KEY}`)
  return {
    unary: () =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(UNARY, asIs, asIs, request, metadata, (error, bytes) => {
          if (error) reject(error)
          else if (!bytes?.length) reject(new Error('The answer is empty.'))
          else resolve()
        })
      }),
    stream: (onTokens) =>
      new Promise((resolve, reject) => {
        const call = client.makeServerStreamRequest(STREAM, asIs, asIs, request, metadata)
        call.on('data', (bytes: Buffer) => {
          const text = textDelta(bytes)
          if (text) onTokens(bytes, text.start, text.length / TOKEN_CHARACTERS)
        })
        call.on('error', reject)
        call.on('end', resolve)
      }),
    close: () => client.close(),
  }
}
