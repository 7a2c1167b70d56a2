import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { create, createFileRegistry, fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type { Client } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { ServerReflection, type ServerReflectionResponse } from '#gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '#gen/grpc/reflection/v1alpha/reflection_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { createAuthenticator } from '../../../src/access/authenticate.ts'
import { StatusCode } from '../../../src/core/status.ts'
import { methodPath } from '../../../src/rpc/method.ts'
import { createHealth } from '../../../src/server/health.ts'
import { echo, frame, openClient, openDoor, openSession, rawCall } from './fixture.ts'

async function open(overrides: Parameters<typeof openDoor>[1] = {}) {
  const health = createHealth([LLMService.typeName])
  const services = [{ desc: LLMService, handlers: echo }, health.service]
  return openDoor(echo, { services, reflection: true, ...overrides })
}

type Question = ServerReflectionResponse['originalRequest'] extends infer T | undefined ? Partial<T> : never

/** Asks the questions one after another on one stream. */
function ask(client: Client, questions: object[], version = ServerReflection): Promise<ServerReflectionResponse[]> {
  const method = version.method.serverReflectionInfo
  const stream = client.makeBidiStreamRequest(
    methodPath(method),
    (message: Message) => Buffer.from(toBinary(method.input, message as never)),
    (bytes: Buffer) => fromBinary(method.output, bytes),
  )
  for (const messageRequest of questions) {
    const question = { host: 'here', messageRequest } as Question
    stream.write(create(method.input, question as object))
  }
  stream.end()
  return new Promise((resolve, reject) => {
    const answers: ServerReflectionResponse[] = []
    stream.on('data', (answer) => answers.push(answer))
    stream.on('error', reject)
    stream.on('end', () => resolve(answers))
  })
}

function filesOf(answer: ServerReflectionResponse | undefined) {
  const response = answer?.messageResponse
  if (response?.case !== 'fileDescriptorResponse') throw new Error(`not a file: ${response?.case}`)
  return response.value.fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
}

function importsFirst(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const sorted = new Set<FileDescriptorProto>()
  const visit = (file: FileDescriptorProto | undefined) => {
    if (!file || sorted.has(file)) return
    for (const path of file.dependency) visit(files.find(({ name }) => name === path))
    sorted.add(file)
  }
  for (const file of files) visit(file)
  return [...sorted]
}

const services = [
  'switchyard.v1.LLMService',
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
]

describe('reflection', () => {
  it.each([ServerReflection, ServerReflectionAlpha])('lists the services and itself (%#)', async (version) => {
    const { address } = await open()
    const [answer] = await ask(openClient(address), [{ case: 'listServices', value: '' }], version as never)
    expect(answer).toMatchObject({
      validHost: 'here',
      originalRequest: { messageRequest: { case: 'listServices' } },
      messageResponse: { value: { service: services.map((name) => ({ name })) } },
    })
  })

  it('finds the file of every kind of symbol, with all that it imports', async () => {
    const { address } = await open()
    const symbols = [
      ['switchyard.v1.LLMService', 'switchyard/v1/llm_service.proto'],
      ['.switchyard.v1.LLMService', 'switchyard/v1/llm_service.proto'],
      ['switchyard.v1.LLMService.GenerateText', 'switchyard/v1/llm_service.proto'],
      ['switchyard.v1.GenerateTextRequest', 'switchyard/v1/generation.proto'],
      ['switchyard.v1.GenerateTextRequest.prompt', 'switchyard/v1/generation.proto'],
      ['switchyard.v1.GenerateChatStreamResponse.event', 'switchyard/v1/generation.proto'],
      ['switchyard.v1.Role', 'switchyard/v1/content.proto'],
      ['switchyard.v1.ROLE_USER', 'switchyard/v1/content.proto'],
      ['grpc.health.v1.HealthCheckResponse.ServingStatus', 'grpc/health/v1/health.proto'],
      ['buf.validate.field', 'buf/validate/validate.proto'],
      ['google.protobuf.Duration', 'google/protobuf/duration.proto'],
      ['google.rpc.ErrorInfo', 'google/rpc/error_details.proto'],
      ['google.rpc.Status', 'google/rpc/status.proto'],
    ]
    const questions = symbols.map(([value]) => ({ case: 'fileContainingSymbol', value }))
    const answers = await ask(openClient(address), questions)
    for (const [index, [, name]] of symbols.entries()) {
      const files = filesOf(answers[index])
      expect(files[0]?.name).toBe(name)
      // Building the registry fails when an import is missing.
      expect(() => createFileRegistry(create(FileDescriptorSetSchema, { file: importsFirst(files) }))).not.toThrow()
    }
  })

  it('finds files by name and extensions by number', async () => {
    const { address } = await open()
    const extendee = 'google.protobuf.FieldOptions'
    const [byName, byExtension, numbers, none] = await ask(openClient(address), [
      { case: 'fileByFilename', value: 'switchyard/v1/usage.proto' },
      { case: 'fileContainingExtension', value: { containingType: extendee, extensionNumber: 1159 } },
      { case: 'allExtensionNumbersOfType', value: extendee },
      { case: 'allExtensionNumbersOfType', value: 'switchyard.v1.Usage' },
    ])
    expect(filesOf(byName)[0]?.name).toBe('switchyard/v1/usage.proto')
    expect(filesOf(byExtension)[0]?.name).toBe('buf/validate/validate.proto')
    expect(numbers?.messageResponse).toMatchObject({
      value: { baseTypeName: extendee, extensionNumber: expect.arrayContaining([1159]) },
    })
    expect(none?.messageResponse).toMatchObject({ value: { extensionNumber: [] } })
  })

  it('answers what it does not know within the stream', async () => {
    const { address } = await open()
    const answers = await ask(openClient(address), [
      { case: 'fileContainingSymbol', value: 'x.Y' },
      { case: 'fileByFilename', value: '../../etc/passwd' },
      { case: 'fileContainingExtension', value: { containingType: 'x.Y', extensionNumber: 1 } },
      { case: 'allExtensionNumbersOfType', value: '__proto__' },
      { case: undefined },
    ])
    const { NOT_FOUND, INVALID_ARGUMENT } = StatusCode
    const codes = answers.map(({ messageResponse }) => (messageResponse.value as { errorCode?: number }).errorCode)
    expect(codes).toEqual([NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, INVALID_ARGUMENT])
  })

  it('refuses what is no question', async () => {
    const { address } = await open()
    const path = methodPath(ServerReflection.method.serverReflectionInfo)
    const { error } = await rawCall(openSession(address), { path, chunks: [frame(Buffer.from('ffff', 'hex'))] })
    expect(error).toMatchObject({ code: StatusCode.INVALID_ARGUMENT, reason: 'INVALID_REQUEST' })
  })

  it('needs no credential, and is not there unless it is switched on', async () => {
    const authenticate = createAuthenticator({ apiKey: 'k'.repeat(32), open: false })
    const { address } = await open({ authenticate })
    expect(await ask(openClient(address), [{ case: 'listServices', value: '' }])).toHaveLength(1)
    const { address: closed } = await open({ reflection: false })
    await expect(ask(openClient(closed), [{ case: 'listServices', value: '' }])).rejects.toMatchObject({
      code: StatusCode.UNIMPLEMENTED,
    })
  })

  it('is enough for buf curl to call a method', async () => {
    const { address } = await open()
    const url = `http://${address}/switchyard.v1.LLMService/GenerateText`
    const parameters = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--data', '{"prompt":"hello"}', url]
    const { stdout } = await promisify(execFile)('node_modules/.bin/buf', parameters)
    expect(JSON.parse(stdout)).toEqual({ text: 'hello' })
  })
})
