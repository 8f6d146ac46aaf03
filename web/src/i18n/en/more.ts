// What every other page says: fetched behind the first list, or before the page that wants it.
import cases from './cases'
import changes from './changes'
import figures from './figures'
import help from './help'
import jobs from './jobs'
import pages from './pages'
import paper from './paper'
import people from './people'
import rules from './rules'
import version from './version'
import versions from './versions'
import webhooks from './webhooks'

export default {...cases, ...pages, ...people, ...figures, ...version, ...webhooks, ...jobs, ...help, ...paper, ...rules, ...versions, ...changes}
