import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findPrograms } from './postgres-cluster.ts'
import { removeSharedCluster } from './shared-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The programs of PostgreSQL, and the run's folder for a cluster; no programs: it is not installed. */
    readonly postgres: { readonly programs: string | undefined; readonly folder: string }
  }
}

let folder = ''

/** Runs once, before all test files. */
export function setup(project: TestProject): void {
  const programs = findPrograms()
  if (!programs) complain()
  folder = mkdtempSync(join(tmpdir(), 'switchyard-run-'))
  project.provide('postgres', { programs, folder })
}

/** Runs once, after all test files. */
export function teardown(): void {
  removeSharedCluster(folder)
  rmSync(folder, { recursive: true, force: true })
}

function complain(): void {
  const why = 'PostgreSQL is not installed (no /usr/lib/postgresql/*/bin/initdb)'
  if (process.env.SWITCHYARD_TEST_REQUIRE_POSTGRES) throw new Error(`${why}, and this run requires it.`)
  process.stderr.write(`\n${why}: all tests of PostgreSQL are skipped. Debian: apt-get install postgresql\n\n`)
}
