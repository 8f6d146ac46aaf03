import type {Messages} from './zh'
import desks from './en/desks'
import shell from './en/shell'
import terms from './en/terms'

const en: Messages = {...shell, ...desks, terms}
export default en
