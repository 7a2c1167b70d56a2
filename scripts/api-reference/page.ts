import { type Contract, readContract } from '../contract/contract.ts'
import { table } from '../contract/markdown.ts'
import { type Links, linksFrom } from './links.ts'
import { accessOf, isStream, methodSection } from './method-section.ts'
import { PACKAGE, type ServicePage, servicePages, shortName } from './pages.ts'
import { typeSection } from './type-section.ts'

const SOURCE = '<!-- Written by scripts/api-reference.ts from proto/switchyard/v1 and src/access. -->'

const HEAD = `# The contract

${SOURCE}

Every method of \`${PACKAGE}\`. Over gRPC and gRPC-Web a method is called by its full name, such as \`/switchyard.v1.LLMService/GenerateText\`; over
Connect that is the path of a POST, with a message in binary or in JSON; [REST](../guides/rest.md) has paths of its own. How calls fail is on the page of [errors](errors.md), who has which role
in [Tenants, keys and who may do what](../guides/keys.md). Without authentication every caller is a \`platform_admin\`.

A field that breaks one of its rules is refused with \`INVALID_REQUEST\`, which names it. A field that is not set counts as 0, empty or false; one that is
\`optional\`, or a message, tells whether it was set. An optional field that is not set breaks no rule but \`required\`.
`

/** The pages of the contract's reference, by their path in `docs/reference/`. */
export function apiReferencePages(contract: Contract = readContract()): Map<string, string> {
  const pages = servicePages(contract)
  return new Map([
    ['api.md', indexPage(pages, contract)],
    ...pages.map((page): [string, string] => [page.path, servicePage(page, contract, linksFrom(page.path, pages))]),
  ])
}

function indexPage(pages: readonly ServicePage[], contract: Contract): string {
  const links = linksFrom('api.md', pages)
  const services = pages.flatMap((page) => [
    `## ${page.service.name}`,
    '',
    links.comment(contract.commentOf(page.service)),
    '',
    ...methodTable(page, contract, links),
    '',
  ])
  const types = pages.flatMap((page) => page.types).toSorted((a, b) => shortName(a).localeCompare(shortName(b)))
  return `${[HEAD, ...services, '## All types', '', types.map((type) => links.type(type)).join(' · ')].join('\n')}\n`
}

function methodTable({ service }: ServicePage, contract: Contract, links: Links): string[] {
  const rows = service.methods.map((method) => [
    links.method(method),
    isStream(method) ? 'stream' : 'unary',
    accessOf(method)
      .callers.map((role) => `\`${role}\``)
      .join(', '),
    links.comment(firstSentence(contract.commentOf(method))),
  ])
  return table(['Method', 'Kind', 'Roles', 'What it does'], rows)
}

function firstSentence(comment: string): string {
  return /^.*?[.!?](?= |$)/.exec(comment)?.[0] ?? comment
}

function servicePage({ service, types }: ServicePage, contract: Contract, links: Links): string {
  const lines = [
    `# ${service.name}`,
    '',
    SOURCE,
    '',
    `${links.comment(contract.commentOf(service))} All services: [the contract](../api.md).`,
    '',
    '## Methods',
    '',
    ...service.methods.flatMap((method) => methodSection(method, contract, links)),
    '## Types',
    '',
    ...types.flatMap((type) => typeSection(type, contract, links)),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
