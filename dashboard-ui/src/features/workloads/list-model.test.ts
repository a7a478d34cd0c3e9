import { expect, it } from 'vitest'
import { forEach, isCancellable, isEditable, isPausable, isRestartable, isResumable, priorityRank } from './list-model'

it('offers to cancel only what still lives', () => {
  expect(isCancellable({ state: 'running', cancel_requested: false })).toBe(true)
  expect(isCancellable({ state: 'running', cancel_requested: true })).toBe(false)
  expect(isCancellable({ state: 'completed', cancel_requested: false })).toBe(false)
})

const standing = { cancel_requested: false, change_id: null }

it('offers rest to what runs, and to what waits as long as nothing of it is on its way', () => {
  for (const state of ['running', 'submitted', 'unplaceable', 'decided'] as const)
    expect(isPausable({ ...standing, state }), state).toBe(true)
  for (const state of ['awaiting_approval', 'deploying', 'moving', 'pausing', 'paused', 'completed'] as const)
    expect(isPausable({ ...standing, state }), state).toBe(false)
  expect(isPausable({ ...standing, state: 'running', change_id: 'change' })).toBe(true)
  expect(isPausable({ ...standing, state: 'decided', change_id: 'change' })).toBe(false)
})

it('resumes only what rests and restarts only what runs', () => {
  expect(isResumable({ ...standing, state: 'paused' })).toBe(true)
  expect(isResumable({ ...standing, state: 'pausing' })).toBe(false)
  expect(isRestartable({ ...standing, state: 'running' })).toBe(true)
  expect(isRestartable({ ...standing, state: 'moving' })).toBe(false)
})

it('has what runs, waits or rests described anew, but nothing that is on its way', () => {
  for (const state of ['running', 'submitted', 'unplaceable', 'decided', 'paused'] as const)
    expect(isEditable({ ...standing, state }), state).toBe(true)
  for (const state of ['awaiting_approval', 'deploying', 'moving', 'pausing', 'failed'] as const)
    expect(isEditable({ ...standing, state }), state).toBe(false)
})

it('offers none of these for what is being cancelled', () => {
  const cancelled = { ...standing, cancel_requested: true }
  expect(isPausable({ ...cancelled, state: 'running' })).toBe(false)
  expect(isRestartable({ ...cancelled, state: 'running' })).toBe(false)
  expect(isResumable({ ...cancelled, state: 'paused' })).toBe(false)
})

it('orders priorities by weight', () => {
  expect(['critical', 'low', 'high', 'medium'].toSorted((a, b) => priorityRank(a) - priorityRank(b))).toEqual([
    'low',
    'medium',
    'high',
    'critical',
  ])
})

it('goes on after a failure and tells both', async () => {
  const refused = new Error('refused')
  const result = await forEach(['a', 'b', 'c'], (id) => (id === 'b' ? Promise.reject(refused) : Promise.resolve()))
  expect(result).toEqual({ done: ['a', 'c'], failed: [{ id: 'b', error: refused }] })
})
