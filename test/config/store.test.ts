import { describe, expect, it } from 'vitest'
import { load, loadEnvironment } from './load-config.ts'

/** Replicas share it. */
const secret = { SWITCHYARD_SECRET_KEY: 's'.repeat(32) }
const POSTGRES = 'postgres://switchyard:secret@db.example:5433/ledger?sslmode=verify-full'

describe('the store', () => {
  it('is a file unless something else is named', () => {
    expect(loadEnvironment({}).store).toMatchObject({ place: 'sqlite:data/switchyard.db', failFast: false })
  })

  it('is where DATABASE_URL says, when nothing else names one', () => {
    const { store } = loadEnvironment({ ...secret, DATABASE_URL: POSTGRES })
    expect(store.url.reveal()).toBe(POSTGRES)
    expect(store.place).toBe('postgres://db.example:5433/ledger')
  })

  it.each([
    ['the file', () => load('store: {url: "sqlite:a.db"}', { ...secret, DATABASE_URL: POSTGRES })],
    ['its own variable', () => loadEnvironment({ SWITCHYARD_STORE_URL: 'sqlite:a.db', DATABASE_URL: POSTGRES })],
  ])('is where %s says, whatever DATABASE_URL is', (_, settings) => {
    expect(settings().store.place).toBe('sqlite:a.db')
  })

  it('ends at once when it is asked to, wherever its URL comes from', () => {
    expect(load('store: {fail_fast: true}', { ...secret, DATABASE_URL: POSTGRES }).store.failFast).toBe(true)
    expect(load('store: {fail_fast: true}', { ...secret, SWITCHYARD_STORE_URL: POSTGRES }).store.failFast).toBe(true)
  })

  it('has a spool where it is a server, and elsewhere when it is told where', () => {
    expect(loadEnvironment({}).store.spool).toBeUndefined()
    expect(loadEnvironment({ ...secret, DATABASE_URL: POSTGRES }).store.spool).toEqual({
      path: 'data/spool.db',
      maxBytes: 268_435_456,
    })
    const told = 'store: {spool: {path: /other/spool.db, max_bytes: 1000000}}'
    expect(load(told).store.spool).toEqual({ path: '/other/spool.db', maxBytes: 1_000_000 })
    expect(load('store: {spool: {max_bytes: 0}}', { ...secret, DATABASE_URL: POSTGRES }).store.spool).toBeUndefined()
  })

  it('keeps its rows for ever, or for as many days as it is told', () => {
    expect(loadEnvironment({}).store.retentionDays).toBeUndefined()
    expect(load('store: {retention_days: 400}').store.retentionDays).toBe(400)
  })

  it('may be a socket', () => {
    const { store } = loadEnvironment({ ...secret, DATABASE_URL: 'postgresql:///ledger?host=/run/postgresql' })
    expect(store.place).toBe('postgresql:///run/postgresql/ledger')
  })
})
