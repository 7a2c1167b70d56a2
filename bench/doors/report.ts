import type { Protocol } from '../load/load.ts'
import type { ScenarioReport } from '../report.ts'

export const PROTOCOLS: readonly Protocol[] = ['grpc', 'connect', 'rest', 'openai']

/** One door: unary calls and streams, by the forwarder of its protocol and by Switchyard. */
export interface DoorReport {
  readonly protocol: Protocol
  readonly unary: ScenarioReport['sides']
  readonly stream: ScenarioReport['sides']
}
