// 简体中文. The shape of these messages is the shape of every language.
import first from './zh/first'
import more from './zh/more'

const zh = {...first, ...more}
export type Messages = typeof zh
export default zh
