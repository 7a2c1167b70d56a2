const LINE_WIDTH = 120

/** JSON as the formatter of the repository leaves it: lists of plain values stand on one line where they fit. */
export function printJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(/^( *)(.*)\[\n([^[\]{}]*)\n *\](,?)$/gm, oneLine)
  return `${text}\n`
}

function oneLine(original: string, indent: string, before: string, items: string, comma: string): string {
  const line = `${indent}${before}[${items.trim().replaceAll(/,\n\s*/g, ', ')}]${comma}`
  return line.length <= LINE_WIDTH ? line : original
}
