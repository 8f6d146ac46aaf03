Page({
  data: { items: [] },
  add({ detail }) {
    this.setData({ items: this.data.items.concat(detail.value) })
  }
})
