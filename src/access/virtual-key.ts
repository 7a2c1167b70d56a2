import { createHmac, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Secret } from '../core/secret.ts'

/**
 * A virtual key as its holder keeps it: `sy_`, the id by which it is found, 256 random bits, and a checksum, so that one
 * that was mistyped or cut is told from one that is not known. Scanners for leaked secrets can look for this form.
 */
const FORM = /^sy_([0-9a-f]{16})_([0-9a-f]{64})([0-9a-f]{8})$/

export interface NewVirtualKey {
  /** No secret: it stands in logs and in the ledger. */
  readonly id: string
  /** To be shown once and never kept. */
  readonly text: Secret
}

export function newVirtualKey(): NewVirtualKey {
  return renewedVirtualKey(randomBytes(8).toString('hex'))
}

/** Another key with the same id. */
export function renewedVirtualKey(id: string): NewVirtualKey {
  const head = `sy_${id}_${randomBytes(32).toString('hex')}`
  return { id, text: new Secret(head + checksum(head)) }
}

/** The id in a key's text; undefined when it is not a virtual key or its checksum is wrong. */
export function virtualKeyId(text: string): string | undefined {
  const id = FORM.exec(text)?.[1]
  return id !== undefined && checksum(text.slice(0, -8)) === text.slice(-8) ? id : undefined
}

/** Whether it was meant to be a virtual key, whole or not. */
export function isVirtualKey(text: string): boolean {
  return text.startsWith('sy_')
}

/**
 * What is kept of a key: 32 bytes that tell nothing of it, and nothing at all to those who lack the pepper. A slow hash would add
 * nothing, since 256 random bits cannot be guessed.
 */
export function virtualKeyDigest(text: string, pepper: Secret): Buffer {
  return createHmac('sha256', pepper.reveal()).update(text).digest()
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
