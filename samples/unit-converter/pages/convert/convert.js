const { QUANTITIES, convert, shown } = require('../../utils/units')

Page({
  data: {
    quantities: QUANTITIES.map(({ id, name }) => ({ id, name })),
    chosen: 0,
    units: [],
    from: 0,
    to: 1,
    input: '1',
    result: ''
  },

  onLoad() {
    const last = Number(wx.getStorageSync('quantity')) || 0
    this.choose(Math.min(last, QUANTITIES.length - 1))
  },

  choose(index) {
    const units = QUANTITIES[index].units.map(({ id, name }) => ({ id, name }))
    this.setData({ chosen: index, units, from: 0, to: 1 })
    wx.setStorageSync('quantity', index)
    this.refresh()
  },

  onQuantity(event) {
    this.choose(Number(event.detail.value))
  },

  onFrom(event) {
    this.setData({ from: Number(event.detail.value) })
    this.refresh()
  },

  onTo(event) {
    this.setData({ to: Number(event.detail.value) })
    this.refresh()
  },

  onInput(event) {
    this.setData({ input: event.detail.value })
    this.refresh()
  },

  swap() {
    this.setData({ from: this.data.to, to: this.data.from })
    this.refresh()
  },

  refresh() {
    const { chosen, units, from, to, input } = this.data
    const value = Number(input)
    const usable = input.trim() !== '' && Number.isFinite(value)
    const result = usable
      ? shown(convert(QUANTITIES[chosen].id, units[from].id, units[to].id, value))
      : ''
    this.setData({ result })
  },

  copy() {
    if (this.data.result) wx.setClipboardData({ data: this.data.result })
  }
})
