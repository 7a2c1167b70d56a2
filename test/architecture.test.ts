import { describe, expect, it } from 'vitest'
import { filesUnder, internalImports, isIn, lineCount, sourcesOf, withoutComments } from './support/source-files.ts'

const MAX_LINES = 250

/** Which parts of src a part may import, beside itself and gen: a folder, or one file of it. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ['core', 'providers/definition.ts', 'providers/options.ts', 'providers/registry.ts'],
  access: ['core', 'resources/repository.ts'],
  routing: ['core'],
  resilience: ['core'],
  usage: ['core'],
  telemetry: ['core'],
  idempotency: ['core'],
  budgets: ['core', 'usage/spend.ts', 'usage/leases.ts'],
  limits: ['core', 'usage/limit-exchange.ts'],
  secrets: ['core'],
  resources: ['core', 'config', 'secrets'],
  store: ['core', 'usage', 'resources/repository.ts'],
  providers: ['core'],
  pipeline: [
    'core',
    'routing',
    'resilience',
    'usage',
    'budgets',
    'limits',
    'telemetry',
    'idempotency',
    'providers/provider.ts',
  ],
  rpc: [
    'core',
    'pipeline',
    'usage',
    'budgets',
    'access',
    'routing',
    'resilience',
    'providers/provider.ts',
    'resources',
    'config/draft.ts',
  ],
  server: ['rpc', 'core', 'access'],
  cli: ['app.ts', 'start-phase.ts', 'config', 'core'],
  'main.ts': ['cli', 'start-phase.ts'],
  'start-phase.ts': [],
}

/** Doors over plain HTTP reach what serves calls only by the services' methods: of `rpc` they know the forms, and how errors are told. */
const PLAIN_DOORS: readonly string[] = ['server/json', 'server/rest', 'server/json-rpc', 'server/openai']
const FOR_PLAIN_DOORS: readonly string[] = [
  ...PLAIN_DOORS,
  'server/web/endpoints',
  'server/web/unreadable.ts',
  'core',
  'rpc/handler.ts',
  'rpc/status.ts',
  'rpc/response-headers.ts',
]

/** What every adapter may use: the transport, and what interfaces over HTTP have in common. */
const SHARED_BY_ADAPTERS: readonly string[] = ['http', 'wire']

/** Folders of providers that may import others: those who serve another vendor's interface, and what is shared. */
const PROVIDER_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  http: [],
  wire: ['http'],
  azure: [...SHARED_BY_ADAPTERS, 'openai', 'anthropic'],
  compatible: [...SHARED_BY_ADAPTERS, 'openai'],
}

/** The composition root knows every part but the command line. */
const COMPOSITION = [
  'app.ts',
  'parts.ts',
  'front.ts',
  'doors.ts',
  'identity.ts',
  'runtime.ts',
  'live-runtime.ts',
  'runtime-context.ts',
  'carried-over.ts',
  'provider-set.ts',
  'store-start.ts',
  'quotas.ts',
]

