Page({
  data: { news: [] },
  onLoad() {
    wx.request({
      url: 'https://api.sky-today.example/news',
      success: ({ data }) => this.setData({ news: data })
    })
  }
})
