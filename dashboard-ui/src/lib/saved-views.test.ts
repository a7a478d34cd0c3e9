import { afterEach, expect, it } from 'vitest'
import { deleteView, savedViews, saveView } from './saved-views'

afterEach(() => localStorage.clear())

it('keeps views by name, the newer of two with the same one', () => {
  saveView('list', { name: 'mine', query: 'a=1' })
  saveView('list', { name: 'mine', query: 'a=2' })
  saveView('list', { name: 'other', query: '' })
  expect(savedViews('list')).toEqual([
    { name: 'mine', query: 'a=2' },
    { name: 'other', query: '' },
  ])
  deleteView('list', 'mine')
  expect(savedViews('list').map((each) => each.name)).toEqual(['other'])
  expect(savedViews('another')).toEqual([])
})

it('takes what another program left there as no views', () => {
  localStorage.setItem('swen.views.list', '{"not":"a list"}')
  expect(savedViews('list')).toEqual([])
  localStorage.setItem('swen.views.list', 'broken')
  expect(savedViews('list')).toEqual([])
})
