import { describe, expect, it } from 'vitest'
import { choice, flag, list, number, readUrl, text, writeUrl } from './url-state'

const schema = {
  q: text(),
  tab: choice(['one', 'two'] as const, 'one'),
  state: choice(['open'] as const),
  days: number(30),
  open: flag(),
  regions: list(),
}

describe('a page’s state in its address', () => {
  it('is as usual when the address says nothing or nonsense', () => {
    const usual = { q: '', tab: 'one', state: '', days: 30, open: false, regions: [] }
    expect(readUrl(new URLSearchParams(), schema)).toEqual(usual)
    expect(readUrl(new URLSearchParams('tab=three&state=x&days=many&open=yes'), schema)).toEqual(usual)
  })

  it('comes back as it was written', () => {
    const state = { q: 'a b', tab: 'two', state: 'open', days: 7, open: true, regions: ['x', 'y'] } as const
    const params = writeUrl(new URLSearchParams(), schema, { ...state, regions: [...state.regions] })
    expect(readUrl(params, schema)).toEqual(state)
  })

  it('leaves out what is as usual and keeps what others put there', () => {
    const params = writeUrl(new URLSearchParams('theirs=1&days=7'), schema, { days: 30, q: '' })
    expect(params.toString()).toBe('theirs=1')
  })
})
