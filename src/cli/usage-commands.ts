import type { Command } from 'commander'
import type { Runs } from './commands.ts'
import { numberBetween, oneOf } from './global-options.ts'

/** What `switchyard usage` knows beside its totals. */
export function addUsageCommands(usage: Command, runs: Runs): void {
  withTime(withFilter(usage.command('report')))
    .description('split what was used by time and by whose, what and how')
    .option('--by <dimensions>', `with commas: ${DIMENSIONS}`, 'model')
    .option('--every <unit>', 'split the time too: hour, day, week or month', oneOf('hour', 'day', 'week', 'month'))
    .option('--time-zone <name>', 'whose calendar is meant, such as Europe/Berlin', 'UTC')
    .option(
      '--order <figure>',
      'what comes first: time, cost, requests, failed or tokens',
      oneOf('time', 'cost', 'requests', 'failed', 'tokens'),
    )
    .option('--ascending', 'the smallest first')
    .option('--percentiles', 'percentiles of latency too')
    .option('--limit <count>', 'groups, at most', numberBetween(1, 1000), 100)
    .action(runs(async () => (await import('./commands/usage-report.ts')).usageReport))
  withTime(withFilter(usage.command('requests')))
    .description('list single requests with what was tried for them, the newest first')
    .option('--limit <count>', 'requests, at most', numberBetween(1, 500), 50)
    .action(runs(async () => (await import('./commands/usage-requests.ts')).usageRequests))
  withTime(withFilter(usage.command('export [file]')))
    .description('write all attempts to a file, or to standard output')
    .option('--format <format>', 'csv or ndjson', oneOf('csv', 'ndjson'), 'csv')
    .action(runs(async () => (await import('./commands/usage-export.ts')).usageExport))
  withFilter(usage.command('watch'))
    .description('show requests as they end, until Ctrl-C')
    .action(runs(async () => (await import('./commands/usage-watch.ts')).usageWatch))
  withFilter(usage.command('forecast'))
    .description('say what will have been spent at the end of the day, week or month')
    .option('--period <unit>', 'day, week or month', oneOf('day', 'week', 'month'), 'month')
    .option('--time-zone <name>', 'whose calendar is meant, such as Europe/Berlin', 'UTC')
    .action(runs(async () => (await import('./commands/usage-forecast.ts')).usageForecast))
  withFilter(usage.command('recommendations'))
    .description('say what would save money, and how much')
    .action(runs(async () => (await import('./commands/usage-recommendations.ts')).usageRecommendations))
}

const DIMENSIONS = 'model, provider, tenant, user, project, key, agent, task, route, outcome'

function withTime(command: Command): Command {
  return command
    .option('--from <time>', 'what began then or later: 2026-11-01, 2026-11-01T08:00Z, or 7d for that long ago', '30d')
    .option('--until <time>', 'what began before')
}

/** Each may be given several times: one of them must match. `--key` is a file of the connection. */
function withFilter(command: Command): Command {
  return command
    .option('--tenant <name>', 'only this tenant', several)
    .option('--user <name>', 'only this user', several)
    .option('--project <name>', 'only this project', several)
    .option('--key-id <id>', 'only this virtual key', several)
    .option('--agent <name>', 'only this agent', several)
    .option('--model <name>', "only this model, by its provider's name", several)
    .option('--provider <name>', 'only this provider', several)
    .option('--task <type>', 'only this task', several)
    .option('--route <name>', 'only this route', several)
    .option('--outcome <outcome>', 'succeeded, failed or cancelled', several)
    .option('--label <name=value>', 'only with this label', several)
}

function several(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}
