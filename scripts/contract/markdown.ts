/** A table, each row a list of cells. A column that holds nothing at all is left out. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const kept = heads.map((_head, column) => rows.some((row) => row[column] !== ''))
  const line = (cells: readonly string[]) => `| ${cells.filter((_cell, column) => kept[column]).join(' | ')} |`
  const dashes = line(heads.map(() => '---'))
  return [line(heads), dashes, ...rows.map((row) => line(row.map(escapeCell)))]
}

/** A bar would end the cell, in code too. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** Replaces what is not code. */
export function outsideCode(text: string, replace: (part: string) => string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : replace(part)))
    .join('')
}
