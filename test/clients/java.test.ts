import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, ROOT, readPage } from '../docs/markdown.ts'
import { languages } from '../interop/languages.ts'
import { missingToolchain } from '../interop/run-language.ts'
import { openApp } from '../support/app.ts'
import { twice } from './toolchain.ts'

const run = promisify(execFile)

const FOLDER = join(ROOT, 'build/java-project')
const PROJECT = join(FOLDER, 'project')
const TEN_MINUTES = 600_000

/** The tests' own, so that nothing is left in the one of whoever runs them. */
const REPOSITORY = `-Dmaven.repo.local=${join(FOLDER, 'repository')}`

const { text } = readPage('clients/java/README.md')
const examples = codeBlocks(text, 'java')

const missing = missingToolchain(languages.find(({ name }) => name === 'Java') as (typeof languages)[number])
const isSkipped = missing !== '' && !process.env.SWITCHYARD_REQUIRE_JAVA
if (isSkipped) process.stdout.write(`The tests of the client for Java are SKIPPED because ${missing}.\n`)

describe.skipIf(isSkipped)('the client for Java, installed after its own tests have passed,', () => {
  beforeAll(async () => {
    await twice(() => maven('-f', join(ROOT, 'clients/java'), 'install', `-Dmade.directory=${join(FOLDER, 'client')}`))
    makeProject()
    const classpath = [
      'org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath',
      '-Dmdep.outputFile=classpath',
    ]
    await twice(() => maven('-f', PROJECT, 'compile', ...classpath))
  }, TEN_MINUTES)

  it.each([
    ['first', 0, /You said: What is a switchyard\?\n\d+ tokens\n$/],
    ['of usage and stubs', 1, /^0 models used\nmock-fast\nmock-smart\n$/],
    ['of a stream', 2, /You said: Tell me a story\.$/],
    ['of an error', 3, /^NOT_FOUND MODEL_NOT_FOUND \{model=no-such-model\}\n$/],
  ])('lets an empty project run the example of its README %s', async (_which, index, printed) => {
    const { grpcAddress } = await openApp()
    const { stdout, stderr } = await runExample(index, grpcAddress)
    expect(stdout).toMatch(printed)
    expect(stderr).toBe('')
  })
})

it('the README for Java has no example that is not run', () => {
  expect(examples).toHaveLength(4)
})

async function maven(...words: string[]): Promise<void> {
  await run('mvn', ['-B', '-q', REPOSITORY, ...words], { maxBuffer: 64 * 1024 * 1024 }).catch(({ stdout }) => {
    // Maven says on standard output what is wrong.
    throw new Error(`mvn ${words.join(' ')} failed:\n${stdout.slice(-4000)}`)
  })
}

/** An empty project, but for the dependency and the examples as the README has them. The address is an argument. */
function makeProject(): void {
  rmSync(PROJECT, { recursive: true, force: true })
  const sources = join(PROJECT, 'src/main/java')
  mkdirSync(sources, { recursive: true })
  writeFileSync(join(PROJECT, 'pom.xml'), projectWith(codeBlocks(text, 'xml').join('')))
  for (const [index, example] of examples.entries()) {
    writeFileSync(join(sources, `Example${index}.java`), program(`Example${index}`, example))
  }
}

function projectWith(dependencies: string): string {
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>example</artifactId>
  <version>1</version>
  <properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target></properties>
  <dependencies>${dependencies}</dependencies>
</project>`
}

function program(name: string, example: string): string {
  const body = example.replaceAll('"127.0.0.1:50051"', 'words[0]')
  return `import dev.switchyard.client.*;
import dev.switchyard.v1.*;
import java.util.List;

class ${name} {
  public static void main(String[] words) {
${body}
  }
}`
}

function runExample(index: number, address: string) {
  const classpath = [join(PROJECT, 'target/classes'), readFileSync(join(PROJECT, 'classpath'), 'utf8').trim()]
  return run('java', ['-cp', classpath.join(delimiter), `Example${index}`, address])
}
