import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const VERSIONS = '/usr/lib/postgresql'

/** The password of the one user, `postgres`. Nothing that is printed may hold it. */
export const PASSWORD = 'a-secret-of-the-tests'

/** PostgreSQL must not run as root; Debian's package brings this user. */
const USER = 'postgres'

/** A server of PostgreSQL with data of its own, on a free port of the loopback address. */
export interface Cluster {
  readonly place: Place
  /** `database` must be there; `port` may be that of a proxy. */
  url(database?: string, port?: number): string
  start(): void
  /** Ends all connections at once, and loses nothing that was committed. */
  stop(): void
  /** Stops it and removes its data. */
  remove(): void
}

/** Where the programs are, the newest version first; undefined when PostgreSQL is not installed. */
export function findPrograms(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined
  const versions = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(VERSIONS, version, 'bin')).find((path) => existsSync(join(path, 'initdb')))
}

/** Where a cluster is: enough to reach it from another process. */
export interface Place {
  readonly programs: string
  readonly directory: string
  readonly port: number
}

/** Makes a cluster and starts it. Whoever makes it removes it. */
export async function createCluster(programs: string): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), 'switchyard-postgres-'))
  const passwordFile = join(directory, 'password')
  writeFileSync(passwordFile, PASSWORD)
  give(directory)
  give(passwordFile)
  const words = ['-U', USER, '-E', 'UTF8', '--no-sync', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  run(programs, 'initdb', '-D', join(directory, 'data'), ...words)
  const cluster = clusterAt({ programs, directory, port: await freePort() })
  cluster.start()
  return cluster
}

/** The cluster that somebody has made there. */
export function clusterAt(place: Place): Cluster {
  const { programs, directory, port } = place
  const data = join(directory, 'data')
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`
  const control = (...words: string[]) => run(programs, 'pg_ctl', '-D', data, '-w', '-t', '60', ...words)
  return {
    place,
    url: (database = USER, at = port) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${at}/${database}`,
    start: () => control('-l', join(directory, 'log'), '-o', options, 'start'),
    stop: () => control('-m', 'fast', 'stop'),
    remove() {
      if (existsSync(join(data, 'postmaster.pid'))) control('-m', 'immediate', 'stop')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Runs a program as the user who may, in a place that it may see. */
function run(programs: string, name: string, ...words: string[]): void {
  const command = [join(programs, name), ...words]
  const [program = '', ...rest] = isRoot() ? ['runuser', '-u', USER, '--', ...command] : command
  execFileSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/' })
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function give(path: string): void {
  if (!isRoot()) return
  const idOf = (option: string) => Number(execFileSync('id', [option, USER], { encoding: 'utf8' }))
  chownSync(path, idOf('-u'), idOf('-g'))
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<number>()
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number }
    server.close(() => resolve(port))
  })
  return promise
}
