import { expect, it } from 'vitest'
import { isLocal } from '../../clients/typescript/src/grpc-credentials.ts'

it.each([
  'localhost:50051',
  '127.0.0.1:50051',
  '127.1.2.3',
  '[::1]:50051',
  'dns:///localhost:50051',
  'dns:localhost',
  'ipv4:127.0.0.1:1,127.0.0.1:2',
  'unix:/run/switchyard.sock',
])('%s is of this machine: cleartext unless asked otherwise', (address) => {
  expect(isLocal(address)).toBe(true)
})

it.each([
  'llm.internal:50051',
  '10.0.0.1:50051',
  '127.0.0.1.example.com:50051',
  'localhost.example.com',
  'dns://10.0.0.1/localhost:50051',
  'ipv4:127.0.0.1:1,10.0.0.1:2',
  '',
])('%s is not: encrypted unless asked otherwise', (address) => {
  expect(isLocal(address)).toBe(false)
})
