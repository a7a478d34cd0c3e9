import { expect, it } from 'vitest'
import type { Workload } from '@/api/types'
import { parseSort, sortWorkloads } from './list-model'

const workload = (id: string, part: Partial<Workload>) =>
  ({ id, state: 'running', cpu_cores: 1, created_at: '2026-11-23T18:00:00Z', ...part }) as Workload

it('reads the order from the address and falls back to newest first', () => {
  expect(parseSort(null)).toEqual({ key: 'created_at', descending: true })
  expect(parseSort('cpu_cores')).toEqual({ key: 'cpu_cores', descending: false })
  expect(parseSort('-team')).toEqual({ key: 'team', descending: true })
  expect(parseSort('colour')).toEqual({ key: 'created_at', descending: true })
})

it('sorts numbers as numbers, priorities by weight and names naturally', () => {
  const ids = (sort: string, ...rows: Workload[]) => sortWorkloads(rows, parseSort(sort)).map((row) => row.id)
  expect(ids('cpu_cores', workload('a', { cpu_cores: 10 }), workload('b', { cpu_cores: 9 }))).toEqual(['b', 'a'])
  expect(ids('-priority', workload('a', { priority: 'low' }), workload('b', { priority: 'critical' }))).toEqual([
    'b',
    'a',
  ])
  expect(ids('id', workload('run-10', {}), workload('run-9', {}))).toEqual(['run-9', 'run-10'])
})
