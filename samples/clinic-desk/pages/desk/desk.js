const clinic = require('../../utils/clinic')

Page({
  data: {
    departments: [],
    error: ''
  },

  onLoad() {
    this.refresh()
  },

  onPullDownRefresh() {
    this.refresh().then(() => wx.stopPullDownRefresh())
  },

  refresh() {
    return clinic.departments()
      .then(({ items }) => this.setData({ departments: items, error: '' }))
      .catch(error => this.setData({ error: error.message }))
  },

  open(event) {
    wx.navigateTo({ url: '/pages/doctor/doctor?id=' + event.currentTarget.dataset.id })
  }
})
