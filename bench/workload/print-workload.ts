import { table } from '../table.ts'
import { cheapestPremium, type PolicyReport, policyNamed, type WorkloadReport } from './report.ts'

/** The workload's costs for people: each policy in total, the main ones by kind, and who answered. */
export function printedWorkload(report: WorkloadReport): string {
  const base = cheapestPremium(report)
  const automatic = policyNamed(report, 'automatic')
  return [
    `Mixed workload, ${report.requests} requests`,
    totals(report, base),
    `By kind\n${byKind(base, policyNamed(report, 'balanced'), automatic)}`,
    `Who answered: automatic, every caller gives hints\n${shares(automatic)}`,
  ].join('\n\n')
}

function totals({ policies }: WorkloadReport, base: PolicyReport): string {
  const rows = policies.map(({ title, total }) => [
    title,
    dollars(total.cost),
    change(total.cost, base.total.cost),
    String(total.belowTier),
    String(total.unable),
  ])
  return table([['', 'cost $', `to ${base.title}`, 'below class', 'unable'], ...rows])
}

function byKind(base: PolicyReport, balanced: PolicyReport, automatic: PolicyReport): string {
  const rows = Object.keys(base.kinds).map((kind) => {
    const [premium, all, own] = [base, balanced, automatic].map(({ kinds }) => kinds[kind]?.cost ?? 0)
    const requests = String(base.kinds[kind]?.requests)
    return [kind, requests, dollars(premium), dollars(all), dollars(own), change(own ?? 0, premium ?? 0)]
  })
  return table([['', 'requests', base.title, 'balanced for all', 'automatic', 'saved'], ...rows])
}

function shares({ models, total }: PolicyReport): string {
  const sorted = Object.entries(models).toSorted(([, a], [, b]) => b - a)
  return table(sorted.map(([model, count]) => [model, `${((100 * count) / total.requests).toFixed(0)} %`]))
}

function dollars(amount = 0): string {
  return amount.toFixed(4)
}

function change(cost: number, base: number): string {
  const percent = (100 * (cost - base)) / base
  return `${percent > 0 ? '+' : ''}${percent.toFixed(0)} %`
}
