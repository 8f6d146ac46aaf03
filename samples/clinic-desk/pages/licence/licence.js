Page({
  data: {
    rows: [
      { name: '医疗机构执业许可证', value: '登记号 PDY00000-0（示例）' },
      { name: '诊疗科目', value: '全科、儿科、口腔科' },
      { name: '投诉电话', value: '诊所前台' }
    ]
  },

  openPrivacy() {
    wx.openPrivacyContract({
      fail: () => wx.showToast({ title: '暂时无法打开', icon: 'none' })
    })
  }
})
