// Server-sent events as their bytes arrive, cut anywhere. Pure but for what it remembers of a
// message that has not ended.
export interface Told {
  event: string
  data: string
  id: string
}

// Takes pieces of the stream; `onMessage` gets each message that ended. One without data is a
// heartbeat: its id is where the stream stands.
export function sseReader(onMessage: (told: Told) => void): (piece: string) => void {
  let rest = ''
  let event = ''
  let data: string[] = []
  let id = ''

  function field(line: string): void {
    const colon = line.indexOf(':')
    const name = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
    else if (name === 'id' && !value.includes('\0')) id = value
  }

  function end(): void {
    onMessage({event: event === '' ? 'message' : event, data: data.join('\n'), id})
    event = ''
    data = []
  }

  return (piece) => {
    // A line feed that follows a carriage return of the piece before ends no second line.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') end()
      else if (!line.startsWith(':')) field(line)
    }
  }
}
