import { expect, it } from 'vitest'
import { changeStates, type Change } from '@/api/types'
import { board } from './board-model'

it('has a lane for every state', () => {
  const changes = changeStates.map((state) => ({ id: state, state }) as Change)
  const { running, waiting, done, ended } = board(changes)
  expect(running.map((change) => change.id)).toEqual(['running'])
  expect(waiting.map((change) => change.id)).toEqual(['awaiting_approval'])
  expect(done.map((change) => change.id)).toEqual(['succeeded'])
  expect(ended.map((change) => change.id)).toEqual(['failed', 'rejected', 'cancelled', 'expired'])
})
