import type {Messages} from './zh'
import desks from './en/desks'
import figures from './en/figures'
import pages from './en/pages'
import people from './en/people'
import shell from './en/shell'
import terms from './en/terms'
import version from './en/version'

const en: Messages = {...shell, ...desks, ...pages, ...people, ...figures, ...version, terms}
export default en
