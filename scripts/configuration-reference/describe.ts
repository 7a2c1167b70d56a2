/** What a comment says of a field that is left out, and what it says else. */
export interface Description {
  readonly byDefault: string
  readonly meaning: string
}

/** A dot in code, or in a number, does not end a sentence. */
const SENTENCE = /(?:`[^`]*`|[^.!?`]|[.!?](?![ ]|$))+[.!?]?(?: +|$)/g

/**
 * Parts the sentences that tell of the default from the others: those that begin with `Default`, or, where there is none,
 * with `Unset:`, `Empty:` or, where a field that is left out is 0, with `0:`.
 */
export function describe(comment: string, isZeroUnset: boolean): Description {
  const sentences = (comment.match(SENTENCE) ?? []).map((sentence) => sentence.trim())
  const plain = sentences.filter((sentence) => PLAIN.test(sentence))
  const told =
    plain.length > 0 ? plain : sentences.filter((sentence) => (isZeroUnset ? WHEN_OR_ZERO : WHEN).test(sentence))
  return {
    byDefault: told.map(defaultIn).join('; '),
    meaning: sentences.filter((sentence) => !told.includes(sentence)).join(' '),
  }
}

const PLAIN = /^Default:? (.+)\.$/
const WHEN = /^(Unset|Empty): .+\.$/
const WHEN_OR_ZERO = /^(Unset|Empty|0): .+\.$/

function defaultIn(sentence: string): string {
  const text = PLAIN.exec(sentence)?.[1] ?? sentence.slice(0, -1)
  return text.replace(/^(Unset|Empty):/, (word) => word.toLowerCase())
}
