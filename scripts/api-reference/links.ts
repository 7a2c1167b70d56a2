import type { DescMethod } from '@bufbuild/protobuf'
import { outsideCode } from '../contract/markdown.ts'
import { ELSEWHERE, PACKAGE, type ServicePage, shortName, type Type } from './pages.ts'

/** Where names of the contract lead, seen from one page. */
export interface Links {
  /** A link to a type of the contract; the plain name of any other type. */
  type(type: Type): string
  method(method: DescMethod): string
  /** A comment whose names of types and methods are links. */
  comment(text: string): string
}

/** `from` is relative to `docs/reference/`. */
export function linksFrom(from: string, pages: readonly ServicePage[]): Links {
  const up = from.includes('/') ? '../' : ''
  const target = (path: string, anchor: string) => (path === from ? `#${anchor}` : `${up}${path}#${anchor}`)
  const targets = new Map<string, string>()
  for (const { path, service, types } of pages) {
    for (const { name } of service.methods) targets.set(name, target(path, anchorOf(name)))
    for (const type of types) targets.set(shortName(type), target(path, anchorOf(shortName(type))))
  }
  for (const [name, path] of Object.entries(ELSEWHERE)) targets.set(name, `${up}${path}`)
  const link = (name: string) => (targets.has(name) ? `[${name}](${targets.get(name)})` : name)
  return {
    type: (type) => (type.file.proto.package === PACKAGE ? link(shortName(type)) : `\`${type.typeName}\``),
    method: ({ name }) => link(name),
    comment: (text) => outsideCode(text, (part) => part.replaceAll(COMPOUND, (name) => link(name))),
  }
}

/** A name of several words, such as `AnswerInfo`. One of a single word may be a word of the sentence. */
const COMPOUND = /(?<![\w./])[A-Z]\w*[a-z]\w*[A-Z]\w*/g

function anchorOf(name: string): string {
  return name.toLowerCase().replaceAll('.', '')
}
