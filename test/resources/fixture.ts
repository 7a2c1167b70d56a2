import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { type Policy, PolicySchema } from '#gen/switchyard/v1/policy_pb.js'
import { RouteSchema } from '#gen/switchyard/v1/route_pb.js'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/config/settings.ts'
import { POLICY, writePolicy } from '../../src/resources/policy-resource.ts'
import type { StoredResource } from '../../src/resources/repository.ts'
import { writeRoute } from '../../src/resources/route-resource.ts'

/** The settings of a file with two models of the mock, and what a test adds to it. */
export function settingsOf(content: object = {}, environment: Record<string, string> = {}): Settings {
  const providers = [{ name: 'p', adapter: 'mock', models: ['one', 'two', 'three'] }]
  const text = JSON.stringify({ providers, ...content })
  return loadConfig({ path: 'test.yaml', environment, readFile: () => text })
}

/** A stored route that leads to models of the mock. */
export function storedRoute(name: string, ...models: string[]): StoredResource {
  const targets = models.map((model) => ({ provider: 'p', model }))
  return stored('route', name, writeRoute(create(RouteSchema, { name, targets })))
}

/** A stored policy that sets these paths. */
export function storedPolicy(setPaths: string[], policy: MessageInitShape<typeof PolicySchema>): StoredResource {
  const message: Policy = Object.assign(create(PolicySchema, policy), { setPaths })
  return stored(POLICY.kind, POLICY.name, writePolicy(message))
}

export function stored(kind: string, name: string, json: string): StoredResource {
  return { kind, name, json, etag: `${kind}-${name}`, createTime: 1, updateTime: 1 }
}
