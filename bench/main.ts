import { compare } from './compare.ts'
import { type Options, parseOptions, USAGE } from './options.ts'
import { printed } from './print.ts'
import { profile } from './profile.ts'

async function run(options: Options): Promise<string> {
  switch (options.kind) {
    case 'help':
      return USAGE
    case 'profile':
      return profile(options)
    case 'compare': {
      const onProgress = (title: string) => process.stderr.write(`${title} …\n`)
      const report = await compare({ ...options, onProgress })
      return options.json ? JSON.stringify(report, undefined, 2) : printed(report)
    }
  }
}

try {
  console.log(await run(parseOptions(process.argv.slice(2))))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
