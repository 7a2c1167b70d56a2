import { type Command, InvalidArgumentError } from 'commander'
import { dimensions } from '../core/subject.ts'
import type { Runs } from './commands.ts'
import { numberBetween, oneOf } from './global-options.ts'

/** Fields of a subject that were named on the command line. */
export type SubjectOption = Readonly<Record<string, string>>

/** Commands that show and change budgets and rate limits. */
export function addQuotaCommands(program: Command, runs: Runs): void {
  addBudgets(program, runs)
  addLimits(program, runs)
}

function addBudgets(program: Command, runs: Runs): void {
  const load = () => import('./commands/budgets.ts')
  const budgets = program.command('budgets').description('show and change what calls may cost')
  budgets
    .command('list', { isDefault: true })
    .description('list the budgets with what is spent of them')
    .action(runs(async () => (await load()).listBudgets))
  const figures = (command: Command) =>
    withSubject(command)
      .option('--amount <dollars>', 'how much, in US dollars, such as 99.50', dollars)
      .option('--window <window>', 'hour, day, week, month or lifetime', oneOf(...WINDOWS))
      .option('--time-zone <zone>', 'whose days, weeks and months, such as Europe/Berlin')
      .option('--soft-percent <percent>', 'from which share on it warns; 0: never', numberBetween(0, 100))
      .option('--hard', 'refuse calls that might cost more than is left')
      .option('--no-hard', 'only warn')
  figures(budgets.command('create <name>'))
    .description('make a budget')
    .action(runs(async () => (await load()).createBudget))
  withEtag(figures(budgets.command('update <name>')))
    .description('change what the options name')
    .action(runs(async () => (await load()).updateBudget))
  withEtag(budgets.command('delete <name>'))
    .description('delete a budget')
    .action(runs(async () => (await load()).deleteBudget))
}

function addLimits(program: Command, runs: Runs): void {
  const load = () => import('./commands/limits.ts')
  const limits = program.command('limits').description('show and change how much calls may ask for at a time')
  limits
    .command('list', { isDefault: true })
    .description('list the rate limits')
    .action(runs(async () => (await load()).listLimits))
  const figures = (command: Command) =>
    withSubject(command)
      .option('--requests <count>', 'calls in a minute; 0: any number', numberBetween(0, 1e9))
      .option('--tokens <count>', 'tokens in a minute; 0: any number', numberBetween(0, 1e12))
      .option('--concurrent <count>', 'calls at the same time; 0: any number', numberBetween(0, 1e6))
  figures(limits.command('create <name>'))
    .description('make a rate limit')
    .action(runs(async () => (await load()).createLimit))
  withEtag(figures(limits.command('update <name>')))
    .description('change what the options name')
    .action(runs(async () => (await load()).updateLimit))
  withEtag(limits.command('delete <name>'))
    .description('delete a rate limit')
    .action(runs(async () => (await load()).deleteLimit))
}

export const WINDOWS = ['hour', 'day', 'week', 'month', 'lifetime']

function withSubject(command: Command): Command {
  return command
    .option('--of <field=value>', `whose calls, by ${dimensions.join(', ')}; several times: all must match`, subject)
    .option('--validate-only', 'check, and change nothing')
}

function withEtag(command: Command): Command {
  return command.option('--etag <etag>', 'change it only if it still has this etag')
}

function subject(value: string, before: SubjectOption = {}): SubjectOption {
  const [, field = '', text = ''] = /^([a-z]+)=(.*)$/s.exec(value) ?? []
  if (!dimensions.some((dimension) => dimension === field)) {
    throw new InvalidArgumentError(`It must be one of ${dimensions.join(', ')}, then = and a value.`)
  }
  return { ...before, [field]: text }
}

/** A parser for an amount of money. */
export function dollars(value: string): string {
  if (!/^[0-9]{1,9}([.][0-9]{1,9})?$/.test(value)) throw new InvalidArgumentError('It must be dollars such as 99.50.')
  return value
}
