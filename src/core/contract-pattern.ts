const patterns = new Map<string, RegExp>()

/**
 * Whether the text matches a pattern of the contract or of the configuration's definition. Those are a fixed few, written
 * by us and held by a test to take linear time, so the engine at hand serves: it is many times faster than one written
 * in JavaScript that must bear any pattern.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = patterns.get(pattern)
  if (!expression) {
    expression = new RegExp(pattern, 'u')
    patterns.set(pattern, expression)
  }
  return expression.test(text)
}
