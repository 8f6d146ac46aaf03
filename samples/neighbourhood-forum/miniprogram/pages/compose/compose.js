const { post } = require('../../utils/request')
const { ensureMember } = require('../../utils/session')

const TITLE_MAX = 40
const TEXT_MAX = 2000

Page({
  data: {
    board: 'help',
    title: '',
    text: '',
    agreed: false,
    sending: false
  },

  onLoad({ board }) {
    if (board && board !== 'all') this.setData({ board })
  },

  onTitle(event) {
    this.setData({ title: event.detail.value })
  },

  onText(event) {
    this.setData({ text: event.detail.value })
  },

  onAgree(event) {
    this.setData({ agreed: event.detail.value.length > 0 })
  },

  fault() {
    const title = this.data.title.trim()
    const text = this.data.text.trim()
    if (!title || title.length > TITLE_MAX) return '标题 1 到 ' + TITLE_MAX + ' 字'
    if (!text || text.length > TEXT_MAX) return '正文 1 到 ' + TEXT_MAX + ' 字'
    if (!this.data.agreed) return '请先同意社区公约'
    return ''
  },

  send() {
    const fault = this.fault()
    if (fault) {
      wx.showToast({ title: fault, icon: 'none' })
      return
    }
    const { board, title, text } = this.data
    this.setData({ sending: true })
    ensureMember(getApp())
      .then(() => post('/posts', { board, title: title.trim(), text: text.trim() }))
      .then(() => {
        wx.showToast({ title: '已提交，审核后显示', icon: 'none' })
        wx.navigateBack()
      })
      .catch(error => {
        this.setData({ sending: false })
        wx.showToast({ title: error.message, icon: 'none' })
      })
  }
})
