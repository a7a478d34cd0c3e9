/** A key that marks one intent, so that sending it twice does it once. Works without a secure context too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Keeps one key for as long as what is sent stays the same; another body is another intent. */
export function createKeyring(make: () => string = newKey): (body: unknown) => string {
  let last: { body: string; key: string } | null = null
  return (body) => {
    const text = JSON.stringify(body)
    if (last?.body !== text) last = { body: text, key: make() }
    return last.key
  }
}
