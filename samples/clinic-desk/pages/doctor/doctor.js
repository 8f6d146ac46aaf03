const clinic = require('../../utils/clinic')
const { upcoming } = require('../../utils/days')

const DAYS_AHEAD = 7

Page({
  data: {
    doctor: null,
    days: upcoming(DAYS_AHEAD),
    day: '',
    slots: []
  },

  onLoad({ id }) {
    this.id = id
    clinic.doctor(id)
      .then(doctor => this.setData({ doctor }))
      .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
    this.pick(this.data.days[0].id)
  },

  onDay(event) {
    this.pick(event.currentTarget.dataset.id)
  },

  pick(day) {
    this.setData({ day, slots: [] })
    clinic.slots(this.id, day)
      .then(({ items }) => this.setData({ slots: items }))
      .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
  },

  take(event) {
    const { time } = event.currentTarget.dataset
    wx.navigateTo({
      url: '/pages/booking/booking?doctor=' + this.id + '&day=' + this.data.day + '&time=' + time
    })
  }
})
