const { get } = require('../../utils/request')
const { ago } = require('../../utils/time')

const BOARDS = [
  { id: 'all', name: '全部' },
  { id: 'help', name: '互助' },
  { id: 'lost', name: '寻物' },
  { id: 'pets', name: '宠物' }
]

Page({
  data: {
    boards: BOARDS,
    board: 'all',
    posts: [],
    next: null,
    error: ''
  },

  onLoad() {
    this.reload()
  },

  onPullDownRefresh() {
    this.reload().then(() => wx.stopPullDownRefresh())
  },

  onReachBottom() {
    if (this.data.next) this.load(this.data.next)
  },

  choose(event) {
    this.setData({ board: event.currentTarget.dataset.id })
    this.reload()
  },

  reload() {
    this.setData({ posts: [], next: null, error: '' })
    return this.load('')
  },

  load(after) {
    const path = '/posts?board=' + this.data.board + '&after=' + encodeURIComponent(after)
    return get(path).then(page => {
      const fresh = page.items.map(post => ({ ...post, when: ago(post.at) }))
      this.setData({ posts: this.data.posts.concat(fresh), next: page.next || null })
    }).catch(error => this.setData({ error: error.message }))
  },

  compose() {
    wx.navigateTo({ url: '/pages/compose/compose?board=' + this.data.board })
  }
})
