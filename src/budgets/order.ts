/** Also of amounts of money, which `Math.max` does not take. */
export function larger<Value extends bigint | number>(one: Value, other: Value): Value {
  return one > other ? one : other
}

export function smaller<Value extends bigint | number>(one: Value, other: Value): Value {
  return one < other ? one : other
}
