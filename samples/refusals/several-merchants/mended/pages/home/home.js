Page({
  data: { goods: [] },
  onLoad() {
    wx.request({
      url: 'https://api.tea-house.example/goods',
      success: ({ data }) => this.setData({ goods: data })
    })
  },
  add({ currentTarget }) {
    const cart = wx.getStorageSync('cart') || []
    wx.setStorageSync('cart', cart.concat(currentTarget.dataset.id))
  }
})
