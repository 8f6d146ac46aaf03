Page({
  data: { stores: [] },
  onLoad() {
    wx.request({
      url: 'https://api.tea-house.example/stores',
      success: ({ data }) => this.setData({ stores: data })
    })
  },
  join() {
    wx.navigateTo({ url: '/pages/home/home' })
  }
})
