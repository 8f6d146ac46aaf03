Page({
  data: { name: '' },
  login() {
    wx.login({
      success: ({ code }) => {
        const appSecret = '5f1d3c9b7a2e8046d1b6f09e4c7a3825'
        wx.request({
          url: 'https://api.memo.example/session',
          data: { code, appSecret },
          success: ({ data }) => this.setData({ name: data.name })
        })
      }
    })
  }
})
