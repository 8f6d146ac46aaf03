// In the preview's frame: builds elements from a description, and says when it is done. The frame has no
// origin, no network and no way to parse markup (see its policy in src/http/desk.cc); names, classes and
// texts of a package are put in as such, one property each.
;(function () {
  'use strict'
  var kElementsMax = 8000
  var count = 0

  // Of the description's own names; anything else is drawn as a stranger.
  var kNames = /^(view|text|button|scroll-view|swiper|swiper-item|label|form|navigator|checkbox-group|radio-group|picker|picker-view|picker-view-column|movable-area|movable-view|cover-view|page-container|root-portal|match-media|span|icon|progress|image|field|hint|mark|device|stranger|component)$/

  function textOf(value) {
    return typeof value === 'string' ? value : ''
  }

  function made(one) {
    if (one.e === '#') return document.createTextNode(textOf(one.t))
    var element = document.createElement('wx-' + (kNames.test(one.e) ? one.e : 'stranger'))
    if (one.c) element.className = textOf(one.c)
    if (one.i) element.id = 'p-' + textOf(one.i)
    element.setAttribute('data-c', textOf(one.s))
    if (one.y) element.style.cssText = textOf(one.y)
    if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(textOf(one.p))) {
      var picture = document.createElement('img')
      picture.alt = ''
      picture.src = one.p
      element.appendChild(picture)
    }
    if (one.t) element.appendChild(document.createTextNode(textOf(one.t)))
    putAll(one.k, element)
    return element
  }

  function putAll(list, into) {
    if (!Array.isArray(list)) return
    for (var n = 0; n < list.length && count < kElementsMax; ++n) {
      ++count
      into.appendChild(made(list[n]))
    }
  }

  addEventListener('message', function (event) {
    if (event.source !== parent || typeof event.data !== 'object' || event.data === null) return
    var asked = event.data
    if (asked.kind !== 'show') return
    var page = document.getElementById('page')
    page.replaceChildren()
    count = 0
    try {
      var sheet = new CSSStyleSheet()
      sheet.replaceSync(textOf(asked.css))
      document.adoptedStyleSheets = [sheet]
    } catch (e) {
      document.adoptedStyleSheets = []
    }
    putAll(asked.nodes, page)
    scrollTo(0, 0)
    requestAnimationFrame(function () {
      parent.postMessage({kind: 'shown', n: asked.n}, '*')
    })
  })
  parent.postMessage({kind: 'ready'}, '*')
})()
