import { describe, expect, it } from 'vitest'
import type { Change } from '@/api/types'
import { userWith } from '@/test/render'
import { whyNot } from './verdict-rights'

const change = (part: Partial<Change> = {}) =>
  ({
    state: 'awaiting_approval',
    author: { actor_id: 'actor-else', name: 'else' },
    plan: { hash: 'sha256:1' },
    approval: { verdicts: [] },
    ...part,
  }) as unknown as Change

describe('who may judge', () => {
  it('approvers and admins may', () => {
    expect(whyNot(userWith(['approver']), change())).toBeNull()
    expect(whyNot(userWith(['admin']), change())).toBeNull()
  })

  it('others are told which role is missing', () => {
    expect(whyNot(userWith(['operator']), change())).toBe('role')
  })

  it('the author never may, whatever the role', () => {
    expect(whyNot(userWith(['admin']), change({ author: { actor_id: 'actor-ada', name: 'ada' } }))).toBe('author')
  })

  it('nobody may twice', () => {
    const verdicts = [
      { actor_id: 'actor-ada', name: 'ada', verdict: 'approve' as const, reason: 'ok', at: '', on_behalf_of: null },
    ]
    const approval = {
      level: 'two_approvers' as const,
      reasons: [],
      required: 2,
      granted: 1,
      expires_at: null,
      verdicts,
    }
    expect(whyNot(userWith(['approver']), change({ approval }))).toBe('twice')
  })

  it('nobody may once it is over, or before there is a plan', () => {
    expect(whyNot(userWith(['approver']), change({ state: 'expired' }))).toBe('over')
    expect(whyNot(userWith(['approver']), change({ plan: null }))).toBe('noPlan')
  })
})
