import type { Settings } from '../../src/config/settings.ts'
import type { Environment } from './azure-files.ts'

export const RESOURCE = 'https://res.services.ai.azure.com'

/** The switch, and where it leads. */
export const ON: Environment = {
  USE_AZURE_FOUNDRY: 'true',
  AZURE_AI_FOUNDRY_ENDPOINT: RESOURCE,
  AZURE_AI_FOUNDRY_KEY: 'foundry-key',
}

/** A file with several vendors, of which only the mock and one server need no key. */
export const VENDORS = `
providers:
- name: oa
  adapter: openai
  models:
  - {name: gpt-4.1, aliases: [main], tier: balanced, best_for: [coding], price: {input: 1, output: 2}}
  - {name: gpt-4.1-mini, tier: fast}
  - text-embedding-3-small
- name: demo
  adapter: mock
  models: [demo-fast]
- name: an
  adapter: anthropic
  anthropic: {api_version: 2023-06-01}
  models:
  - {name: smart, upstream_name: claude-sonnet-5, tier: premium}
- name: or
  adapter: openrouter
  models: [anthropic/claude-opus, deepseek/v4]
- name: az
  adapter: azure
  base_url: https://old.openai.azure.com
  models: [{name: gpt-4.1, aliases: [old], best_for: [chat]}]
routes:
- {name: gpt-4.1, targets: [{provider: oa, model: gpt-4.1}, {provider: az, model: gpt-4.1}]}
- {name: best, targets: [{provider: an, model: smart}, {provider: oa, model: gpt-4.1}, {provider: demo, model: demo-fast}]}
allowed_models: [main, best, smart, gpt-4.1, demo-fast]
default_model: best
`

/** The keys that the file needs without the switch. */
export const KEYS: Environment = { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k', OPENROUTER_API_KEY: 'k' }

/** A deployment for each of its models. */
export const DEPLOYED: Environment = {
  AZURE_DEPLOYMENT_GPT_4_1: 'dep-41',
  AZURE_DEPLOYMENT_GPT_4_1_MINI: 'dep-mini',
  AZURE_DEPLOYMENT_TEXT_EMBEDDING_3_SMALL: 'dep-embed',
  AZURE_DEPLOYMENT_CLAUDE_SONNET_5: 'dep-sonnet',
  AZURE_DEPLOYMENT_ANTHROPIC_CLAUDE_OPUS: 'dep-opus',
  AZURE_DEPLOYMENT_DEEPSEEK_V4: 'dep-deepseek',
}

/** The deployments of each provider by the names of their models. */
export function deploymentsOf({ providers }: Settings): Record<string, Record<string, string>> {
  return Object.fromEntries(
    providers.map(({ name, models }) => [
      name,
      Object.fromEntries(models.map((model) => [model.name, model.upstreamName])),
    ]),
  )
}
