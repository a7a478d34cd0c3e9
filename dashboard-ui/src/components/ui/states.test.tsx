import { useQuery } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { ProblemError } from '@/lib/problem'
import { renderPage } from '@/test/render'
import { EmptyState, QueryView } from './states'

const outage = new ProblemError({
  title: 'The service is not available',
  status: 503,
  detail: 'routing does not answer',
  code: 'unavailable',
  trace_id: 'trace-1',
})

function Names({ load }: { load: () => Promise<string[]> }) {
  const query = useQuery({ queryKey: ['names'], queryFn: load })
  return (
    <>
      <button type="button" onClick={() => void query.refetch()}>
        refresh
      </button>
      <QueryView
        query={query}
        what="Names"
        isEmpty={(names) => names.length === 0}
        empty={<EmptyState title="No name yet">Names come by themselves.</EmptyState>}
      >
        {(names) => <p>{names.join(' ')}</p>}
      </QueryView>
    </>
  )
}

it('says that it is loading', () => {
  renderPage(<Names load={() => new Promise(() => undefined)} />)
  expect(screen.getByText('Loading: Names')).toBeInTheDocument()
})

it('teaches when there is nothing', async () => {
  renderPage(<Names load={() => Promise.resolve([])} />)
  expect(await screen.findByText('Names come by themselves.')).toBeInTheDocument()
})

it('shows an outage as an outage, with problem, trace and another try', async () => {
  const load = vi.fn<() => Promise<string[]>>().mockRejectedValueOnce(outage).mockResolvedValue(['ada'])
  renderPage(<Names load={load} />)
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('Outage: Names cannot be shown')
  expect(alert).toHaveTextContent('routing does not answer')
  expect(alert).toHaveTextContent('trace-1')
  expect(screen.queryByText('No name yet')).not.toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('ada')).toBeInTheDocument()
})

it('keeps what it had and marks its age when the refresh fails', async () => {
  const load = vi.fn<() => Promise<string[]>>().mockResolvedValueOnce(['ada']).mockRejectedValue(outage)
  renderPage(<Names load={load} />)
  await screen.findByText('ada')
  await userEvent.click(screen.getByRole('button', { name: 'refresh' }))
  await waitFor(() => expect(screen.getByText(/Stale: as of/)).toBeInTheDocument())
  expect(screen.getByText('ada')).toBeInTheDocument()
})
