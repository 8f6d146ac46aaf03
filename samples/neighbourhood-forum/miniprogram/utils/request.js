// 所有请求走同一个地方：带会话、限时、把失败说成人话。
const BASE = 'https://forum.example.com/api'
const TIMEOUT = 10000

function request(method, path, data) {
  const token = wx.getStorageSync('session')
  return new Promise((resolve, reject) => {
    wx.request({
      url: BASE + path,
      method,
      data,
      timeout: TIMEOUT,
      header: token ? { Authorization: 'Bearer ' + token } : {},
      success(res) {
        if (res.statusCode >= 200 && res.statusCode < 300) {
          resolve(res.data)
        } else {
          reject(new Error((res.data && res.data.message) || '服务暂时不可用'))
        }
      },
      fail() {
        reject(new Error('网络不通，请稍后再试'))
      }
    })
  })
}

module.exports = {
  get: path => request('GET', path),
  post: (path, data) => request('POST', path, data)
}
