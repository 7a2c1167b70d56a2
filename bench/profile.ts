import type { Profiler } from 'node:inspector'
import { drive } from './measure.ts'
import { startParts } from './parts.ts'
import type { Side } from './report.ts'
import { type Scenario, type Size, scenariosOf } from './scenarios.ts'
import { table } from './table.ts'
import { withDirectory } from './temporary-directory.ts'

export interface ProfileOptions {
  readonly scenario: string
  readonly side: Exclude<Side, 'direct'>
  readonly size: Size
}

const FUNCTIONS_SHOWN = 60
const FILES_SHOWN = 30
const PROFILED_MS = 4000

/** Where the main thread of a server spends its time in a scenario, once it is warm. */
export async function profile({ scenario, side, size }: ProfileOptions): Promise<string> {
  const found = scenariosOf(size).find(({ name }) => name === scenario)
  if (!found) throw new Error(`There is no scenario ${scenario}.`)
  return withDirectory(async (directory) => {
    await using parts = await startParts(directory)
    await parts.upstream.ask('setPace', found.pace)
    await drive(parts, side, lasting(found, 3000))
    await parts[side].ask('startProfile')
    const { calls, tokens } = await drive(parts, side, lasting(found, PROFILED_MS))
    const taken = await parts[side].ask<Profiler.Profile>('stopProfile')
    return `${side}, ${found.title}: ${calls} calls, ${tokens} tokens\n\n${summarize(taken, tokens || calls)}`
  })
}

function lasting(scenario: Scenario, milliseconds: number): Scenario {
  const { load } = scenario
  return load.durationMs === 0 ? scenario : { ...scenario, load: { ...load, durationMs: milliseconds } }
}

/** Time by file and by function: its own, and that of all it calls counted in. Microseconds for each call or token. */
function summarize(taken: Profiler.Profile, units: number): string {
  const own = ownMicros(taken)
  const files = new Map<string, Spent>()
  const functions = new Map<string, Spent>()
  for (const stack of stacksOf(taken)) {
    const [leaf] = stack
    const micros = (leaf && own.get(leaf.id)) ?? 0
    if (!leaf || micros === 0 || stack.some(isNoWork)) continue
    spend(files, stack.map(fileName), micros)
    spend(functions, stack.map(functionName), micros)
  }
  return `${top(files, units, FILES_SHOWN)}\n\n${top(functions, units, FUNCTIONS_SHOWN)}`
}

/** Waiting, and the profiler's own beginning. */
function isNoWork({ callFrame: { functionName } }: Profiler.ProfileNode): boolean {
  return functionName === '(idle)' || functionName === 'startProfile'
}

interface Spent {
  own: number
  all: number
}

function ownMicros({ samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const micros = new Map<number, number>()
  for (const [index, id] of samples.entries()) micros.set(id, (micros.get(id) ?? 0) + (timeDeltas[index] ?? 0))
  return micros
}

/** Every node with those that called it, itself first. */
function* stacksOf({ nodes }: Profiler.Profile): Generator<Profiler.ProfileNode[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)))
  for (const node of nodes) {
    const stack: Profiler.ProfileNode[] = []
    for (let at: Profiler.ProfileNode | undefined = node; at; at = byId.get(parents.get(at.id) ?? -1)) stack.push(at)
    yield stack
  }
}

function fileName({ callFrame }: Profiler.ProfileNode): string {
  return fileOf(callFrame.url) || callFrame.functionName
}

function functionName({ callFrame }: Profiler.ProfileNode): string {
  return `${callFrame.functionName || '(anonymous)'}  ${fileOf(callFrame.url)}:${callFrame.lineNumber + 1}`
}

/** The first name of the stack is what ran; each name counts once, however often it calls itself. */
function spend(sums: Map<string, Spent>, [leaf = '', ...callers]: readonly string[], micros: number): void {
  for (const name of new Set([leaf, ...callers])) {
    if (name.startsWith('(root)')) continue
    const spent = sums.get(name) ?? { own: 0, all: 0 }
    spent.all += micros
    if (name === leaf) spent.own += micros
    sums.set(name, spent)
  }
}

function fileOf(url: string): string {
  const [ours, installed] = url.replace(/^file:\/\//, '').split('node_modules/')
  return installed ?? ours?.replace(/^.*?\/(?=(src|bench|gen)\/)/, '') ?? ''
}

function top(sums: ReadonlyMap<string, Spent>, units: number, count: number): string {
  const sorted = [...sums].sort(([, a], [, b]) => b.own - a.own).slice(0, count)
  const rows = sorted.map(([name, { own, all }]) => [name, (own / units).toFixed(2), (all / units).toFixed(2)])
  return table([['', 'own us', 'with callees us'], ...rows])
}
