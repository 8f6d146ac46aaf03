Page({
  data: { feet: 0 },
  convert({ detail }) {
    this.setData({ feet: (Number(detail.value) * 3.28084).toFixed(2) })
  },
  onShareAppMessage() {
    return { title: '单位换算' }
  }
})
