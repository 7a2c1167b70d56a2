import type { Target } from '../../core/call.ts'
import { told } from '../wire/model-name.ts'

/** How a model can be told to think. Source: https://platform.claude.com/docs/en/build-with-claude/thinking */
export type Thinking =
  /** It never does. */
  | { readonly kind: 'none' }
  /** It does when it gets a budget of tokens for it. */
  | { readonly kind: 'budget' }
  /** It does when it is asked to, as hard as the effort says. */
  | { readonly kind: 'on_request' }
  /** It does unless it is told not to; `off` is the word that tells it, where there is one. */
  | { readonly kind: 'always'; readonly off: 'disabled' | 'between_tools' | undefined }

export interface ModelTraits {
  readonly thinking: Thinking
  /** What is sent as `max_tokens`, which the vendor requires, when neither the caller nor a default sets it. */
  readonly maxTokens: number
}

const none: Thinking = { kind: 'none' }

/**
 * Most models can write more, up to 128,000 tokens; but the older ones refuse a request whose input and `max_tokens`
 * together exceed their context window.
 */
const MAX_TOKENS = 32_000

/** The first pattern that matches tells. Platforms set a prefix before the name and a date or version behind it. */
const families: readonly (readonly [RegExp, ModelTraits])[] = [
  [/claude-(instant|v?[12]\b|3-(opus|sonnet|haiku)|3[-.]5-sonnet-20240620)/, { thinking: none, maxTokens: 4096 }],
  [/claude-3[-.]5/, { thinking: none, maxTokens: 8192 }],
  [/claude-(3[-.]7|(opus|sonnet|haiku)-4(?![-.][6-9](?!\d)))/, { thinking: { kind: 'budget' }, maxTokens: MAX_TOKENS }],
  [/claude-(opus|sonnet|haiku)-4/, { thinking: { kind: 'on_request' }, maxTokens: MAX_TOKENS }],
  [/claude-(opus-5[-.]5|fable|mythos)/, { thinking: { kind: 'always', off: undefined }, maxTokens: MAX_TOKENS }],
  [/claude-sonnet-5[-.]5/, { thinking: { kind: 'always', off: 'between_tools' }, maxTokens: MAX_TOKENS }],
]

/** What is taken for granted of a model of any other name. */
const newest: ModelTraits = { thinking: { kind: 'always', off: 'disabled' }, maxTokens: MAX_TOKENS }

export function traitsOf(target: Target): ModelTraits {
  return told(target, (name) => families.find(([pattern]) => pattern.test(name))?.[1]) ?? newest
}
