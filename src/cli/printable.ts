/**
 * Text that came from elsewhere, without the control characters that could move the cursor, change the terminal's
 * title or hide what follows: all of C0 and C1 but line feed and tab.
 */
export function printable(text: string): string {
  let clean = ''
  let start = 0
  for (let index = 0; index < text.length; index++) {
    if (!isControl(text.charCodeAt(index))) continue
    clean += text.slice(start, index)
    start = index + 1
  }
  return start === 0 ? text : clean + text.slice(start)
}

const TAB = 0x09
const LINE_FEED = 0x0a

function isControl(code: number): boolean {
  if (code < 0x20) return code !== TAB && code !== LINE_FEED
  return code >= 0x7f && code <= 0x9f
}

/** JSON text with the control characters escaped that JSON itself allows: DEL and C1. */
export function printableJson(json: string): string {
  return Array.from(json, (character) => {
    const code = character.charCodeAt(0)
    return code >= 0x7f && code <= 0x9f ? `\\u00${code.toString(16)}` : character
  }).join('')
}
