import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/** The root of the repository. */
const ROOT = resolve(import.meta.dirname, '../..')

/** A file of the sources, with what it imports as it is written there. */
export interface SourceFile {
  /** Relative to the folder that it is a source of. */
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

/** The files of a folder, by paths relative to it. */
export function sourcesOf(folder: string): SourceFile[] {
  return filesUnder(folder).map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    const imports = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([\w#@./:-]+)'/g)].map((match) => match[1] ?? '')
    return { path: relative(folder, path), text, imports }
  })
}

/** What a file imports of src, by paths relative to src. */
export function internalImports({ path, imports }: SourceFile): { from: string; to: string }[] {
  const local = imports.filter((imported) => imported.startsWith('.'))
  return local
    .map((imported) => ({ from: path, to: relative(join(ROOT, 'src'), resolve(ROOT, 'src', path, '..', imported)) }))
    .filter(({ to }) => !to.startsWith('..'))
}

/** Whether a path is one of the parts or within one. */
export function isIn(path: string, parts: readonly string[]): boolean {
  return parts.some((part) => path === part || path.startsWith(`${part}/`))
}

export function filesUnder(folder: string): string[] {
  return list(folder)
    .filter((path) => /\.(ts|js)$/.test(path) && !/(^|\/)(node_modules|dist|gen)\//.test(path))
    .map((path) => join(folder, path))
}

function list(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}

export function lineCount(path: string): number {
  return readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1
}

export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
}
