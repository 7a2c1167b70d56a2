import type { Command } from 'commander'
import type { Runs } from './commands.ts'
import { countBetween, numberBetween, oneOf } from './global-options.ts'
import { dollars, WINDOWS } from './quota-commands.ts'

const ROLES = ['platform_admin', 'tenant_admin', 'viewer', 'caller']

/** Commands about who may call. */
export function addAccessCommands(program: Command, runs: Runs): void {
  addKeys(program, runs)
  addTenants(program, runs)
  addAudit(program, runs)
}

function addKeys(program: Command, runs: Runs): void {
  const load = () => import('./commands/keys.ts')
  const keys = program.command('keys').description('make, list and revoke virtual keys')
  keys
    .command('list', { isDefault: true })
    .description('list keys, without their secrets')
    .option('--tenant <name>', 'only those of a tenant')
    .action(runs(async () => (await load()).listKeys))
  keys
    .command('get <id>')
    .description('show a key, without its secret')
    .action(runs(async () => (await load()).getKey))
  withBounds(withKeyOptions(keys.command('create [name]')))
    .description('make a key and print it: it is shown only once')
    .option('--tenant <name>', 'whose it is; default: your own')
    .action(runs(async () => (await load()).createKey))
  withKeyOptions(keys.command('update <id>'))
    .description('change what is given of a key')
    .option('--name <name>', 'what people call it')
    .action(runs(async () => (await load()).updateKey))
  keys
    .command('rotate <id>')
    .description('give a key a new secret and print it')
    .option('--grace-hours <hours>', 'how long the old one stays good', numberBetween(0, 720))
    .action(runs(async () => (await load()).rotateKey))
  keys
    .command('revoke <id>')
    .description('make a key good no more')
    .action(runs(async () => (await load()).revokeKey))
}

function withKeyOptions(command: Command): Command {
  return command
    .option('--role <role>', `${ROLES.join(', ')}; a new key is one of a caller`, oneOf(...ROLES))
    .option('--user <name>', 'who uses it')
    .option('--project <name>', 'what it is used for')
    .option('--models <names>', 'models, routes and aliases that it may call, with commas; empty: all')
    .option('--scopes <scopes>', 'narrows the role, with commas, such as llm:call; empty: all of the role')
    .option('--expire <date>', 'when it ends, for example 2027-01-31, at 00:00 UTC; `update` also takes never')
}

/** What bounds a key from its first call on. */
function withBounds(command: Command): Command {
  return command
    .option('--budget <dollars>', 'what its calls may cost, in US dollars, such as 99.50', dollars)
    .option(
      '--window <window>',
      'how long the budget lasts: hour, day, week, month (default) or lifetime',
      oneOf(...WINDOWS),
    )
    .option('--hard', 'refuse calls that might cost more than is left of the budget')
    .option('--requests-per-minute <count>', 'its calls in a minute', countBetween(1, 1e9))
    .option('--tokens-per-minute <count>', 'its tokens in a minute', countBetween(1, 1e12))
    .option('--concurrent-calls <count>', 'its calls at the same time', countBetween(1, 1e6))
}

function addTenants(program: Command, runs: Runs): void {
  const load = () => import('./commands/tenants.ts')
  const tenants = program.command('tenants').description('make, list and change tenants')
  tenants
    .command('list', { isDefault: true })
    .description('list tenants')
    .action(runs(async () => (await load()).listTenants))
  tenants
    .command('get <name>')
    .description('show a tenant')
    .action(runs(async () => (await load()).getTenant))
  withTenantOptions(tenants.command('create <name>'))
    .description('make a tenant')
    .action(runs(async () => (await load()).createTenant))
  withTenantOptions(tenants.command('update <name>'))
    .description('change what is given of a tenant')
    .action(runs(async () => (await load()).updateTenant))
  tenants
    .command('disable <name>')
    .description('refuse all its keys')
    .action(runs(async () => (await load()).switchTenant(true)))
  tenants
    .command('enable <name>')
    .description('take its keys again')
    .action(runs(async () => (await load()).switchTenant(false)))
  tenants
    .command('delete <name>')
    .description('delete a tenant whose keys are all revoked')
    .action(runs(async () => (await load()).deleteTenant))
}

function addAudit(program: Command, runs: Runs): void {
  program
    .command('audit')
    .description('list who changed what, the newest first; with -o json also what it was before and after')
    .option('--tenant <name>', 'only what concerns a tenant')
    .option('--principal <id>', 'only what one did, for example keys/0123456789abcdef')
    .option('--resource <name>', 'only what was done to it, for example routes/fast')
    .option('--action <action>', 'only such changes, for example api_key.revoke')
    .option('--since <time>', 'from then on, for example 2027-01-31')
    .option('--until <time>', 'before then')
    .option('--limit <count>', 'at most so many', countBetween(1, 100_000), 100)
    .action(runs(async () => (await import('./commands/audit.ts')).listAuditEvents))
}

function withTenantOptions(command: Command): Command {
  return command
    .option('--display-name <name>', 'what people call it')
    .option('--time-zone <zone>', 'where its days begin, for example Europe/Berlin')
    .option('--models <names>', 'models, routes and aliases that it may call, with commas; empty: all')
}
