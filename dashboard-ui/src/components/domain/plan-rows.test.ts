import { expect, it } from 'vitest'
import { countActions, planRows } from './plan-rows'

it('sets both sides beside each other, field by field', () => {
  const rows = planRows({
    before: { type: 'm7i.large', tags: { team: 'a' }, ports: [80] },
    after: { type: 'm7i.xlarge', tags: { team: 'a', owner: 'b' }, ports: [80] },
  })
  expect(rows).toEqual([
    { name: 'type', before: 'm7i.large', after: 'm7i.xlarge', changed: true },
    { name: 'tags.team', before: 'a', after: 'a', changed: false },
    { name: 'ports', before: [80], after: [80], changed: false },
    { name: 'tags.owner', before: undefined, after: 'b', changed: true },
  ])
})

it('counts what is made and destroyed', () => {
  const action = (op: 'create' | 'destroy') => ({ op, resource: 'r', name: 'n', before: null, after: null })
  expect(countActions({ actions: [action('create'), action('create'), action('destroy')] })).toEqual({
    create: 2,
    update: 0,
    replace: 0,
    destroy: 1,
  })
})
