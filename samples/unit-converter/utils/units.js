// 每个单位给出换算到基准单位的系数；温度另有零点，所以用一对函数。
const linear = factor => ({
  toBase: value => value * factor,
  fromBase: value => value / factor
})

const QUANTITIES = [
  {
    id: 'length',
    name: '长度',
    units: [
      { id: 'm', name: '米', ...linear(1) },
      { id: 'km', name: '千米', ...linear(1000) },
      { id: 'cm', name: '厘米', ...linear(0.01) },
      { id: 'li', name: '里', ...linear(500) },
      { id: 'chi', name: '尺', ...linear(1 / 3) },
      { id: 'in', name: '英寸', ...linear(0.0254) },
      { id: 'mi', name: '英里', ...linear(1609.344) }
    ]
  },
  {
    id: 'mass',
    name: '质量',
    units: [
      { id: 'kg', name: '千克', ...linear(1) },
      { id: 'g', name: '克', ...linear(0.001) },
      { id: 'jin', name: '斤', ...linear(0.5) },
      { id: 'liang', name: '两', ...linear(0.05) },
      { id: 'lb', name: '磅', ...linear(0.45359237) }
    ]
  },
  {
    id: 'temperature',
    name: '温度',
    units: [
      { id: 'c', name: '摄氏度', toBase: v => v, fromBase: v => v },
      { id: 'f', name: '华氏度', toBase: v => (v - 32) / 1.8, fromBase: v => v * 1.8 + 32 },
      { id: 'k', name: '开尔文', toBase: v => v - 273.15, fromBase: v => v + 273.15 }
    ]
  }
]

function quantity(id) {
  return QUANTITIES.find(one => one.id === id)
}

function convert(quantityId, fromId, toId, value) {
  const units = quantity(quantityId).units
  const from = units.find(unit => unit.id === fromId)
  const to = units.find(unit => unit.id === toId)
  return to.fromBase(from.toBase(value))
}

// 八位有效数字，去掉多余的零。
function shown(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : ''
}

module.exports = { QUANTITIES, quantity, convert, shown }
