import type {Messages} from './zh'
import first from './en/first'
import more from './en/more'

const en: Messages = {...first, ...more}
export default en
