/**
 * Hashes that decide which target a key belongs to. They must stay as they are, in every process and release: another
 * hash would move every session to another target. Source: FNV-1a and the finalizer of MurmurHash3, 32 bits.
 */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return mixed(hash)
}

/** A number above 0 and below 1 that depends on the two hashes alone. */
export function chanceOf(key: number, target: number): number {
  return ((mixed((key + target) | 0) >>> 0) + 0.5) / 2 ** 32
}

function mixed(hash: number): number {
  let bits = hash
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
