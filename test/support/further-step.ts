// Loaded ahead of everything else, in threads too: makes a process one of the next version, as far as the schema is
// concerned, by a further step in the words of SQLite.
import { migrations } from '../../src/store/migrations.ts'

const steps = migrations as string[]
steps.push(process.env.FURTHER_STEP ?? '')
