// A text as a file of the reader's own machine.
export function saveText(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], {type: `${type};charset=utf-8`}))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
