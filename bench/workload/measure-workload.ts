import { type Parts, settingsWith } from '../parts.ts'
import type { Size } from '../scenarios.ts'
import { createAsker } from './asker.ts'
import { playVendors } from './played-vendors.ts'
import { type Policy, policiesFor } from './policy.ts'
import type { PolicyReport, WorkloadReport } from './report.ts'
import { requestFor } from './request.ts'
import { countAnswer, newTally } from './tally.ts'
import { type Task, tasksOf } from './tasks.ts'
import { type OfferedProvider, readProviders, readWorkload } from './workload.ts'

const CALLS_AT_ONCE = 8

/** Of the workload's requests, the first so many; they are mixed. */
const REQUESTS: Readonly<Record<Size, number>> = { full: Infinity, quick: Infinity, smoke: 100 }

/** Where each interface begins below the played vendors' address. */
const PATHS: Readonly<Record<string, string>> = { openai: '/v1', mistral: '/v1' }

/** What is configured beside the providers. */
const POLICIES: Readonly<Record<Policy['gateway'], string>> = {
  standard: '',
  careful: 'selection: { chat: { tier: premium } }',
  thrifty: 'selection: { chat: { tier: premium, weights: { default_model: 0 } } }',
}

/** Makes all requests of the workload under each policy, through gateways before vendors that are played. */
export async function measureWorkload(
  { start }: Pick<Parts, 'start'>,
  directory: string,
  size: Size,
): Promise<WorkloadReport> {
  const providers = readProviders()
  const tasks = tasksOf(readWorkload()).slice(0, REQUESTS[size])
  const vendors = await playVendors()
  const gateway = async (name: Policy['gateway']) => {
    const content = ` ${JSON.stringify(providersAt(vendors.url, providers))}\n${POLICIES[name]}`
    return (await start<{ address: string }>('servers/gateway', settingsWith(directory, name, content))).ready.address
  }
  try {
    const names = ['standard', 'careful', 'thrifty'] as const
    const [standard, careful, thrifty] = await Promise.all(names.map(gateway))
    const addresses = { standard, careful, thrifty } as Record<Policy['gateway'], string>
    const policies: PolicyReport[] = []
    for (const policy of policiesFor(providers)) {
      policies.push(await run(policy, tasks, addresses[policy.gateway], providers))
    }
    return { requests: tasks.length, policies }
  } finally {
    vendors.close()
  }
}

function providersAt(url: string, providers: readonly OfferedProvider[]) {
  return providers.map((provider) => ({
    ...provider,
    base_url: url + (PATHS[provider.adapter] ?? ''),
    api_key_env: 'BENCH_UPSTREAM_KEY',
  }))
}

async function run(
  { name, title, options }: Policy,
  tasks: readonly Task[],
  address: string,
  providers: readonly OfferedProvider[],
): Promise<PolicyReport> {
  const models = new Map(providers.flatMap((provider) => provider.models.map((model) => [model.name, model])))
  const report: PolicyReport = { name, title, total: newTally(), kinds: {}, models: {} }
  const asker = createAsker(address)
  const left = tasks.values()
  const askInTurn = async () => {
    for (const task of left) countAnswer(report, task, await asker.ask(requestFor(task, options(task))), models)
  }
  try {
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, askInTurn))
  } finally {
    asker.close()
  }
  return report
}
