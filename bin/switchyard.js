#!/usr/bin/env node
import module from 'node:module'
import { dirname } from 'node:path'

const OLDEST = 24
const major = Number(process.versions.node.split('.')[0])

if (major < OLDEST) {
  process.stderr.write(
    `Switchyard needs Node.js ${OLDEST} or later, and this is ${process.versions.node}.\n` +
      'Run it by `npm start` or `npx switchyard`: they use the Node.js that `npm ci` installed beside it.\n',
  )
  process.exitCode = 2
} else {
  // Threads read only the variable. What is cached need not be stripped of types again: a faster and smaller start.
  module.enableCompileCache()
  process.env.NODE_COMPILE_CACHE ??= dirname(module.getCompileCacheDir() ?? '')
  await import('../src/main.ts')
}
