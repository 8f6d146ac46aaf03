import type { A } from './a'
interface I<T> extends J { a?: string }
type U = { [k in keyof T]: T[k] } | (() => void)
const g = <T,>(x: T): x is string => (x as any)!.b<number>(1), m = new Map<string, A[]>()
abstract class K<T> implements I<T> { private readonly a!: T; constructor(public b?: number) { super() } }
enum E { A = 1 }
declare module 'x' { export const y: number }
