// The types of the contract: src/api/schema.ts from api/openapi.yaml, before every check and build.
// Its first line holds the contract's digest; src/house.test.ts compares.
import {createHash} from 'node:crypto'
import {readFile, writeFile} from 'node:fs/promises'
import openapiTS, {astToString} from 'openapi-typescript'

const contract = new URL('../../api/openapi.yaml', import.meta.url)
const target = new URL('../src/api/schema.ts', import.meta.url)
const digest = createHash('sha256').update(await readFile(contract)).digest('hex')
const types = astToString(await openapiTS(contract))
await writeFile(target, `// Generated from api/openapi.yaml, sha256 ${digest}.\n${types}`)
