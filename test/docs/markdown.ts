import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')

/** A page of the documentation. */
export interface Page {
  /** Relative to the root of the repository. */
  readonly path: string
  readonly text: string
}

export function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') }
}

/** All pages: those at the root, those under `docs`, and those of the clients. */
export function allPages(): Page[] {
  const atRoot = readdirSync(ROOT)
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) =>
    join('docs', path),
  )
  const ofClients = readdirSync(join(ROOT, 'clients')).map((name) => join('clients', name, 'README.md'))
  const known = ofClients.filter((path) => existsSync(join(ROOT, path)))
  return [...atRoot, ...inDocs, ...known].filter((path) => path.endsWith('.md')).map(readPage)
}

/** The text of a page without its code, inline or in blocks. */
export function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '')
}

/** The blocks of code in a language. */
export function codeBlocks(text: string, language: string): string[] {
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))
  return [...blocks].map((match) => match[1] ?? '')
}

/** The anchors of a page's headings, as the usual viewers make them. */
export function anchorsOf(text: string): Set<string> {
  const headings = text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)
  return new Set([...headings].map((match) => anchorOf(match[1] ?? '')))
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
