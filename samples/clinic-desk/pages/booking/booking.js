const clinic = require('../../utils/clinic')

Page({
  data: {
    doctor: '',
    day: '',
    time: '',
    name: '',
    phone: '',
    complaint: '',
    agreed: false,
    sending: false
  },

  onLoad({ doctor, day, time }) {
    this.setData({ doctor, day, time })
  },

  onName(event) {
    this.setData({ name: event.detail.value })
  },

  onComplaint(event) {
    this.setData({ complaint: event.detail.value })
  },

  onAgree(event) {
    this.setData({ agreed: event.detail.value.length > 0 })
  },

  // 手机号只在患者点按并同意后取得，用于就诊提醒。
  onPhone(event) {
    if (!event.detail.code) return
    clinic.phone(event.detail.code)
      .then(({ phone }) => this.setData({ phone }))
      .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
  },

  send() {
    const { doctor, day, time, name, complaint, phone, agreed } = this.data
    if (!name.trim() || !phone || !agreed) {
      wx.showToast({ title: '请填写姓名、手机号并同意说明', icon: 'none' })
      return
    }
    this.setData({ sending: true })
    clinic.book({ doctor, day, time, name: name.trim(), complaint: complaint.trim() })
      .then(() => {
        wx.showToast({ title: '预约成功' })
        wx.switchTab({ url: '/pages/mine/mine' })
      })
      .catch(error => {
        this.setData({ sending: false })
        wx.showToast({ title: error.message, icon: 'none' })
      })
  }
})
