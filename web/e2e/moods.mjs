// What a page looks like when there is nothing, very much, or when the server fails: the answers of the
// lists are replaced on their way to the page.
const kProblem = {
  type: 'urn:baobei:problem:internal', status: 500, title: '服务器出错', title_zh: '服务器出错', title_en: 'A fault of the server',
  detail: '已经记录。', detail_zh: '已经记录，请稍后重试。', detail_en: 'It was recorded. Try again later.',
}
const kLong = '滨江新区邻里互助与二手交易综合信息服务论坛（长者友好版）— a very long English name that goes on and on without end'
const kMost = 200

const isList = (body) => body !== null && typeof body === 'object' && Array.isArray(body.items)

// Rows repeated under other ids, with names as long as they may be.
function multiplied(body) {
  const rows = body.items
  if (rows.length === 0) return body
  const items = []
  for (let n = 0; items.length < kMost; ++n) {
    const row = structuredClone(rows[n % rows.length])
    const again = Math.floor(n / rows.length)
    if (again > 0 && typeof row.app === 'string') row.app = `${row.app.slice(0, 14)}${again}x${n}`
    for (const key of ['entry', 'application', 'id']) if (again > 0 && typeof row[key] === 'number') row[key] += 100_000 * again
    for (const key of ['name', 'app_name', 'title_zh', 'title_en']) if (typeof row[key] === 'string' && n % 7 === 0) row[key] = kLong.slice(0, 100)
    items.push(row)
  }
  return {...body, items, next: 'more'}
}

export const kMoods = ['empty', 'much', 'error']

export async function setMood(page, mood) {
  const answer = async (route) => {
    const path = new URL(route.request().url()).pathname
    const isStill = /\/v1\/(reasons|regions|categories|keys)/.test(path)
    if (mood === 'error' && !isStill) return route.fulfill({status: 500, contentType: 'application/problem+json', body: JSON.stringify(kProblem)})
    const response = await route.fetch()
    const text = await response.text()
    let body
    try {
      body = JSON.parse(text)
    } catch {
      return route.fulfill({response, body: text})
    }
    if (!isList(body) || isStill) return route.fulfill({response, body: text})
    const changed = mood === 'empty' ? {...body, items: [], next: undefined} : multiplied(body)
    return route.fulfill({response, body: JSON.stringify(changed)})
  }
  // A window that is closed meanwhile wants no answer.
  await page.route(/\/v1\/(?!me$|server|stream|inbox\/unread)/, (route) => answer(route).catch(() => undefined))
}
