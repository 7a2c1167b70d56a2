import type { Command } from 'commander'
import { withChecks } from './change-options.ts'
import type { Runs } from './commands.ts'
import { addProviderModels } from './provider-model-commands.ts'

/** Commands that show and change what a running gateway keeps beside its file. */
export function addResourceCommands(program: Command, runs: Runs): void {
  addProviders(program, runs)
  addRoutes(program, runs)
  addPolicy(program, runs)
}

function addProviders(program: Command, runs: Runs): void {
  const load = () => import('./commands/providers.ts')
  const providers = program.command('providers').description('check, show and change providers while the gateway runs')
  providers
    .command('check [name]')
    .description('ask a provider, or all, whether they answer; exit with 1 when one does not')
    .action(runs(async () => (await import('./commands/health.ts')).checkProviders))
  providers
    .command('list', { isDefault: true })
    .description('list all providers, and whether they come from the file')
    .action(runs(async () => (await load()).listProviders))
  providers
    .command('get <name>')
    .description('print a provider, without its key, as `set` takes it')
    .action(runs(async () => (await load()).getProvider))
  withChecks(providers.command('set <name> [file]'))
    .description(
      'make or replace a provider by what a file says, in YAML or JSON, or change its key; `-` reads standard input',
    )
    .option('--api-key-env <variable>', 'the variable, of this command, that holds its key')
    .option('--api-key-stdin', 'read its key from standard input')
    .option('--remove-api-key', 'forget the key that it has')
    .action(runs(async () => (await load()).setProvider))
  withChecks(providers.command('delete <name>'))
    .description("delete a provider with its key; one of the file's that it hid is used again")
    .action(runs(async () => (await load()).deleteProvider))
  withChecks(providers.command('disable <name>'))
    .description('send it no calls until it is enabled')
    .action(runs(async () => (await load()).disableProvider))
  withChecks(providers.command('enable <name>'))
    .description('send it calls again')
    .action(runs(async () => (await load()).enableProvider))
  addProviderModels(providers, runs)
}

function addRoutes(program: Command, runs: Runs): void {
  const load = () => import('./commands/routes.ts')
  const routes = program.command('routes').description('show and change routes while the gateway runs')
  routes
    .command('list', { isDefault: true })
    .description('list all routes, and whether they come from the file')
    .action(runs(async () => (await load()).listRoutes))
  routes
    .command('get <name>')
    .description('print a route as `set` takes it')
    .action(runs(async () => (await load()).getRoute))
  withChecks(routes.command('set <name> <file>'))
    .description('make or replace a route by what a file says, in YAML or JSON; `-` reads standard input')
    .action(runs(async () => (await load()).setRoute))
  withChecks(routes.command('delete <name>'))
    .description("delete a route; one of the file's that it hid is used again")
    .action(runs(async () => (await load()).deleteRoute))
}

function addPolicy(program: Command, runs: Runs): void {
  const load = () => import('./commands/policy.ts')
  const policy = program.command('policy').description('show and change what holds for all calls')
  policy
    .command('get', { isDefault: true })
    .description('print the policy as `set` takes it')
    .action(runs(async () => (await load()).getPolicy))
  withChecks(policy.command('set [file]'))
    .description('set the fields that a file holds, in YAML or JSON; `-` reads standard input')
    .option('--allowed-models <names>', 'models, routes and aliases that may be called, with commas; empty: all')
    .option('--default-model <name>', 'what a call gets that names no model')
    .action(runs(async () => (await load()).setPolicy))
  withChecks(policy.command('reset <paths...>'))
    .description('let fields follow the file again, such as `retry` or `circuit.open_duration`; `*`: all')
    .action(runs(async () => (await load()).resetPolicy))
}
