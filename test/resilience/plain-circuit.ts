export const rules = { failureThreshold: 3, failureShare: 0.5, openMs: 2000, maxOpenMs: 16_000 }
const SLOTS = 10

export interface Attempt {
  readonly phase: number
  /** In which of the half-open times it began; 0: in none. */
  readonly half: number
  counted: boolean
}

/** What a circuit is meant to be, in the plainest words: a list of what happened, and the times that follow from it. */
export interface Model {
  state: 'closed' | 'open' | 'tripped' | 'half_open'
  now: number
  probeTime: number
  probing: boolean
  /** How often it was half open. */
  halves: number
  /** When the latest probe was let through. */
  probeSince: number
  closedAt: number
  openings: number
  consecutive: number
  /** Attempts of an earlier phase do not count. */
  phase: number
  results: { at: number; succeeded: boolean }[]
  running: Attempt[]
  /** The probe that closed it by beginning to answer, until an attempt has succeeded since. */
  proof: Attempt | undefined
}

export function open(model: Model): void {
  if (model.state === 'closed' && model.now - model.closedAt >= rules.maxOpenMs) model.openings = 0
  model.state = 'open'
  model.probeTime = model.now + Math.min(rules.openMs * 2 ** model.openings, rules.maxOpenMs)
  model.openings += 1
}

export function enter(model: Model, state: 'closed' | 'half_open'): void {
  model.state = state
  model.probing = false
  if (state === 'closed') [model.closedAt, model.consecutive] = [model.now, 0]
}

/** A probe that has taken as long as the longest opening is waited for no more. */
export function isOverdue({ state, probing, now, probeSince }: Model): boolean {
  return state === 'half_open' && probing && now - probeSince >= rules.maxOpenMs
}

/** The latest probe, while it is waited for, has a say; an earlier one of the same half-open time only when all is well. */
export function countLate(model: Model, attempt: Attempt | undefined): void {
  if (model.state !== 'half_open' || attempt?.half !== model.halves) return
  renew(model)
  enter(model, 'closed')
}

export function renew(model: Model): void {
  model.phase += 1
  model.results = []
}

export function count(model: Model, succeeded: boolean): void {
  model.results.push({ at: model.now, succeeded })
  model.consecutive = succeeded ? 0 : model.consecutive + 1
  if (model.state === 'half_open') {
    if (succeeded) enter(model, 'closed')
    else open(model)
  } else if (model.state === 'closed' && !succeeded) {
    const recent = inWindow(model)
    const failures = recent.filter((result) => !result.succeeded).length
    const { failureThreshold, failureShare } = rules
    const isShare = failures >= failureThreshold && failures >= recent.length * failureShare
    const isRun = model.consecutive >= failureThreshold && model.consecutive ** 2 >= recent.length
    if (isShare || isRun) open(model)
  }
}

export function inWindow({ results, now }: Model) {
  return results.filter(({ at }) => Math.floor(now / 1000) - Math.floor(at / 1000) < SLOTS)
}

export function stateOf({ state }: Model) {
  return state === 'tripped' ? 'open' : state
}
