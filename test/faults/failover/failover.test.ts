import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPage } from '../../docs/markdown.ts'
import { type Meeting, sit, verdictTable, withTable } from './exam.ts'
import { Fleet } from './fleet.ts'
import { type Setting, settings } from './setting.ts'
import { type Situation, situations } from './situations.ts'

const fleet = new Fleet()
let meetings: readonly Meeting[]

beforeAll(async () => {
  await fleet.start()
  meetings = sit(fleet)
})

afterAll(() => fleet.close())

const rows = situations.flatMap((situation) =>
  settings.map((setting) => [nameOf(situation, setting), situation, setting] as const),
)

function nameOf({ id, title }: Situation, { way, fallback }: Setting): string {
  return `${id} ${title} · ${way} · ${fallback ? 'with fallback' : 'alone'}`
}

describe('failover', () => {
  it.each(rows)('%s', async (_name, situation, setting) => {
    const meeting = meetings.find((one) => one.situation === situation && one.setting === setting)
    const [withFallback, alone] = situation[setting.way]
    expect(await meeting?.verdict).toMatchObject({ kind: setting.fallback ? withFallback : alone })
  })

  it('is told of in the documentation as it is', async () => {
    const { text } = readPage('docs/reliability.md')
    expect(text, 'Run: node scripts/failover-table.ts').toBe(withTable(text, await verdictTable(meetings)))
  })
})
