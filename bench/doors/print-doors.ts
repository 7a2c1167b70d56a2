import type { Figures, ScenarioReport } from '../report.ts'
import { table } from '../table.ts'
import type { DoorReport } from './report.ts'

const NAMES: Readonly<Record<DoorReport['protocol'], string>> = {
  grpc: 'gRPC',
  connect: 'Connect (binary, HTTP/1.1)',
  rest: 'REST',
  openai: 'OpenAI-compatible',
}

const HEAD = ['', 'calls/s', 'ratio', 'CPU us/call', 'ratio', 'tokens/s', 'ratio', 'CPU us/token', 'ratio', 'errors']

/** Each door with the ratios to the bare forwarder of its protocol. */
export function printedDoors(doors: readonly DoorReport[]): string {
  if (doors.length === 0) return ''
  const rows = doors.map(({ protocol, unary, stream }) => [
    NAMES[protocol],
    ...measured(unary, ({ callsPerSecond }) => callsPerSecond, 0),
    ...measured(unary, ({ cpuMicrosPerCall }) => cpuMicrosPerCall, 1),
    ...measured(stream, ({ tokensPerSecond }) => tokensPerSecond, 0),
    ...measured(stream, ({ cpuMicrosPerToken }) => cpuMicrosPerToken, 2),
    String(unary.switchyard.errors + stream.switchyard.errors + unary.forwarder.errors + stream.forwarder.errors),
  ])
  const failures = doors.flatMap(({ protocol, unary, stream }) =>
    [unary.switchyard, stream.switchyard, unary.forwarder, stream.forwarder]
      .filter(({ firstError }) => firstError !== '')
      .map(({ firstError }) => `${NAMES[protocol]}: ${firstError}`),
  )
  const title = 'Doors, 16 callers, each beside the bare forwarder of its protocol'
  return [title, table([HEAD, ...rows]), ...failures].join('\n')
}

function measured(sides: ScenarioReport['sides'], value: (figures: Figures) => number, digits: number): string[] {
  const own = value(sides.switchyard)
  return [own.toFixed(digits), `x ${(own / value(sides.forwarder)).toFixed(2)}`]
}
