import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiKeysQuery, revokeApiKey } from '@/api/security'
import type { ApiKey } from '@/api/types'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Instant, WallAge } from '@/components/ui/time'
import { scopeText } from '@/lib/format'
import { KeyDialog, type KeyTask } from './key-dialogs'
import { securityPlace } from './place'

const tones: Record<ApiKey['state'], Tone> = { active: 'good', expired: 'neutral', revoked: 'bad' }

/** The keys of the person's programs: made, rotated and revoked here, their secrets shown once. */
export function KeysCard() {
  const query = useInfiniteQuery(apiKeysQuery)
  const [task, setTask] = useState<KeyTask | null>(null)
  return (
    <Card
      title="API keys"
      note="For programs. A key does at most what you may do yourself, and never approves."
      flush
      actions={
        <Button size="sm" variant="primary" onClick={() => setTask({ kind: 'create' })}>
          New key…
        </Button>
      }
    >
      <QueryView
        query={query}
        what="Your API keys"
        loading={
          <div className="p-4">
            <LoadingLines lines={3} label="Loading your API keys" />
          </div>
        }
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={
          <EmptyState title="No key yet">
            A program sends its key in the header <code>X-API-Key</code>, or as a bearer token.
          </EmptyState>
        }
      >
        {(data) => (
          <>
            <TableFrame label="API keys">
              <thead>
                <tr>
                  <Th>Name</Th>
                  <Th>Begins with</Th>
                  <Th>May</Th>
                  <Th>State</Th>
                  <Th>Last used</Th>
                  <Th>Expires</Th>
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {data.pages
                  .flatMap((page) => page.items)
                  .map((key) => (
                    <KeyRow key={key.id} apiKey={key} onTask={setTask} />
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
      <KeyDialog task={task} onClose={() => setTask(null)} />
    </Card>
  )
}

function KeyRow({ apiKey, onTask }: { apiKey: ApiKey; onTask: (task: KeyTask) => void }) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const revoking = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
  const active = apiKey.state === 'active'
  return (
    <tr>
      <Td className="min-w-36 font-medium wrap-anywhere">{apiKey.name}</Td>
      <Td>
        {apiKey.prefixes.map((prefix) => (
          <code key={prefix} className="mr-2">
            {prefix}…
          </code>
        ))}
        {apiKey.overlap_until !== null && (
          <span className="block text-xs text-muted">
            the older until <Instant instant={apiKey.overlap_until} />
          </span>
        )}
      </Td>
      <Td>
        {apiKey.roles.join(', ')}
        <span className="block text-xs text-muted">
          teams: {scopeText(apiKey.teams)}; environments: {scopeText(apiKey.environments)}
        </span>
      </Td>
      <Td>
        <Badge tone={tones[apiKey.state]}>{apiKey.state}</Badge>
      </Td>
      <Td>{apiKey.last_used_at === null ? 'never' : <WallAge instant={apiKey.last_used_at} />}</Td>
      <Td>
        <Instant instant={apiKey.expires_at} />
      </Td>
      <Td className="text-right whitespace-nowrap">
        {active && !asking && (
          <span className="inline-flex gap-2">
            <Button
              size="sm"
              aria-label={`Rotate ${apiKey.name}`}
              onClick={() => onTask({ kind: 'rotate', key: apiKey })}
            >
              Rotate…
            </Button>
            <Button size="sm" aria-label={`Revoke ${apiKey.name}`} onClick={() => setAsking(true)}>
              Revoke…
            </Button>
          </span>
        )}
        {active && asking && (
          <span className="inline-flex items-center gap-2">
            <span className="text-xs">Stops within seconds.</span>
            <Button size="sm" variant="danger" disabled={revoking.isPending} onClick={() => revoking.mutate()}>
              Revoke
            </Button>
            <Button size="sm" onClick={() => setAsking(false)}>
              Keep
            </Button>
          </span>
        )}
        {revoking.isError && (
          <div className="mt-2 text-left whitespace-normal">
            <MutationError error={revoking.error} what="The key" verb="was not revoked" place={securityPlace} />
          </div>
        )}
      </Td>
    </tr>
  )
}
