// The desks of web/dist before a program that has older ones or none: files with the answers the
// program gives (src/http/desk.cc), everything else handed on. For the browser stories and pictures of
// desks that were just built, without compiling; BAOBEI_DIST=web/dist asks for it.
import {createHash} from 'node:crypto'
import {readdir, readFile} from 'node:fs/promises'
import {createServer, request} from 'node:http'
import {join} from 'node:path'

const kTypes = {html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml', json: 'application/json', woff2: 'font/woff2'}
const kCodings = [['br', '.br'], ['gzip', '.gz']]
// Policies and addresses as the program has them, so that what is refused here is refused there.
async function rulesOf(root) {
  const words = async (file, name) => {
    const source = await readFile(join(root, file), 'utf8')
    return [...source.split(name)[1].split(/;\s*\n/)[0].matchAll(/"([^"]*)"/g)].map((one) => one[1])
  }
  return {
    page: (await words('src/http/desk.cc', 'kPolicy =')).join(''),
    frame: (await words('src/http/desk.cc', 'kFramePolicy =')).join(''),
    desks: await words('src/web_files/web_files.cc', 'kDesks ='),
  }
}

async function filesOf(folder, prefix = '/') {
  const files = new Map()
  for (const entry of await readdir(join(folder, prefix), {withFileTypes: true})) {
    const name = prefix + entry.name
    if (entry.isDirectory()) for (const [inner, bytes] of await filesOf(folder, name + '/')) files.set(inner, bytes)
    else files.set(name, await readFile(join(folder, name)))
  }
  return files
}

function answerFile(files, rules, name, headers, response) {
  const page = name.endsWith('.html')
  const accepted = headers['accept-encoding'] ?? ''
  const [coding, suffix] = kCodings.find(([word, end]) => accepted.includes(word) && files.has(name + end)) ?? ['', '']
  const bytes = files.get(name + suffix)
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
  response.setHeader('ETag', etag)
  response.setHeader('Vary', 'Accept-Encoding')
  response.setHeader('Cache-Control', name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (page) response.setHeader('Content-Security-Policy', name === '/preview.html' ? rules.frame : rules.page)
  if (headers['if-none-match'] === etag) return response.writeHead(304).end()
  if (coding) response.setHeader('Content-Encoding', coding)
  response.setHeader('Content-Type', kTypes[name.split('.').at(-1)] ?? 'application/octet-stream')
  response.end(bytes)
}

// Starts on a free port of loopback; gives its address and what ends it.
export async function startFront({root, dist, url}) {
  const [files, rules] = await Promise.all([filesOf(dist, '/'), rulesOf(root)])
  const server = createServer((asked, response) => {
    const {pathname} = new URL(asked.url, url)
    const name = rules.desks.includes(pathname.split('/')[1]) ? '/index.html' : pathname
    if (files.has(name)) return answerFile(files, rules, name, asked.headers, response)
    const onward = request(url + asked.url, {method: asked.method, headers: asked.headers}, (answer) => {
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    asked.pipe(onward)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return {url: `http://127.0.0.1:${server.address().port}`, stop}
}
