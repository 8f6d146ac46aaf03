Page({
  data: {
    fees: [
      { name: '普通门诊', price: '20 元' },
      { name: '口腔检查', price: '50 元' }
    ]
  }
})
