import { toJson } from '@bufbuild/protobuf'
import { expect, it, vi } from 'vitest'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { openApp, SWITCHYARD_SECRET_KEY } from '../support/app.ts'
import { type Clients, clientsOf, errorOf } from '../support/clients.ts'
import { describeDatabases, LASTING } from '../support/databases.ts'
import { everyChange, madeKey } from '../support/every-change.ts'
import { faultsIn } from '../support/kept-rows.ts'
import { killRounds } from '../support/kill-rounds.ts'
import { startService } from '../support/service.ts'
import { sqlAt } from '../support/sql-at.ts'

vi.setConfig({ testTimeout: 120_000 })

const ROUNDS = 8
const MAKERS = 4

const OPERATOR = 'o'.repeat(40)
const options = { headers: { authorization: `Bearer ${OPERATOR}` } }

/** Nothing can be written to the audit log from now on; everything else can. */
async function refuseEvents(url: string): Promise<void> {
  const isPostgres = url.startsWith('postgres')
  if (isPostgres)
    await sqlAt(
      url,
      `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no room for events'; END $$`,
    )
  const refusing = isPostgres
    ? 'FOR EACH ROW EXECUTE FUNCTION refuse()'
    : "BEGIN SELECT RAISE(ABORT, 'no room for events'); END"
  await sqlAt(url, `CREATE TRIGGER refuse BEFORE INSERT ON audit_events ${refusing}`)
}

async function takeEvents(url: string): Promise<void> {
  await sqlAt(url, url.startsWith('postgres') ? 'DROP TRIGGER refuse ON audit_events' : 'DROP TRIGGER refuse')
}

/** Starts the service, lets routes be made, and kills it at some moment. Gives the names of those that were made. */
async function killedAmidChanges(url: string, prefix: string): Promise<string[]> {
  const service = await startService({ store: { url } }, { environment: { SWITCHYARD_SECRET_KEY } })
  const { admin } = clientsOf(service)
  const made: string[] = []
  const enough = 1 + Math.floor(Math.random() * 20)
  const make = async (maker: number) => {
    for (let count = 0; ; count++) {
      const name = `${prefix}-${maker}-${count}`
      await admin.createRoute({ route: { name, targets: [{ provider: 'mock', model: 'mock-fast' }] } })
      if (made.push(name) === enough) setTimeout(() => service.child.kill('SIGKILL'), Math.random() * 20)
    }
  }
  await Promise.allSettled(Array.from({ length: MAKERS }, (_, maker) => make(maker)))
  expect(await service.exited).toBeNull()
  return made
}

/** All that changes can be seen in. */
async function everything(admin: Clients['admin']): Promise<unknown> {
  const { method } = AdminService
  return Promise.all([
    admin.listRoutes({}, options).then((page) => toJson(method.listRoutes.output, page)),
    admin.getPolicy({}, options).then((answer) => toJson(method.getPolicy.output, answer)),
    admin.listProviders({}, options).then((page) => toJson(method.listProviders.output, page)),
    admin.listCircuits({}, options).then((page) => toJson(method.listCircuits.output, page)),
    admin.listTenants({}, options).then((page) => toJson(method.listTenants.output, page)),
    admin.listApiKeys({ tenant: 'acme' }, options).then(
      (page) => toJson(method.listApiKeys.output, page),
      () => 'no such tenant',
    ),
    admin.listBudgets({}, options).then((page) => toJson(method.listBudgets.output, page)),
    admin.listRateLimits({}, options).then((page) => toJson(method.listRateLimits.output, page)),
  ])
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('no change is made whose event cannot be written to the audit log', async () => {
    const url = await newUrl()
    const app = await openApp({ store: { url } }, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
    const { admin } = clientsOf(app)
    let key = ''
    for (const [action, change] of everyChange) {
      const before = await everything(admin)
      await refuseEvents(url)
      expect(await errorOf(change(admin, options, key)), action).toMatchObject({ reasons: ['STORE_UNAVAILABLE'] })
      expect(await everything(admin), action).toEqual(before)
      await app.refresh()
      expect(await everything(admin), action).toEqual(before)
      await takeEvents(url)
      key = madeKey(await change(admin, options, key)) || key
    }
    const { auditEvents } = await admin.listAuditEvents({}, options)
    expect(auditEvents.reverse().map(({ action }) => action)).toEqual(everyChange.map(([action]) => action))
  })

  it('kill -9 amid changes leaves each with its event, and those of which somebody heard', {
    timeout: 1_200_000,
  }, async () => {
    const url = await newUrl()
    const made: string[] = []
    const rounds = killRounds(ROUNDS)
    for (let round = 0; round < rounds; round++) made.push(...(await killedAmidChanges(url, `round-${round}`)))

    const stored = (await sqlAt(url, "SELECT name FROM resources WHERE kind = 'route'")).map(({ name }) => name)
    const events = await sqlAt(url, "SELECT resource FROM audit_events WHERE action = 'route.create'")
    expect(made.length).toBeGreaterThan(rounds)
    expect(made.filter((name) => !stored.includes(name))).toEqual([])
    expect(events.map(({ resource }) => resource).sort()).toEqual(stored.map((name) => `routes/${name}`).sort())
    expect(faultsIn(url)).toBe('ok')
  })
})
