import { coverOf, type Span } from './periods.ts'

/** A time within the piece of a report that has the number. */
export interface PieceSpan extends Span {
  readonly piece: number
}

/** What roll-ups add to the pieces of a report, or take away. */
export interface KeptSpans {
  readonly period: number
  readonly sign: 1 | -1
  readonly spans: readonly PieceSpan[]
}

/** What the pieces of a report are put together of. */
export interface Plan {
  readonly kept: readonly KeptSpans[]
  /** What `kept` adds up to: attempts that are not in the roll-ups yet are read from the rows. */
  readonly waiting: readonly PieceSpan[]
  /** What is read from the rows alone. */
  readonly rows: readonly PieceSpan[]
}

/** Everything that roll-ups have from the roll-ups. `firstDay` is the earliest of which a sum is kept. */
export function rollupPlan(pieces: readonly Span[], firstDay: number): Plan {
  const covers = pieces.map((piece) => coverOf(piece, firstDay))
  const parts = covers.flatMap((cover, piece) => cover.parts.map((part) => ({ ...part, piece })))
  const alike = Map.groupBy(parts, ({ period, sign }) => `${period} ${sign}`)
  return {
    kept: [...alike.values()].flatMap((spans) =>
      spans.slice(0, 1).map(({ period, sign }) => ({ period, sign, spans })),
    ),
    waiting: covers.flatMap(({ whole }, piece) => (whole ? [{ piece, ...whole }] : [])),
    rows: covers.flatMap(({ edges }, piece) => edges.map((edge) => ({ piece, ...edge }))),
  }
}

/** Everything from the rows. */
export function rowPlan(pieces: readonly Span[]): Plan {
  const rows = pieces.map(({ from, to }, piece) => ({ piece, from, to }))
  return { kept: [], waiting: [], rows: rows.filter(({ from, to }) => from < to) }
}
