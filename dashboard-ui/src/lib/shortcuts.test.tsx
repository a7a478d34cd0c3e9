import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useShortcut, useShortcutList } from './shortcuts'

function Page({ run, pair, enabled = true }: { run: () => void; pair: () => void; enabled?: boolean }) {
  useShortcut('a', 'Approve', run, { enabled })
  useShortcut('g w', 'Workloads', pair)
  useShortcut('mod+k', 'Palette', run)
  return (
    <>
      <input aria-label="text" />
      <p>{useShortcutList().length}</p>
    </>
  )
}

it('runs at a key, at a pair and at a held key, and lists them', () => {
  const run = vi.fn()
  const pair = vi.fn()
  render(<Page run={run} pair={pair} />)
  expect(screen.getByText('3')).toBeInTheDocument()
  fireEvent.keyDown(document.body, { key: 'a' })
  fireEvent.keyDown(document.body, { key: 'g' })
  fireEvent.keyDown(document.body, { key: 'w' })
  expect(run).toHaveBeenCalledTimes(1)
  expect(pair).toHaveBeenCalledTimes(1)
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'k', ctrlKey: true })
  expect(run).toHaveBeenCalledTimes(2)
})

it('leaves letters to whoever types, and stays silent when it is off', () => {
  const run = vi.fn()
  render(<Page run={run} pair={run} enabled={false} />)
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'g' })
  fireEvent.keyDown(document.body, { key: 'w' })
  fireEvent.keyDown(document.body, { key: 'a' })
  expect(run).not.toHaveBeenCalled()
})
