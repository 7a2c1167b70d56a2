import { table } from '../table.ts'
import type { CostReport } from './step.ts'

export function printedCosts(costs: readonly CostReport[]): string {
  if (costs.length === 0) return ''
  const rows = costs.map(({ title, micros, rounds }) => [
    title,
    micros.toFixed(2),
    Math.min(...rounds).toFixed(2),
    Math.max(...rounds).toFixed(2),
  ])
  return `What the steps of a call take by themselves\n${table([['', 'median us', 'least', 'most'], ...rows])}`
}
