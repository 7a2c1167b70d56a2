// Opens the store at the URL with a further step to its schema, the second argument, which is made for taking long.
import { migrations } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/open-store.ts'

const [url = '', step = ''] = process.argv.slice(2)
const steps = migrations as string[]
steps.push(step)
await openStore({ url, failFast: true })
