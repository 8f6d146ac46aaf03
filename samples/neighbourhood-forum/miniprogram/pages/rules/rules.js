Page({
  data: {
    rules: [
      '实名注册，对自己的话负责。',
      '帖子与评论先审后发，通常在两小时内完成。',
      '不发布违法信息、谣言、他人隐私与广告。',
      '看到违规内容请举报，一个工作日内答复。'
    ]
  },

  openPrivacy() {
    wx.openPrivacyContract({
      fail: () => wx.showToast({ title: '暂时无法打开', icon: 'none' })
    })
  }
})
