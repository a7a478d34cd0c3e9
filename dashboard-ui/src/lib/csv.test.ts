import { expect, it } from 'vitest'
import { toCsv } from './csv'

const columns = [
  { header: 'name', value: (row: { name: string; n: number | null }) => row.name },
  { header: 'n', value: (row: { name: string; n: number | null }) => row.n },
]

it('quotes what holds separators and quotes', () => {
  expect(toCsv([{ name: 'a "b", c', n: 1 }], columns)).toBe('name,n\r\n"a ""b"", c",1\r\n')
})

it('defuses formulas but leaves negative numbers', () => {
  expect(toCsv([{ name: '=HYPERLINK("x")', n: -2.5 }], columns)).toBe('name,n\r\n"\'=HYPERLINK(""x"")",-2.5\r\n')
  expect(toCsv([{ name: '@cmd', n: null }], columns)).toBe("name,n\r\n'@cmd,\r\n")
})
