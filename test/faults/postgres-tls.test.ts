import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describePostgres, newCluster, openTestStore, runSql } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import type { Cluster } from '../support/postgres-cluster.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Makes a certificate for 127.0.0.1, its own authority, and lets the server use it. Gives the file for clients. */
function encrypt(cluster: Cluster): string {
  const folder = temporaryDirectory()
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')]
  const words =
    '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=db -addext subjectAltName=IP:127.0.0.1'
  execFileSync('openssl', ['req', '-x509', ...words.split(' '), '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
  const data = join(cluster.place.directory, 'data')
  const { uid, gid } = statSync(data)
  for (const file of [certificate, key]) {
    const own = join(data, file === key ? 'server.key' : 'server.crt')
    copyFileSync(file, own)
    chownSync(own, uid, gid)
  }
  appendFileSync(join(data, 'postgresql.conf'), 'ssl = on\n')
  cluster.stop()
  cluster.start()
  return certificate
}

/** Whether the connections of a store at the URL are encrypted; the words of the fault when there are none. */
async function encryption(url: string): Promise<unknown> {
  const store = await openTestStore({ url })
  const { healthy, message } = store.check()
  if (!healthy) return message
  await store.ledger.record([ledgerRow()])
  const encrypted =
    "SELECT bool_and(ssl) AS ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'switchyard'"
  const [row] = await runSql(url.replace(/[?].*/, ''), encrypted)
  await store.close()
  return row?.ssl
}

describePostgres('TLS to PostgreSQL', () => {
  it('is what sslmode says, as in its own clients', async () => {
    const cluster = await newCluster()
    const authority = encrypt(cluster)
    const url = cluster.url()
    const byName = url.replace('127.0.0.1', 'localhost')
    expect(await encryption(url)).toBe(false)
    expect(await encryption(`${url}?sslmode=disable`)).toBe(false)
    expect(await encryption(`${url}?sslmode=require`)).toBe(true)
    expect(await encryption(`${url}?sslmode=verify-full`)).toMatch(/self-signed certificate/)
    expect(await encryption(`${url}?sslmode=verify-full&sslrootcert=${authority}`)).toBe(true)
    expect(await encryption(`${byName}?sslmode=verify-full&sslrootcert=${authority}`)).toMatch(/does not match/)
    expect(await encryption(`${byName}?sslmode=verify-ca&sslrootcert=${authority}`)).toBe(true)
  })
})
