import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { changesQuery, type ChangeFilters } from '@/api/changes'
import { changeStates } from '@/api/types'
import { ChangeStateBadge } from '@/components/domain/labels'
import { StageBars } from '@/components/domain/stage-track'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Age } from '@/components/ui/time'
import { humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'

export function ChangeListPage() {
  const [params, setParams] = useSearchParams()
  const state = params.get('state') ?? ''
  const filters: ChangeFilters = state === '' ? {} : { state }
  const query = useInfiniteQuery({ ...changesQuery(filters), refetchInterval: useRefreshInterval(60_000) })
  return (
    <>
      <PageHeader
        title="Changes"
        lead="Every decision is a commit; every commit passes these stages before it reaches a cloud."
      />
      <search className="mb-3 block max-w-56">
        <Field label="State">
          {(control) => (
            <Select
              {...control}
              value={state}
              onChange={(event) =>
                setParams(event.target.value === '' ? {} : { state: event.target.value }, {
                  replace: true,
                  preventScrollReset: true,
                })
              }
            >
              <option value="">All</option>
              {changeStates.map((each) => (
                <option key={each} value={each}>
                  {humanise(each)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </search>
      <Card flush>
        <QueryView
          query={query}
          what="Changes"
          loading={
            <div className="p-4">
              <LoadingLines lines={8} label="Loading changes" />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={
            <EmptyState title={state === '' ? 'No change yet' : 'No change is in this state'}>
              A change is made for every placement decision: it is committed on a branch, validated, scanned, planned,
              approved where needed, applied and watched.
            </EmptyState>
          }
        >
          {(data) => (
            <>
              <TableFrame label="Changes">
                <thead>
                  <tr>
                    <Th>Change</Th>
                    <Th>State</Th>
                    <Th>Stages</Th>
                    <Th>Environment</Th>
                    <Th>Author</Th>
                    <Th>Created</Th>
                  </tr>
                </thead>
                <tbody>
                  {data.pages
                    .flatMap((page) => page.items)
                    .map((change) => (
                      <tr key={change.id} className="hover:bg-sunken">
                        <Td className="min-w-56">
                          <Link
                            to={`/changes/${change.id}`}
                            className="font-medium text-accent underline-offset-2 hover:underline"
                          >
                            {change.title}
                          </Link>
                        </Td>
                        <Td>
                          <ChangeStateBadge state={change.state} />
                        </Td>
                        <Td>
                          <StageBars change={change} />
                        </Td>
                        <Td>{change.environment}</Td>
                        <Td>{change.author.name}</Td>
                        <Td>
                          <Age instant={change.created_at} />
                        </Td>
                      </tr>
                    ))}
                </tbody>
              </TableFrame>
              {query.hasNextPage && (
                <div className="px-4 py-2.5">
                  <Button size="sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {query.isFetchingNextPage ? 'Loading…' : 'Load more'}
                  </Button>
                </div>
              )}
            </>
          )}
        </QueryView>
      </Card>
    </>
  )
}
