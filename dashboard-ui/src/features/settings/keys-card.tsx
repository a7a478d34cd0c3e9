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
import { humanise, humaniseInside, scopeText } from '@/lib/format'
import { KeyDialog, type KeyTask } from './key-dialogs'
import { securityPlace } from './place'
import { useText } from './text'

const header = 'X-API-Key'

const tones: Record<ApiKey['state'], Tone> = { active: 'good', expired: 'neutral', revoked: 'bad' }

/** The keys of the person's programs: made, rotated and revoked here, their secrets shown once. */
export function KeysCard() {
  const t = useText()
  const query = useInfiniteQuery(apiKeysQuery)
  const [task, setTask] = useState<KeyTask | null>(null)
  return (
    <Card
      title={t('keys')}
      note={t('keys.note')}
      flush
      actions={
        <Button size="sm" variant="primary" onClick={() => setTask({ kind: 'create' })}>
          {t('key.new')}
        </Button>
      }
    >
      <QueryView
        query={query}
        what={t('keys.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={3} />
          </div>
        }
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={
          <EmptyState title={t('keys.empty')}>
            {t.rich('keys.empty.hint', { header: <code>{header}</code> })}
          </EmptyState>
        }
      >
        {(data) => (
          <>
            <TableFrame label={t('keys')}>
              <thead>
                <tr>
                  <Th>{t('name')}</Th>
                  <Th>{t('key.prefix')}</Th>
                  <Th>{t('key.may')}</Th>
                  <Th>{t('state')}</Th>
                  <Th>{t('key.lastUsed')}</Th>
                  <Th>{t('key.expires')}</Th>
                  <Th>
                    <span className="sr-only">{t('actions')}</span>
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
                  {t(query.isFetchingNextPage ? 'loading' : 'more')}
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
  const t = useText()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const revoking = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
  const active = apiKey.state === 'active'
  return (
    <tr>
      <Td className="min-w-36 font-medium wrap-anywhere">
        <span data-raw>{apiKey.name}</span>
      </Td>
      <Td>
        {apiKey.prefixes.map((prefix) => (
          <code key={prefix} className="mr-2">
            {prefix}…
          </code>
        ))}
        {apiKey.overlap_until !== null && (
          <span className="block text-xs text-muted">
            {t.rich('key.overlap', { until: <Instant instant={apiKey.overlap_until} /> })}
          </span>
        )}
      </Td>
      <Td>
        {apiKey.roles.map(humanise).join(', ')}
        <span className="block text-xs text-muted">
          {t('scope', { teams: scopeText(apiKey.teams), environments: scopeText(apiKey.environments) })}
        </span>
      </Td>
      <Td>
        <Badge tone={tones[apiKey.state]}>{humaniseInside(apiKey.state)}</Badge>
      </Td>
      <Td>{apiKey.last_used_at === null ? t('never') : <WallAge instant={apiKey.last_used_at} />}</Td>
      <Td>
        <Instant instant={apiKey.expires_at} />
      </Td>
      <Td className="text-right whitespace-nowrap">
        {active && !asking && (
          <span className="inline-flex gap-2">
            <Button
              size="sm"
              aria-label={t('key.rotate.of', { name: apiKey.name })}
              onClick={() => onTask({ kind: 'rotate', key: apiKey })}
            >
              {t('key.rotate')}
            </Button>
            <Button size="sm" aria-label={t('key.revoke.of', { name: apiKey.name })} onClick={() => setAsking(true)}>
              {t('key.revoke')}
            </Button>
          </span>
        )}
        {active && asking && (
          <span className="inline-flex items-center gap-2">
            <span className="text-xs">{t('key.revoke.text')}</span>
            <Button size="sm" variant="danger" disabled={revoking.isPending} onClick={() => revoking.mutate()}>
              {t('key.revoke.confirm')}
            </Button>
            <Button size="sm" onClick={() => setAsking(false)}>
              {t('key.keep')}
            </Button>
          </span>
        )}
        {revoking.isError && (
          <div className="mt-2 text-left whitespace-normal">
            <MutationError
              error={revoking.error}
              what={t('key.what')}
              verb={t('key.notRevoked')}
              place={securityPlace}
            />
          </div>
        )}
      </Td>
    </tr>
  )
}
