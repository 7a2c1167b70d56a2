import { measure } from '../measure.ts'
import type { Parts } from '../parts.ts'
import { type Size, scenariosOf } from '../scenarios.ts'
import { type DoorReport, PROTOCOLS } from './report.ts'

/** What each door takes for the same call and the same stream, beside the bare forwarder of the same protocol. */
export async function measureDoors(parts: Parts, size: Size): Promise<DoorReport[]> {
  const [unary, stream] = ['unary-16', 'stream-burst'].map((name) =>
    scenariosOf(size).find((scenario) => scenario.name === name),
  )
  if (!unary || !stream) throw new Error('The scenarios of the doors are gone.')
  const reports: DoorReport[] = []
  for (const protocol of PROTOCOLS) {
    const { sides } = await measure(parts, { ...unary, protocol })
    const { sides: streamed } = await measure(parts, { ...stream, protocol })
    reports.push({ protocol, unary: sides, stream: streamed })
  }
  return reports
}
