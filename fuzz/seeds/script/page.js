const { getLocation: ask, ...rest } = wx, w = wx
import a, { b as c } from './b'; export default a
class K extends L { static x = 1; async *f(a = 1, { b, ...c }, [d] = []) { await wx.login() } get g() { return `x${`y${a}`}` } }
for (const k of [1, , ...z]) if (/[/]"/g.test(k)) switch (k) { case (1): break; default: k?.[0]?.(w['chooseAddress']) }
Page({ data: { 'title': '首页', [k]: 1 }, onLoad() { const that = this; that.w = wx; (0, that.w.scanCode)() }, f: async x => ({ x }) })
function p(x) { return new Proxy(x, {}) } var q = p(wx); q.getLocation({ type: 'gcj02' }); eval("1"); label: while (1) continue label
