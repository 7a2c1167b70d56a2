/**
 * Lays the .proto files that ours import, and those of the standard gRPC services, into `build/proto`, taken from the
 * pinned npm packages. Nothing of them is kept in the tree; `buf.yaml` reads them from there.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { file_buf_validate_validate } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js'
import { printProto } from './print-proto.ts'

const target = 'build/proto'

const copies: Record<string, string> = {
  'google/rpc/status.proto': 'google-proto-files/google/rpc/status.proto',
  'google/rpc/error_details.proto': 'google-proto-files/google/rpc/error_details.proto',
  'grpc/health/v1/health.proto': 'grpc-health-check/proto/health/v1/health.proto',
  'grpc/reflection/v1/reflection.proto': '@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto',
  'grpc/reflection/v1alpha/reflection.proto': '@grpc/reflection/build/proto/grpc/reflection/v1alpha/reflection.proto',
}

rmSync(target, { recursive: true, force: true })
for (const [path, source] of Object.entries(copies)) {
  mkdirSync(dirname(join(target, path)), { recursive: true })
  cpSync(join('node_modules', source), join(target, path))
}
mkdirSync(join(target, 'buf/validate'), { recursive: true })
writeFileSync(join(target, 'buf/validate/validate.proto'), printProto(file_buf_validate_validate))
