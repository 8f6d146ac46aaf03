// As much of a browser as signing in takes: cookies for each origin, redirects step by step, the
// provider's forms.
export class Browser {
  jars = new Map()

  async go(url, form) {
    const {origin} = new URL(url)
    const jar = this.jars.get(origin) ?? new Map()
    this.jars.set(origin, jar)
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      body: form ? new URLSearchParams(form) : undefined,
      redirect: 'manual',
      headers: {cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ')}
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split(';')
      const [name, ...value] = pair.split('=')
      const gone = rest.some((part) => /max-age=0|expires=Thu, 01 Jan 1970/i.test(part))
      if (gone) jar.delete(name)
      else jar.set(name, value.join('='))
    }
    return response
  }

  // Through the provider's pages as this person, up to the address that it sends the browser back
  // to, which is not called.
  async through(url, name) {
    for (let step = 0; step < 12; step++) {
      const response = await this.go(url)
      let location = response.headers.get('location')
      if (!location) {
        const page = await response.text()
        const action = page.match(/action="([^"]+)"/)?.[1]
        if (!action) throw new Error(`no form at ${url}: ${page.slice(0, 400)}`)
        const prompt = page.match(/name="prompt" value="([^"]+)"/)?.[1] ?? 'login'
        const target = new URL(action, url).href
        const sent = await this.go(target, {prompt, login: name, password: 'any'})
        location = sent.headers.get('location')
      }
      const next = new URL(location, url)
      if (next.hostname === 'baobei.example') return next
      url = next.href
    }
    throw new Error('the provider sends the browser round and round')
  }
}
