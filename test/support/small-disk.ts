import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryDirectory } from './temporary-directory.ts'

/** A file system of some megabytes, which is really full when it is filled. */
export interface SmallDisk {
  /** An empty folder, all of the disk but what fills it. */
  readonly path: string
  /** Leaves no room, not for a byte. */
  fill(): void
  /** Gives the room back. */
  free(): void
}

const BLOCK = Buffer.alloc(4096)

/**
 * A disk for the running test alone. Where none can be mounted, since that takes the rights of root, the test is skipped, or
 * fails if SWITCHYARD_TEST_REQUIRE_MOUNT is set.
 */
export function smallDisk(skip: (why: string) => never, megabytes: number): SmallDisk {
  const mounted = temporaryDirectory()
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mounted])
  if (status !== 0) unmountable(skip, String(stderr ?? 'there is no program mount').trim())
  onTestFinished(() => void execFileSync('umount', ['--lazy', mounted]))
  const path = join(mounted, 'data')
  mkdirSync(path)
  const filler = join(mounted, 'filler')
  return { path, fill: () => fill(filler), free: () => rmSync(filler) }
}

function unmountable(skip: (why: string) => never, reason: string): never {
  const why = `No small disk can be mounted: ${reason}`
  if (process.env.SWITCHYARD_TEST_REQUIRE_MOUNT) throw new Error(`${why}, and this run requires it.`)
  process.stderr.write(`\n${why}: a test of a full disk is skipped.\n`)
  return skip(why)
}

function fill(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (;;) writeSync(file, BLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
