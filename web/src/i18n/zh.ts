// 简体中文. The shape of these messages is the shape of every language.
import desks from './zh/desks'
import shell from './zh/shell'
import terms from './zh/terms'

const zh = {...shell, ...desks, terms}
export type Messages = typeof zh
export default zh
