App({
  globalData: {
    patient: null
  }
})
