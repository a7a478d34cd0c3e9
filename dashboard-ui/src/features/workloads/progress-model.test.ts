import { describe, expect, it } from 'vitest'
import { progressOf } from './progress-model'

type Parts = Parameters<typeof progressOf>[0]
const workload: Parts['workload'] = { created_at: '2026-11-28T10:00:00Z', state: 'submitted', decision_id: null }
const stage = (name: string, state: string, finished: string | null = null) =>
  ({ name, state, finished_at: finished, started_at: null, attempts: 1, summary: null }) as NonNullable<
    Parts['change']
  >['stages'][number]
const states = (parts: Partial<Parts>) =>
  progressOf({ workload, history: [], change: null, ...parts }).map((each) => each.state)

describe('the way of a workload', () => {
  it('waits for its decision at first', () => {
    expect(states({})).toEqual(['done', 'now', 'waiting', 'waiting', 'waiting', 'waiting'])
  })

  it('stands at the approval once its change is there', () => {
    const change = { created_at: 'x', state: 'awaiting_approval' as const, stages: [stage('approval', 'running')] }
    expect(states({ workload: { ...workload, decision_id: 'd' }, change })).toEqual([
      'done',
      'done',
      'done',
      'now',
      'waiting',
      'waiting',
    ])
  })

  it('says that nobody had to approve', () => {
    const change = { created_at: 'x', state: 'running' as const, stages: [stage('approval', 'skipped', 'y')] }
    expect(progressOf({ workload: { ...workload, decision_id: 'd' }, history: [], change })[3]).toEqual({
      step: 'approved',
      state: 'done',
      at: 'y',
      note: 'automatic',
    })
  })

  it('ends where the change failed', () => {
    const change = {
      created_at: 'x',
      state: 'failed' as const,
      stages: [stage('approval', 'succeeded'), stage('apply', 'failed')],
    }
    expect(states({ workload: { ...workload, decision_id: 'd' }, change })).toEqual([
      'done',
      'done',
      'done',
      'done',
      'failed',
      'waiting',
    ])
  })
})
