import type { LedgerRow } from '../../src/usage/ledger.ts'

/** What holds for all calls with one key. */
type Caller = Pick<LedgerRow, 'tenant' | 'user' | 'project' | 'key' | 'sourceAgent' | 'taskType'>

const TENANTS = 3
const PROJECTS = 12
const KEYS = 50
const AGENTS = ['planner', 'coder', 'reviewer', 'searcher', 'writer']
const TASKS = ['', 'classify', 'summarize', 'code']
const MODELS = ['gpt-5-mini', 'gpt-5', 'claude-sonnet-4-5', 'gemini-flash', 'mistral-small', 'local']

const callers: readonly Caller[] = Array.from({ length: KEYS }, (_, index) => ({
  tenant: `tenant-${index % TENANTS}`,
  project: `project-${index % PROJECTS}`,
  user: `user-${index % 20}`,
  key: `key-${index}`,
  sourceAgent: AGENTS[index % AGENTS.length] ?? '',
  taskType: TASKS[index % TASKS.length] ?? '',
}))

/** Rows as a year of calls would leave them, evenly spread from `from` to `to`; the same ones each time. */
export function* ledgerRows(size: number, from: number, to: number): Generator<LedgerRow> {
  const random = seededRandom(1)
  for (let index = 0; index < size; index++) yield rowAt(index, from + ((to - from) * index) / size, random)
}

function rowAt(index: number, startTime: number, random: () => number): LedgerRow {
  // Some keys, and some models, are used far more than others.
  const caller = callers[Math.floor(random() ** 2 * KEYS)] as Caller
  const model = MODELS[Math.floor(random() ** 2 * MODELS.length)] ?? ''
  const failed = random() < 0.02
  const latencyMs = 200 * Math.exp(2.5 * random() + random())
  const outcome = failed ? 'failed' : 'succeeded'
  const id = index.toString(16).padStart(12, '0')
  return {
    ...caller,
    attemptId: `00000000-0000-7000-8000-${id}`,
    callId: `00000000-0000-7000-9000-${id}`,
    attemptIndex: 0,
    last: true,
    principal: caller.key,
    operation: 'chat',
    streaming: true,
    provider: model === 'local' ? 'vllm' : 'vendor',
    model,
    requestedModel: model,
    startTime,
    latencyMs,
    firstContentMs: latencyMs / 4,
    callLatencyMs: latencyMs,
    callOutcome: outcome,
    outcome,
    errorReason: failed ? 'UPSTREAM_UNAVAILABLE' : '',
    finishReason: failed ? '' : 'STOP',
    inputTokens: BigInt(Math.floor(random() * 4000)),
    outputTokens: BigInt(Math.floor(random() * 800)),
    cacheReadInputTokens: 0n,
    cacheWriteInputTokens: 0n,
    reasoningOutputTokens: 0n,
    usageEstimated: failed,
    costNanos: BigInt(Math.floor(random() * 5_000_000)),
    costEstimated: failed,
    traceId: `4bf92f3577b34da6a3ce${id}`,
    sessionId: `session-${index % 1000}`,
    labels: '{"team":"search"}',
    route: 'fast',
    hedged: false,
  }
}

/** Chance that repeats itself. Source: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}
