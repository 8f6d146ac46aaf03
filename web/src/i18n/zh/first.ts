// What the first list of any desk says: fetched with the page.
import desks from './desks'
import shell from './shell'
import terms from './terms'

export default {...shell, ...desks, terms}
