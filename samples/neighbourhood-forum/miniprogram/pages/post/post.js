const { get, post } = require('../../utils/request')
const { ensureMember } = require('../../utils/session')
const { ago } = require('../../utils/time')

Page({
  data: {
    post: null,
    comments: [],
    draft: '',
    sending: false
  },

  onLoad({ id }) {
    this.id = id
    Promise.all([get('/posts/' + id), get('/posts/' + id + '/comments')])
      .then(([found, comments]) => {
        this.setData({
          post: { ...found, when: ago(found.at) },
          comments: comments.items.map(one => ({ ...one, when: ago(one.at) }))
        })
      })
      .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
  },

  write(event) {
    this.setData({ draft: event.detail.value })
  },

  send() {
    const text = this.data.draft.trim()
    if (!text || this.data.sending) return
    this.setData({ sending: true })
    ensureMember(getApp())
      .then(() => post('/posts/' + this.id + '/comments', { text }))
      .then(() => {
        this.setData({ draft: '' })
        wx.showToast({ title: '已提交，审核后显示', icon: 'none' })
      })
      .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
      .then(() => this.setData({ sending: false }))
  },

  report() {
    wx.showActionSheet({
      itemList: ['违法违规', '人身攻击', '广告', '泄露隐私'],
      success: ({ tapIndex }) => {
        post('/posts/' + this.id + '/reports', { kind: tapIndex })
          .then(() => wx.showToast({ title: '已收到举报', icon: 'none' }))
          .catch(error => wx.showToast({ title: error.message, icon: 'none' }))
      }
    })
  }
})
