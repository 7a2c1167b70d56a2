// Opens the store at the URL and closes it again, as a replica does that starts and stops.
import { openStore } from '../../src/store/open-store.ts'

const store = await openStore({ url: process.argv[2] ?? '', failFast: true })
await store.close()