/** Packages that only some parts may import, with those parts. */
const PACKAGES: readonly { readonly name: RegExp; readonly allowed: readonly string[] }[] = [
  {
    name: /^(openai|undici|@anthropic-ai\/.*|@google\/genai|google-auth-library|@azure\/identity|gpt-tokenizer)($|\/)/,
    allowed: ['providers'],
  },
  { name: /^@grpc\//, allowed: ['server', 'cli/client.ts'] },
  { name: /^@connectrpc\//, allowed: ['server'] },
  { name: /^node:(http2?|https|net|tls)$/, allowed: ['server', 'providers/http', 'core/internal-addresses.ts'] },
  { name: /^(node:sqlite|kysely|pg)$/, allowed: ['store'] },
  { name: /^opossum$/, allowed: ['resilience'] },
  { name: /^(pino|prom-client|@opentelemetry\/.*)$/, allowed: ['telemetry'] },
  { name: /^@pydantic\/genai-prices$/, allowed: ['usage'] },
  { name: /^jose$/, allowed: ['access'] },
  { name: /^commander$/, allowed: ['cli'] },
  { name: /^yaml$/, allowed: ['config'] },
]

/** What the folders of the client for TypeScript may import, beside their own files. */
const CLIENT: readonly { readonly files: RegExp; readonly allowed: RegExp }[] = [
  { files: /^src\/(node|grpc-[a-z]+)\.ts$/, allowed: /^@grpc\/grpc-js$/ },
  { files: /^src\/web\.ts$/, allowed: /^@connectrpc\/connect-web$/ },
  { files: /^src\//, allowed: /^(@bufbuild\/protobuf(\/wkt)?|@connectrpc\/connect|(\.\.\/){3}gen\/ts\/.+)$/ },
  { files: /^interop\//, allowed: /^(@switchyard\/client(\/node)?|@connectrpc\/connect-node|node:.+)$/ },
  { files: /^build\.ts$/, allowed: /^node:.+$/ },
]

/** Words of the language that only some parts may use, with those parts. */
const WORDS: readonly { readonly name: string; readonly pattern: RegExp; readonly allowed: readonly string[] }[] = [
  {
    name: 'time and chance',
    pattern: /\b(Date\.now|Math\.random|performance\.now|randomUUID)\b|new Date\(\)|(?<![.\w])set(Timeout|Interval)\(/,
    allowed: ['core/clock.ts'],
  },
  { name: 'the environment', pattern: /\bprocess\.env\b/, allowed: ['config', 'app.ts', 'cli', 'main.ts'] },
  { name: 'a default export', pattern: /^export default\b/m, allowed: [] },
]

const sources = sourcesOf('src')

describe('the arrows between the parts', () => {
  it.each(Object.entries(ARROWS))('%s imports only what it may', (part, allowed) => {
    const files = sources.filter(({ path }) => isIn(path, [part]))
    expect(files).not.toEqual([])
    const strays = files.flatMap((file) => internalImports(file).filter(({ to }) => !isIn(to, [part, ...allowed])))
    expect(strays).toEqual([])
  })

  it('doors over plain HTTP know nothing behind the services’ methods', () => {
    const files = sources.filter(({ path }) => isIn(path, PLAIN_DOORS))
    expect(files).not.toEqual([])
    expect(files.flatMap(internalImports).filter(({ to }) => !isIn(to, FOR_PLAIN_DOORS))).toEqual([])
  })

  it('the composition root does not know the command line', () => {
    const files = sources.filter(({ path }) => COMPOSITION.includes(path))
    expect(files).not.toEqual([])
    expect(files.flatMap(internalImports).filter(({ to }) => isIn(to, ['cli', 'main.ts']))).toEqual([])
  })

  it('every file belongs to a part with arrows', () => {
    const known = [...Object.keys(ARROWS), ...COMPOSITION]
    expect(sources.map(({ path }) => path).filter((path) => !isIn(path, known))).toEqual([])
  })

  it('adapters know no other vendor’s', () => {
    const folderOf = (path: string) => /^providers\/([a-z]+)\//.exec(path)?.[1] ?? ''
    const imports = sources.filter(({ path }) => folderOf(path) !== '').flatMap(internalImports)
    const foreign = imports.filter(({ from, to }) => {
      const allowed = ['', folderOf(from), ...(PROVIDER_FOLDERS[folderOf(from)] ?? SHARED_BY_ADAPTERS)]
      return !allowed.includes(folderOf(to))
    })
    expect(foreign).toEqual([])
  })
})

describe('the edges', () => {
  it.each(PACKAGES)('$name is imported only by $allowed', ({ name, allowed }) => {
    const users = sources
      .filter(({ imports }) => imports.some((imported) => name.test(imported)))
      .map(({ path }) => path)
    expect(users.filter((path) => !isIn(path, allowed))).toEqual([])
  })

  it.each(WORDS)('$name is used only by $allowed', ({ pattern, allowed }) => {
    const users = sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path)
    expect(users.filter((path) => !isIn(path, allowed))).toEqual([])
  })
})

describe('the client for TypeScript', () => {
  const files = sourcesOf('clients/typescript')

  it('imports only the stubs and its packages, each transport where its entry is', () => {
    const mayImport = (path: string, imported: string) =>
      /^\.\/[^/]+$/.test(imported) || CLIENT.some(({ files, allowed }) => files.test(path) && allowed.test(imported))
    expect(files).not.toEqual([])
    const strays = files.flatMap(({ path, imports }) =>
      imports.filter((imported) => !mayImport(path, imported)).map((imported) => ({ path, imported })),
    )
    expect(strays).toEqual([])
  })

  it('leaves gRPC to its own entry', () => {
    const ofGrpc = files.filter(({ path }) => CLIENT[0]?.files.test(path)).map(({ path }) => path.replace('src/', './'))
    const others = files.filter(({ path }) => path.startsWith('src/') && !CLIENT[0]?.files.test(path))
    expect(others.flatMap(({ imports }) => imports).filter((imported) => ofGrpc.includes(imported))).toEqual([])
  })
})

describe('the size of files', () => {
  it(`no file is longer than ${MAX_LINES} lines`, () => {
    const folders = ['src', 'test', 'scripts', 'bench', 'bin', 'clients', 'console']
    const long = folders.flatMap(filesUnder).filter((path) => lineCount(path) > MAX_LINES)
    expect(long).toEqual([])
  })
})
