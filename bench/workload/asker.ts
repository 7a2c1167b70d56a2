import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { Client, credentials, Metadata } from '@grpc/grpc-js'
import {
  type GenerateChatRequest,
  GenerateChatRequestSchema,
  type GenerateChatResponse,
  GenerateChatResponseSchema,
} from '#gen/switchyard/v1/generation_pb.js'
import { CALLER_KEY } from '../load/request.ts'

/** A caller that reads its answers, unlike those that make load. */
export interface Asker {
  ask(request: GenerateChatRequest): Promise<GenerateChatResponse>
  close(): void
}

export function createAsker(address: string): Asker {
  const client = new Client(address, credentials.createInsecure())
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${CALLER_KEY}`)
  const encode = (request: GenerateChatRequest) => Buffer.from(toBinary(GenerateChatRequestSchema, request))
  const decode = (bytes: Buffer) => fromBinary(GenerateChatResponseSchema, bytes)
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const path = '/switchyard.v1.LLMService/GenerateChat'
        client.makeUnaryRequest(path, encode, decode, request, metadata, (error, response) => {
          if (error || !response) reject(error ?? new Error('There is no answer.'))
          else resolve(response)
        })
      }),
    close: () => client.close(),
  }
}
