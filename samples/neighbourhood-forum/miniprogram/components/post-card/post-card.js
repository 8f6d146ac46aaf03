Component({
  properties: {
    post: { type: Object, value: {} }
  },

  methods: {
    open() {
      wx.navigateTo({ url: '/pages/post/post?id=' + encodeURIComponent(this.data.post.id) })
    }
  }
})
