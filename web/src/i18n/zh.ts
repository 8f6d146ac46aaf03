// 简体中文. The shape of these messages is the shape of every language.
import desks from './zh/desks'
import figures from './zh/figures'
import pages from './zh/pages'
import people from './zh/people'
import shell from './zh/shell'
import terms from './zh/terms'
import version from './zh/version'

const zh = {...shell, ...desks, ...pages, ...people, ...figures, ...version, terms}
export type Messages = typeof zh
export default zh
