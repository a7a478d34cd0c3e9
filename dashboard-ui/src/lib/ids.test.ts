import { expect, it } from 'vitest'
import { createKeyring, newKey } from './ids'

it('keeps the key of the same body and changes it with the body', () => {
  let made = 0
  const keyFor = createKeyring(() => `key-${++made}`)
  expect(keyFor({ a: 1 })).toBe('key-1')
  expect(keyFor({ a: 1 })).toBe('key-1')
  expect(keyFor({ a: 2 })).toBe('key-2')
})

it('makes keys that differ', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/)
  expect(newKey()).not.toBe(newKey())
})
