// Makes what the package consists of, beside its README: the sources as JavaScript with declarations and the stubs of the
// contract in `dist/`, and the licence.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const HERE = import.meta.dirname
const ROOT = resolve(HERE, '../..')
const DIST = join(HERE, 'dist')

/** What callers need; how the service is configured and reflected upon is no concern of theirs. */
const STUBS = ['buf', 'google', 'grpc/health', 'switchyard/v1']

mkdirSync(join(ROOT, 'build'), { recursive: true })
const made = mkdtempSync(join(ROOT, 'build/client-'))
try {
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', HERE, '--outDir', made], { stdio: 'inherit' })
  for (const file of filesIn(made)) adapt(join(made, file))
  for (const folder of STUBS) cpSync(join(ROOT, 'gen/ts', folder), join(made, 'gen', folder), { recursive: true })
  place(made)
  cpSync(join(ROOT, 'LICENSE'), join(HERE, 'LICENSE'))
} finally {
  rmSync(made, { recursive: true })
}

/** In the package the stubs lie beside the sources; declarations still name those by `.ts`, which is not there. */
function adapt(file: string): void {
  const text = readFileSync(file, 'utf8')
    .replaceAll("'../../../gen/ts/", "'./gen/")
    .replaceAll(/(from '\.\/[^']+)\.ts'/g, "$1.js'")
  writeFileSync(file, text)
}

/** File by file, so that whoever reads `dist/` meanwhile never meets half of one. */
function place(from: string): void {
  const files = filesIn(from)
  for (const file of files) {
    mkdirSync(dirname(join(DIST, file)), { recursive: true })
    renameSync(join(from, file), join(DIST, file))
  }
  for (const file of filesIn(DIST)) if (!files.includes(file)) rmSync(join(DIST, file))
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
