// The types of the contract: src/api/schema.ts from api/openapi.yaml, before every check and build.
import {writeFile} from 'node:fs/promises'
import openapiTS, {astToString} from 'openapi-typescript'

const contract = new URL('../../api/openapi.yaml', import.meta.url)
const target = new URL('../src/api/schema.ts', import.meta.url)
await writeFile(target, '// Generated from api/openapi.yaml.\n' + astToString(await openapiTS(contract)))
