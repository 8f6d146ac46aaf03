// Before anything is painted: light or dark, so that no page flashes in the other.
;(function () {
  var wanted = null
  try {
    wanted = localStorage.getItem('baobei.theme')
  } catch (e) {
    // storage is refused: the system decides
  }
  var dark =
    wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  if (dark) document.documentElement.classList.add('dark')
})()
