const { restoreSession } = require('./utils/session')

App({
  globalData: {
    member: null,
    community: '青溪里社区'
  },

  onLaunch() {
    restoreSession().then(member => {
      this.globalData.member = member
    })
  }
})
