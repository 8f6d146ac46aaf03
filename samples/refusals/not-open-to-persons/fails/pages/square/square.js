Page({
  data: { posts: [] },
  onLoad() {
    wx.request({
      url: 'https://api.reading.example/posts',
      success: ({ data }) => this.setData({ posts: data })
    })
  },
  follow() {},
  publish() {
    wx.navigateTo({ url: '/pages/home/home' })
  }
})
