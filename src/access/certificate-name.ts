/** An entry of a subject alternative name as OpenSSL and Node write it: `DNS:a`, `URI:b` or `DNS:"quoted, text"`. */
const ENTRY = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y

/**
 * The name that a certificate's subject alternative name gives its owner: its first URI (a SPIFFE id, say), or else
 * its first DNS name. Node quotes a value that contains separators, so that one entry cannot pose as two; a text that
 * does not parse to its end names nobody. Source: https://nodejs.org/api/crypto.html#x509subjectaltname
 */
export function certificateName(subjectAltName: string | undefined): string | undefined {
  const entries = parse(subjectAltName ?? '')
  const entry = entries.find(({ kind }) => kind === 'URI') ?? entries.find(({ kind }) => kind === 'DNS')
  return entry?.value || undefined
}

function parse(text: string): { kind: string; value: string }[] {
  const entries: { kind: string; value: string }[] = []
  ENTRY.lastIndex = 0
  while (ENTRY.lastIndex < text.length) {
    const match = ENTRY.exec(text)
    if (!match) return []
    const [, kind = '', value = ''] = match
    entries.push({ kind, value: value.startsWith('"') ? unquote(value) : value })
  }
  return entries
}

function unquote(value: string): string {
  try {
    return String(JSON.parse(value))
  } catch {
    return ''
  }
}
