const BASE = 'https://clinic.example.com/api'

function call(method, path, data) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: BASE + path,
      method,
      data,
      timeout: 10000,
      header: { Authorization: 'Bearer ' + wx.getStorageSync('session') },
      success: res => {
        if (res.statusCode < 300) resolve(res.data)
        else reject(new Error((res.data && res.data.message) || '暂时无法办理'))
      },
      fail: () => reject(new Error('网络不通，请稍后再试'))
    })
  })
}

module.exports = {
  departments: () => call('GET', '/departments'),
  doctor: id => call('GET', '/doctors/' + id),
  slots: (doctor, day) => call('GET', '/doctors/' + doctor + '/slots?day=' + day),
  book: booking => call('POST', '/bookings', booking),
  bookings: () => call('GET', '/bookings'),
  cancel: id => call('POST', '/bookings/' + id + '/cancel'),
  phone: code => call('POST', '/patient/phone', { code })
}
