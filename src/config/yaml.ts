import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml'
import type { FaultList, Place } from './faults.ts'

/** Largest file that is read. */
export const MAX_FILE_BYTES = 1024 * 1024

/** A parsed file and where its characters stand. */
export interface YamlSource {
  readonly document: Document
  placeOf(offset: number): Place
}

/** Sentences for the faults people make; the parser's own may repeat parts of the file, which could be a secret. */
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit the lines around it, or a bracket is not closed',
  BLOCK_AS_IMPLICIT_KEY: 'a second `name:` stands on one line; quote the value if it contains a colon',
  DUPLICATE_KEY: 'this field is given twice',
  MISSING_CHAR: 'a quote, bracket, comma or space is missing here',
  MULTIPLE_DOCS: 'the file holds more than one document; remove the `---` and what follows',
  TAB_AS_INDENT: 'lines are indented by spaces here, not tabs',
  TAG_RESOLVE_FAILED: 'tags such as `!name` are not allowed',
  UNEXPECTED_TOKEN: 'something stands here that does not belong to the value before it',
}

/** Parses YAML 1.2 without custom tags and merge keys. Undefined when it is not YAML; the faults then say why. */
export function parseYaml(text: string, faults: FaultList): YamlSource | undefined {
  const lines = new LineCounter()
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const document = parseSafely(text, lines)
  if (!document) {
    faults.add('', 'the file is nested too deeply')
    return undefined
  }
  for (const error of [...document.errors, ...document.warnings]) report(error, placeOf, faults)
  return document.errors.length + document.warnings.length > 0 ? undefined : { document, placeOf }
}

function parseSafely(text: string, lineCounter: LineCounter): Document | undefined {
  const options = { schema: 'core', merge: false, resolveKnownTags: false, prettyErrors: false } as const
  try {
    return parseDocument(text, { ...options, lineCounter, logLevel: 'silent' })
  } catch {
    // The parser recurses; brackets by the ten thousand exhaust its stack.
    return undefined
  }
}

function report(error: YAMLError, placeOf: (offset: number) => Place, faults: FaultList): void {
  faults.addAt(placeOf(error.pos[0]), SENTENCES[error.code] ?? `this is not valid YAML (${error.code})`)
}
