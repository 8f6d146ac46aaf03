Page({
  data: { motto: 'Hello World', userInfo: {}, hasUserInfo: false },
  bindViewTap() {
    wx.navigateTo({ url: '../logs/logs' })
  }
})
