Page({
  data: { place: '' },
  find() {
    wx.getLocation({
      type: 'gcj02',
      success: ({ latitude, longitude }) => {
        this.setData({ place: `${latitude.toFixed(4)}, ${longitude.toFixed(4)}` })
      }
    })
  },
  policy() {
    wx.openPrivacyContract()
  }
})
