const NAMES = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

function two(number) {
  return number < 10 ? '0' + number : String(number)
}

// 从今天起的若干天：[{ id: '2026-03-02', name: '3/2 周一' }]
function upcoming(count, from = new Date()) {
  const days = []
  for (let i = 0; i < count; i += 1) {
    const day = new Date(from.getFullYear(), from.getMonth(), from.getDate() + i)
    days.push({
      id: day.getFullYear() + '-' + two(day.getMonth() + 1) + '-' + two(day.getDate()),
      name: day.getMonth() + 1 + '/' + day.getDate() + ' ' + NAMES[day.getDay()]
    })
  }
  return days
}

module.exports = { upcoming }
