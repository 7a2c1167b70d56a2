import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, clusterAt, createCluster } from './postgres-cluster.ts'

/**
 * The cluster of one run, for all of its test files, whichever process they run in: the first that asks makes it, the others
 * wait for it. The folder is the run's own.
 */
export async function sharedCluster(programs: string, folder: string): Promise<Cluster> {
  const file = join(folder, 'place.json')
  if (isFirst(folder)) {
    const cluster = await createCluster(programs)
    // In one step, so that nobody reads half of it.
    writeFileSync(`${file}.new`, JSON.stringify(cluster.place))
    renameSync(`${file}.new`, file)
  }
  while (!existsSync(file)) await sleep(50)
  return clusterAt(JSON.parse(readFileSync(file, 'utf8')))
}

/** What was made, if anybody has asked for it. */
export function removeSharedCluster(folder: string): void {
  const file = join(folder, 'place.json')
  if (existsSync(file)) clusterAt(JSON.parse(readFileSync(file, 'utf8'))).remove()
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'making'))
    return true
  } catch {
    return false
  }
}
