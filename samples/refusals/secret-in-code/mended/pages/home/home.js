Page({
  data: { name: '' },
  login() {
    wx.login({
      success: ({ code }) => {
        wx.request({
          url: 'https://api.memo.example/session',
          data: { code },
          success: ({ data }) => this.setData({ name: data.name })
        })
      }
    })
  }
})
