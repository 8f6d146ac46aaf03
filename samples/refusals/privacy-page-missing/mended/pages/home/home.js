Page({
  data: { phone: '' },
  take({ detail }) {
    wx.request({
      url: 'https://api.memo.example/phone',
      data: { code: detail.code },
      success: ({ data }) => this.setData({ phone: data.phone })
    })
  },
  policy() {
    wx.openPrivacyContract()
  }
})
