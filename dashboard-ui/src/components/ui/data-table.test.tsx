import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { renderPage } from '@/test/render'
import { DataTable, type DataColumn } from './data-table'

type Row = { id: string; state: string; value: number }
const rows: Row[] = Array.from({ length: 5000 }, (_, index) => ({
  id: `row-${index}`,
  state: index % 2 === 0 ? 'running' : 'failed',
  value: index,
}))
const columns: DataColumn<Row>[] = [
  { id: 'id', header: 'Name', value: (row) => row.id, grow: true },
  { id: 'state', header: 'State', value: (row) => row.state, filter: true },
  { id: 'value', header: 'Value', value: (row) => row.value, numeric: true },
]
const draw = (path = '/') =>
  renderPage(
    <DataTable
      id="rows"
      label="Rows"
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns}
      selection={(chosen) => <p>{`${chosen.length} in the bar`}</p>}
    />,
    { path, route: '/' },
  )

afterEach(() => localStorage.clear())

it('draws a screenful of five thousand rows and says how many there are', () => {
  draw()
  const table = screen.getByRole('table', { name: 'Rows' })
  expect(table).toHaveAttribute('aria-rowcount', '5001')
  expect(within(table).getAllByRole('row').length).toBeLessThan(60)
  expect(screen.getByRole('status')).toHaveTextContent('5,000 rows')
})

it('sorts by a head, and the address says so', async () => {
  const { router } = draw()
  await userEvent.click(screen.getByText('Value'))
  expect(router.state.location.search).toBe('?sort=-value')
  expect(screen.getByText('row-4999')).toBeInTheDocument()
  expect(screen.getByText('Value').closest('[role="columnheader"]')).toHaveAttribute('aria-sort', 'descending')
})

it('shows what a shared address says', () => {
  draw('/?f=state:failed&q=row-4')
  expect(screen.getByRole('status')).toHaveTextContent('of 5,000 rows')
  expect(screen.queryByText('row-4')).not.toBeInTheDocument()
  expect(screen.getByText('row-41')).toBeInTheDocument()
})

it('teaches when nothing fits, and clears the filters', async () => {
  const { router } = draw('/?q=nothing')
  await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }))
  expect(router.state.location.search).toBe('')
})

it('offers actions for the rows that are chosen', async () => {
  draw()
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select row-1' }))
  expect(screen.getByText('1 in the bar')).toBeInTheDocument()
})
