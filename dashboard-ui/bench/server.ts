import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { Duplex } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { session } from '../e2e/dev/made-up'
import type { World } from './world'

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}
/** The gateway's, so that the page is drawn under the same rules. */
const policy = (host: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self' ws://${host}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`
/** As long as a service on the same network takes for a list. */
const answerAfterMs = 10
const tickMs = 20
/** A connection that takes no more is cut, as by the gateway. */
const mostWaiting = 4_000_000

/** One text frame of RFC 6455, as a server sends it: whole and not masked. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text)
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : body.length < 65_536
        ? Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff])
        : (() => {
            const long = Buffer.alloc(10)
            long.set([0x81, 127])
            long.writeBigUInt64BE(BigInt(body.length), 2)
            return long
          })()
  return Buffer.concat([head, body])
}

/** The text of a client's frame; null for anything else, such as a close. */
function readFrame(bytes: Buffer): string | null {
  if (bytes[0] !== 0x81) return null
  const short = (bytes[1] ?? 0) & 0x7f
  const at = short === 126 ? 4 : 2
  const length = short === 126 ? bytes.readUInt16BE(2) : short
  const mask = bytes.subarray(at, at + 4)
  const body = bytes.subarray(at + 4, at + 4 + length)
  return Buffer.from(body.map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString('utf8')
}

/** Serves the built dashboard, the generated world behind it, and its live updates at any rate. */
export class BenchServer {
  /** Updates a second. */
  rate = 0
  sent = 0
  answered = 0
  private readonly dist: string
  private readonly world: World
  private readonly extra: Record<string, string>
  private readonly http: Server
  private readonly live = new Map<Duplex, Set<string>>()
  private readonly files = new Map<string, { body: Buffer; packed: Buffer; type: string }>()
  private owed = 0
  private lastTick = performance.now()
  private readonly timer: ReturnType<typeof setInterval>

  constructor(dist: string, world: World, extra: Record<string, string>) {
    this.dist = dist
    this.world = world
    this.extra = extra
    this.http = createServer((request, response) => this.handle(request, response))
    this.http.on('upgrade', (request, socket) => this.upgrade(request, socket))
    this.timer = setInterval(() => this.tick(), tickMs)
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`
  }

  close(): void {
    clearInterval(this.timer)
    for (const socket of this.live.keys()) socket.destroy()
    this.http.closeAllConnections()
    this.http.close()
  }

  private tick(): void {
    const now = performance.now()
    this.owed += (this.rate * (now - this.lastTick)) / 1000
    this.lastTick = now
    for (; this.owed >= 1; this.owed--) {
      const event = this.world.next()
      this.sent++
      const frame = textFrame(JSON.stringify({ op: 'event', cursor: `c${this.sent}`, event }))
      for (const [socket, types] of this.live) {
        if (socket.writableLength > mostWaiting) socket.destroy()
        else if (types.has(event.type)) socket.write(frame)
      }
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex): void {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.on('data', (bytes: Buffer) => {
      const text = readFrame(bytes)
      if (text === null) {
        socket.destroy()
        return
      }
      const asked = JSON.parse(text) as { types: string[] }
      this.live.set(socket, new Set(asked.types))
      socket.write(textFrame(JSON.stringify({ op: 'ready', cursor: `c${this.sent}` })))
    })
    socket.on('close', () => this.live.delete(socket))
    // A page that is closed breaks its line; the close that follows takes it off the list.
    socket.on('error', () => socket.destroy())
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const host = request.headers.host ?? ''
    const url = new URL(request.url ?? '/', `http://${host}`)
    const page = this.extra[url.pathname]
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    } else if (url.pathname.startsWith('/ui/')) {
      this.file(url.pathname.slice('/ui/'.length), host, response)
    } else {
      setTimeout(() => this.document(request.method ?? 'GET', url, response), answerAfterMs)
    }
  }

  private document(method: string, url: URL, response: ServerResponse): void {
    if (response.destroyed) return
    this.answered++
    const { status, body } =
      url.pathname === '/session'
        ? { status: 200, body: session }
        : this.world.answer(method, url.pathname, url.searchParams)
    response
      .writeHead(status, {
        'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
        'content-encoding': 'gzip',
      })
      .end(gzipSync(JSON.stringify(body), { level: 1 }))
  }

  private file(name: string, host: string, response: ServerResponse): void {
    const asset = name.startsWith('assets/')
    const path = extname(name) === '' ? 'index.html' : normalize(name)
    if (path.startsWith('..')) {
      response.writeHead(404).end()
      return
    }
    let file = this.files.get(path)
    if (file === undefined) {
      try {
        const body = readFileSync(join(this.dist, path))
        file = { body, packed: gzipSync(body), type: mediaTypes[extname(path)] ?? 'application/octet-stream' }
        this.files.set(path, file)
      } catch {
        // As the gateway answers for an asset that no build has.
        response.writeHead(404).end()
        return
      }
    }
    const packed = !file.type.startsWith('font/')
    response
      .writeHead(200, {
        'content-type': file.type,
        'cache-control': asset ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': policy(host),
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
      })
      .end(packed ? file.packed : file.body)
  }
}
