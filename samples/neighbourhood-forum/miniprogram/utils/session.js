const { get, post } = require('./request')

// 浏览不需要登录；发帖、评论前才登录。
function signIn() {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: () => reject(new Error('登录失败'))
    })
  }).then(code => post('/session', { code }))
    .then(({ token, member }) => {
      wx.setStorageSync('session', token)
      return member
    })
}

function restoreSession() {
  if (!wx.getStorageSync('session')) return Promise.resolve(null)
  return get('/session').catch(() => {
    wx.removeStorageSync('session')
    return null
  })
}

function ensureMember(app) {
  if (app.globalData.member) return Promise.resolve(app.globalData.member)
  return signIn().then(member => {
    app.globalData.member = member
    return member
  })
}

module.exports = { restoreSession, ensureMember }
