import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allPages, anchorsOf, type Page, ROOT, readPage, withoutCode } from './markdown.ts'

const pages = allPages()

describe('the documentation', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s leads nowhere that is not there', (_path, page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })

  it('reaches every page from its index', () => {
    const reached = new Set(['docs/README.md'])
    for (const path of reached) for (const next of linkedPages(readPage(path))) reached.add(next)
    const missed = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/') && !reached.has(path))
    expect(missed).toEqual([])
  })
})

/** Links into the repository itself. */
function linksOf({ text }: Page): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

function leadsSomewhere(page: Page, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page.path : normalize(join(dirname(page.path), path))
  if (!existsSync(join(ROOT, target))) return false
  return anchor === undefined || anchorsOf(readPage(target).text).has(anchor)
}

function linkedPages(page: Page): string[] {
  return linksOf(page)
    .map((link) => normalize(join(dirname(page.path), link.split('#')[0] ?? '')))
    .filter((path) => path.endsWith('.md') && existsSync(join(ROOT, path)))
}
