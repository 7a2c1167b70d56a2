import type { Command } from 'commander'
import { addAccessCommands } from './access-commands.ts'
import { type GlobalOptions, numberBetween, oneOf } from './global-options.ts'
import { addQuotaCommands } from './quota-commands.ts'
import { addResourceCommands } from './resource-commands.ts'
import type { Terminal } from './terminal.ts'
import { addUsageCommands } from './usage-commands.ts'

/** Told a command's exit code. */
export type Finish = (exitCode: number) => void

/** What a command does; resolves to the exit code. */
type Action<Options> = (terminal: Terminal, options: Options & GlobalOptions, words: string[]) => Promise<number>

/** Each command's own file is loaded when it is run: a health check must not wait for what `serve` needs. */
export function addCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const runs = <Options>(load: () => Promise<Action<Options>>) => {
    return async (...given: unknown[]) => {
      const command = given.at(-1) as Command
      const action = await load()
      finish(await action(terminal, command.optsWithGlobals<Options & GlobalOptions>(), command.args))
    }
  }
  program
    .command('serve')
    .description('run the gateway')
    .option('--config <file>', 'the configuration file; default: switchyard.yaml if it is there')
    .option('--skip-misfits', 'start without stored providers, routes and policies that do not fit the file')
    .action(runs(async () => (await import('./commands/serve.ts')).serve))
  addChat(program).action(runs(async () => (await import('./commands/chat.ts')).chat))
  program
    .command('models')
    .description('list the models, routes and aliases that can be called')
    .action(runs(async () => (await import('./commands/models.ts')).models))
  const usage = program
    .command('usage')
    .description('show what was used and what it cost')
    .option('--timeframe <time>', '1h, 24h, 7d or 30d', oneOf('1h', '24h', '7d', '30d'), '24h')
    .action(runs(async () => (await import('./commands/usage.ts')).usage))
  addUsageCommands(usage, runs)
  program
    .command('healthcheck')
    .description('exit with 0 when the gateway serves, else with 1')
    .action(runs(async () => (await import('./commands/healthcheck.ts')).healthcheck))
  addHealth(program, runs)
  addCircuits(program, runs)
  addResourceCommands(program, runs)
  addAccessCommands(program, runs)
  addQuotaCommands(program, runs)
  const config = program.command('config').description('check the configuration')
  config
    .command('check [file]')
    .description('say what the configuration means, or everything that is wrong with it')
    .action(runs(async () => (await import('./commands/config-check.ts')).configCheck))
  config
    .command('schema')
    .description('print the JSON Schema of the configuration file, for editors')
    .action(runs(async () => (await import('./commands/config-schema.ts')).configSchema))
}

/** A parser for an option that may be given several times. */
function several(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

export type Runs = <Options>(load: () => Promise<Action<Options>>) => (...given: unknown[]) => Promise<void>

function addHealth(program: Command, runs: Runs): void {
  program
    .command('health')
    .description('show how the gateway and its providers do; exit with 1 when it cannot answer')
    .action(runs(async () => (await import('./commands/health.ts')).health))
}

function addCircuits(program: Command, runs: Runs): void {
  const circuits = program.command('circuits').description('show and set which targets are left alone')
  circuits
    .command('list', { isDefault: true })
    .description('list the circuits of all accounts and targets')
    .action(runs(async () => (await import('./commands/circuits.ts')).listCircuits))
  circuits
    .command('trip <provider> [model]')
    .description('leave a target alone, or without a model all of its account, until it is reset')
    .action(runs(async () => (await import('./commands/circuits.ts')).tripCircuit))
  circuits
    .command('reset <provider> [model]')
    .description('use it again')
    .action(runs(async () => (await import('./commands/circuits.ts')).resetCircuit))
}

function addChat(program: Command): Command {
  return program
    .command('chat [prompt...]')
    .description('ask a model; without a prompt: what is piped in, else a conversation')
    .option('-m, --model <name>', 'a model, route or alias; several times: compares them', several)
    .option('-s, --system <text>', 'instructions that stand above the conversation')
    .option('--max-tokens <count>', 'the most tokens to write', numberBetween(1, 10_000_000))
    .option('--temperature <value>', 'randomness, 0 to 2', numberBetween(0, 2))
    .option('--no-stream', 'wait for the whole answer')
    .option('--reasoning', "show the model's reasoning on standard error")
}
