import { type Command, InvalidArgumentError } from 'commander'
import { withChecks } from './change-options.ts'
import type { Runs } from './commands.ts'
import { countBetween, oneOf } from './global-options.ts'

/** The option that each field of a model is given by. */
export const OPTIONS_OF_FIELDS: Readonly<Record<string, string>> = {
  upstream_name: '--upstream-name',
  aliases: '--aliases',
  tier: '--tier',
  best_for: '--best-for',
  'price.input': '--price-input',
  'price.output': '--price-output',
  'price.cache_read_input': '--price-cache-read',
  'price.cache_write_input': '--price-cache-write',
  'capabilities.context_window': '--context-window',
  'capabilities.max_output_tokens': '--max-output-tokens',
  'capabilities.tools': '--tools',
  'capabilities.vision': '--vision',
  'capabilities.json_schema': '--json-schema',
  api: '--api',
  max_concurrent_calls: '--max-concurrent-calls',
}

/** What stands for a field without a value, so that it is as if it had never been given. */
export const NOT_SET = 'unset'

/** Commands about single models of a provider. */
export function addProviderModels(providers: Command, runs: Runs): void {
  const load = () => import('./commands/provider-models.ts')
  const models = providers.command('models').description('show and change single models of a provider')
  models
    .command('list <provider>', { isDefault: true })
    .description('list the models of a provider, with what is in force of each')
    .action(runs(async () => (await load()).listProviderModels))
  models
    .command('get <provider> <model>')
    .description('show a model, with its etag')
    .action(runs(async () => (await load()).getProviderModel))
  withFields(models.command('create <provider> <model>'))
    .description('add a model; the others stay as they are')
    .option('--validate-only', 'check, and change nothing')
    .action(runs(async () => (await load()).createProviderModel))
  withChecks(withFields(models.command('update <provider> <model>')))
    .description('change what the options name')
    .option('--no-price', "forget its price: the built-in table's is used again")
    .action(runs(async () => (await load()).updateProviderModel))
  withChecks(models.command('delete <provider> <model>'))
    .description('take a model away; the others stay as they are')
    .action(runs(async () => (await load()).deleteProviderModel))
}

function withFields(command: Command): Command {
  const can = oneOf('yes', 'no', NOT_SET)
  return command
    .option('--upstream-name <name>', "the provider's own name for it; empty: the same")
    .option('--aliases <names>', 'other names of it, with commas; empty: none')
    .option('--tier <tier>', `fast, balanced, premium or ${NOT_SET}`, oneOf('fast', 'balanced', 'premium', NOT_SET))
    .option('--best-for <tasks>', 'task types that it is best for, with commas; empty: none')
    .option('--price-input <dollars>', 'US dollars for a million tokens of input, such as 0.25', price)
    .option('--price-output <dollars>', 'for a million tokens of output', price)
    .option('--price-cache-read <dollars>', "for a million read from the vendor's cache; empty: as input", priceOrNone)
    .option(
      '--price-cache-write <dollars>',
      "for a million written to the vendor's cache; empty: as input",
      priceOrNone,
    )
    .option(
      '--context-window <tokens>',
      'tokens of input and output together; 0: as the vendor or the table tells',
      tokens,
    )
    .option('--max-output-tokens <tokens>', 'the most tokens of output; 0: as the vendor tells', tokens)
    .option('--tools <can>', `whether tools can be called: yes, no or ${NOT_SET}`, can)
    .option('--vision <can>', `whether pictures can be read: yes, no or ${NOT_SET}`, can)
    .option('--json-schema <can>', `whether answers can be held to a JSON schema: yes, no or ${NOT_SET}`, can)
    .option(
      '--api <api>',
      `which interface of OpenAI: responses, chat or ${NOT_SET}`,
      oneOf('responses', 'chat', NOT_SET),
    )
    .option('--max-concurrent-calls <count>', 'attempts at one time; 0: no bound of its own', countBetween(0, 65_536))
}

const tokens = countBetween(0, 1e12)

function price(value: string): string {
  if (/^[0-9]{1,6}([.][0-9]{1,9})?$/.test(value)) return value
  throw new InvalidArgumentError('It must be US dollars for a million tokens, such as 0.25.')
}

function priceOrNone(value: string): string {
  return value === '' ? value : price(value)
}
