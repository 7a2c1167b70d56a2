import { table } from '../table.ts'
import type { SwitchReport } from './report.ts'

export function printedSwitches(switches: readonly SwitchReport[]): string {
  if (switches.length === 0) return ''
  const head = ['', 'CPU us/call', 'its main thread', 'added us', 'half of the rounds', 'errors']
  const rows = switches.map(({ title, cpuMicrosPerCall, threadMicrosPerCall, added, errors, firstError }) => [
    title,
    cpuMicrosPerCall.toFixed(1),
    threadMicrosPerCall.toFixed(1),
    signed(added.median),
    `${signed(added.low)} to ${signed(added.high)}`,
    firstError ? `${errors}: ${firstError}` : String(errors),
  ])
  return `What a unary call costs by what is switched on or off, 16 callers\n${table([head, ...rows])}`
}

function signed(micros: number): string {
  return `${micros < 0 ? '' : '+'}${micros.toFixed(1)}`
}
