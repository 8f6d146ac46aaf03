const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function ago(iso, now = Date.now()) {
  const passed = now - new Date(iso).getTime()
  if (passed < MINUTE) return '刚刚'
  if (passed < HOUR) return Math.floor(passed / MINUTE) + ' 分钟前'
  if (passed < DAY) return Math.floor(passed / HOUR) + ' 小时前'
  if (passed < 30 * DAY) return Math.floor(passed / DAY) + ' 天前'
  return iso.slice(0, 10)
}

module.exports = { ago }
