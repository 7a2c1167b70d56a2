/** The lines and cells of a file after RFC 4180. Fails when it is none. */
export function parseCsv(file: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  const lines: string[][] = [[]]
  while (cell.lastIndex < file.length) {
    const at = cell.lastIndex
    const match = cell.exec(file)
    if (!match) throw new Error(`no cell at ${at}: ${JSON.stringify(file.slice(at, at + 40))}`)
    const [, quoted, plain = '', end] = match
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}
