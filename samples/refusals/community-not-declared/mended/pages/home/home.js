Page({
  data: { notes: [] },
  add({ detail }) {
    this.setData({ notes: this.data.notes.concat(detail.value) })
  }
})
