import { describe, expect, it } from 'vitest'
import { ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { apiReferencePages } from '../../scripts/api-reference/page.ts'
import { describe as describeField } from '../../scripts/configuration-reference/describe.ts'
import { configurationPage } from '../../scripts/configuration-reference/page.ts'
import { readContract } from '../../scripts/contract/contract.ts'
import { VARIABLES } from '../../src/config/environment.ts'

const contract = readContract()
const pages = apiReferencePages(contract)
const ofServices = [...pages.values()].slice(1).join('\n')
const configuration = configurationPage(contract)

describe('the reference of the contract', () => {
  it('tells every method once', () => {
    const methods = inPackage('service').flatMap((desc) => (desc.kind === 'service' ? desc.methods : []))
    expect(methods.length).toBeGreaterThan(50)
    expect(methods.filter(({ name }) => headings(name) !== 1)).toEqual([])
  })

  it('tells every message and enum once, but for the reasons of errors, which have a page', () => {
    const types = [...inPackage('message'), ...inPackage('enum')].map(({ typeName }) =>
      typeName.replace(/^.*\.v1\./, ''),
    )
    expect(types.filter((name) => headings(name) !== 1)).toEqual(['ErrorReason'])
  })

  it('tells of a method what it takes, who may call it and that it changes nothing', () => {
    expect(section(ofServices, '### ListBudgets')).toMatchInlineSnapshot(`
      "### ListBudgets

      Lists the budgets that the caller may see: all of them, or those of its tenant.

      - In: [ListBudgetsRequest](#listbudgetsrequest). Out: [ListBudgetsResponse](#listbudgetsresponse).
      - Needs the scope \`budgets:read\`, which \`platform_admin\`, \`tenant_admin\` and \`viewer\` have.
      - Changes nothing."
    `)
  })

  it('tells of a method for the whole service that no tenant has it', () => {
    expect(section(ofServices, '### TripCircuit')).toContain('scope `settings:write`, which `platform_admin` has.')
  })

  it.each([
    ['### GenerationOptions', '| `top_p` | 4 | optional `double` | above 0; at most 1; finite | Nucleus'],
    ['### GenerationOptions', '| `retry` | 15 | [RetryPolicy](#retrypolicy) |  | How failures'],
    ['### CompareChatRequest', '| at least 1 item; at most 8 items; no item twice; each item at least 1 character, at'],
    ['### Image', '| `url` | 2 | `string` | in `source`; at most 8192 characters; begins with `https://` |'],
    ['### Image', '- `source`: exactly one of its fields. Where the picture is.'],
    ['### Image', '- media_type is required when the image is sent as data'],
    ['### Attempt', '[ErrorReason](../errors.md)'],
    ['### AnswerStarted', 'as in [AnswerInfo](#answerinfo).'],
  ])('in %s has: %s', (heading, text) => {
    expect(section(ofServices, heading)).toContain(text)
  })

  it('keeps a bar in a rule within its cell', () => {
    expect(configuration).toContain('matches `^$\\|^.+:[0-9]{1,5}$`')
  })
})

describe('the reference of the configuration', () => {
  it('has a section for every field of the file', () => {
    const sections = [...configuration.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
    expect(sections).toEqual([...ConfigSchema.fields.map(({ name }) => name), 'Variables'])
  })

  it.each([
    '| `listen.grpc` | text | `127.0.0.1:50051` |',
    '| `SWITCHYARD_GRPC_LISTEN` | Address of the gRPC port. |',
    '| `providers[].models[]` | list of groups, or its `name` alone |',
    '| `providers[].timeouts` | group, as [`timeouts`](#timeouts) |',
    '| `routes[].targets[].weight` |',
    '| `retry.by_reason.NAME.max_retries` |',
  ])('has: %s', (text) => {
    expect(configuration).toContain(text)
  })

  it('tells every variable with the field that it sets', () => {
    const missing = Object.entries(VARIABLES).filter(
      ([name, { path }]) => !configuration.includes(`| \`${name}\` | \`${path}\` |`),
    )
    expect(missing).toEqual([])
  })
})

describe('what a comment says of the default', () => {
  it.each([
    ['Where it is. Default `a.b`, or 1.5.', false, '`a.b`, or 1.5', 'Where it is.'],
    ['Names. Empty: all of them. Others are refused.', false, 'empty: all of them', 'Names. Others are refused.'],
    ['How often. 0: never.', true, '0: never', 'How often.'],
    ['How often. 0: never.', false, '', 'How often. 0: never.'],
    ['What fits. Default 5 MiB. 0: nothing.', true, '5 MiB', 'What fits. 0: nothing.'],
    ['One sentence', false, '', 'One sentence'],
  ])('%s', (comment, isZeroUnset, byDefault, meaning) => {
    expect(describeField(comment, isZeroUnset)).toEqual({ byDefault, meaning })
  })
})

function inPackage(kind: 'service' | 'message' | 'enum') {
  const all = [...contract.registry].filter((desc) => desc.kind === kind && desc.file.proto.package === 'switchyard.v1')
  return all as Extract<(typeof all)[number], { readonly kind: typeof kind }>[]
}

function headings(name: string): number {
  return ofServices.split('\n').filter((line) => line === `### ${name}`).length
}

/** From a heading to the next one. */
function section(text: string, heading: string): string {
  const [, after = ''] = text.split(`${heading}\n`)
  return `${heading}\n${after.split(/\n#+ /)[0]}`.trimEnd()
}
