const clinic = require('../../utils/clinic')

Page({
  data: {
    bookings: [],
    error: ''
  },

  onShow() {
    clinic.bookings()
      .then(({ items }) => this.setData({ bookings: items, error: '' }))
      .catch(error => this.setData({ error: error.message }))
  },

  cancel(event) {
    const { id } = event.currentTarget.dataset
    wx.showModal({
      title: '取消预约',
      content: '就诊前两小时内取消会影响他人就诊，确定取消吗？',
      success: ({ confirm }) => {
        if (!confirm) return
        clinic.cancel(id)
          .then(() => this.onShow())
          .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
      }
    })
  }
})
