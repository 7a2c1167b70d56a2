import type { Selection } from '#gen/switchyard/v1/usage_pb.js'
import { type Call, type Target, targetKey } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import type { Principal } from '../core/principal.ts'
import type { Moment } from './balance.ts'
import { type Candidate, Candidates } from './candidates.ts'
import { type Catalog, type CatalogEntry, standsIn } from './catalog.ts'
import { chooseModels } from './choose-models.ts'
import { ContextWindows } from './context-windows.ts'
import type { HedgePolicy } from './hedge-policy.ts'
import { plannedOrder, stickyKeyOf } from './route-plan.ts'
import { NO_POLICY, type SelectionPolicy } from './selection-policy.ts'
import { candidatesOf, reasonOfChoice, reasonOfName } from './selection-reason.ts'
import type { TargetKnowledge } from './target-knowledge.ts'
import { wishOf } from './wish.ts'

export interface SelectorOptions {
  readonly catalog: Catalog
  readonly knowledge: TargetKnowledge
  readonly clock: Clock
  /** How a model is chosen that is not named, by the kind of call; left out: by the default weights. */
  readonly policies?: { readonly text: SelectionPolicy; readonly chat: SelectionPolicy }
}

/** The part of a call that its targets depend on. */
export type SelectableCall = Pick<Call, 'operation' | 'principal' | 'request' | 'context'>

export interface Selected {
  /** In the order in which they are to be tried, each once. Never empty; to be walked once. */
  readonly targets: Iterable<Target>
  readonly selection: Selection
  /** Whether another target is tried after a content filter refused the prompt. */
  readonly contentFilterFallback: boolean
  /** When a second target is asked beside a slow one; undefined: never. */
  readonly hedge: HedgePolicy | undefined
}

/** Decides where calls go. */
export class Selector {
  readonly #options: SelectorOptions
  readonly #windows: ContextWindows
  readonly #candidates: Candidates
  readonly #isOpen = (target: Target) => this.#options.knowledge.isOpen(target)

  constructor(options: SelectorOptions) {
    const { catalog, knowledge, clock } = options
    this.#options = options
    this.#windows = new ContextWindows(catalog.entries, knowledge)
    const { listed: entries, defaultEntry } = catalog
    this.#candidates = new Candidates({ entries, defaultEntry, knowledge, windows: this.#windows, clock })
  }

  /** Throws MODEL_NOT_FOUND, MODEL_NOT_ALLOWED or UPSTREAM_PRECONDITION. */
  select(call: SelectableCall): Selected {
    const name = call.request.options?.model
    if (name === undefined) return this.#choose(call)
    const entry = this.#options.catalog.get(name, call.principal.allowedModels)
    const only = entry.targets.length === 1
    return {
      targets: only ? entry.targets : openLast(this.#targetsOf(entry, call), this.#isOpen),
      selection: selectionOf(entry, reasonOfName(entry)),
      contentFilterFallback: mayPassFilter(entry),
      hedge: entry.plan?.hedge,
    }
  }

  /** Tokens of input and output together; undefined: not known. */
  contextWindowOf(target: Target): number | undefined {
    return this.#windows.of(target)
  }

  #choose(call: SelectableCall): Selected {
    const { clock, policies } = this.#options
    const { weights, ...preferences } = policies?.[call.operation === 'text' ? 'text' : 'chat'] ?? NO_POLICY
    const candidates = this.#candidatesFor(call.principal)
    const wish = wishOf(call.request, preferences, clock.now())
    const isLeftAlone = (entry: CatalogEntry) => entry.targets.every(this.#isOpen)
    const { choices, fits } = chooseModels(candidates, wish, weights, isLeftAlone)
    const [{ candidate, score }] = choices as [(typeof choices)[number]]
    const selection = selectionOf(candidate.entry, reasonOfChoice(candidate, wish, fits))
    selection.score = score
    if (call.request.options?.explainSelection) {
      selection.candidates = candidatesOf(candidates, wish, weights, isLeftAlone)
    }
    const targets = choices.map((choice) => this.#targetsOf(choice.candidate.entry, call))
    return {
      targets: openLast(withoutRepeats(targets), this.#isOpen),
      selection,
      contentFilterFallback: mayPassFilter(candidate.entry),
      hedge: candidate.entry.plan?.hedge,
    }
  }

  #candidatesFor({ allowedModels }: Principal): readonly Candidate[] {
    const candidates = this.#candidates.list()
    if (allowedModels.length === 0) return candidates
    return candidates.filter(({ entry }) => standsIn(allowedModels, entry))
  }

  #targetsOf(entry: CatalogEntry, { context, request }: SelectableCall): Iterable<Target> {
    const { plan, targets } = entry
    if (!plan) return targets
    const { clock, knowledge } = this.#options
    const moment: Moment = {
      now: clock.now(),
      random: () => clock.random(),
      observed: (target) => knowledge.observed(target),
      key: plan.balance === 'sticky' ? stickyKeyOf(plan, context, request.options?.labels) : undefined,
    }
    return plannedOrder(plan, moment)
  }
}

function selectionOf(entry: CatalogEntry, reason: string): Selection {
  const route = entry.isRoute ? entry.name : ''
  return { $typeName: 'switchyard.v1.Selection', route, reason, candidates: [] }
}

function mayPassFilter({ plan }: CatalogEntry): boolean {
  return plan?.contentFilterFallback ?? false
}

/** A route and a model that both lead to a target try it once. */
function* withoutRepeats(lists: readonly Iterable<Target>[]): Generator<Target> {
  const seen = new Set<string>()
  for (const targets of lists) {
    for (const target of targets) if (seen.size < seen.add(targetKey(target)).size) yield target
  }
}

/** Targets that are left alone when their turn comes are tried when nothing else is left. */
function* openLast(targets: Iterable<Target>, isOpen: (target: Target) => boolean): Generator<Target> {
  const leftAlone: Target[] = []
  for (const target of targets) {
    if (isOpen(target)) leftAlone.push(target)
    else yield target
  }
  yield* leftAlone
}
