import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endAllSessions, endSession, sessionsQuery } from '@/api/security'
import { sessionQuery } from '@/api/session'
import type { BrowserSession } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { WallAge } from '@/components/ui/time'
import { browserOf } from './browser-name'
import { securityPlace } from './place'
import { useText } from './text'

/** The browsers that are signed in, each of which can be signed out from here. */
export function SessionsCard() {
  const t = useText()
  const name = (userAgent: string) => {
    const { browser, system } = browserOf(userAgent)
    if (browser === null) return userAgent.slice(0, 40) || t('session.unknown')
    return system === null ? browser : t('session.on', { browser, system })
  }
  const query = useQuery(sessionsQuery)
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: (session: BrowserSession | 'all') => (session === 'all' ? endAllSessions() : endSession(session.id)),
    onSuccess: (_, session) =>
      session === 'all' || session.current
        ? queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
        : queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
  return (
    <Card
      title={t('sessions')}
      flush
      actions={
        <Button size="sm" disabled={ending.isPending || query.data === undefined} onClick={() => ending.mutate('all')}>
          {t('session.endAll')}
        </Button>
      }
    >
      {ending.isError && (
        <div className="p-3">
          <MutationError
            error={ending.error}
            what={t('session.what')}
            verb={t('session.notEnded')}
            place={securityPlace}
          />
        </div>
      )}
      <QueryView
        query={query}
        what={t('sessions.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={3} />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('sessions.empty')}>{t('sessions.empty.hint')}</EmptyState>}
      >
        {(page) => (
          <TableFrame label={t('sessions')}>
            <thead>
              <tr>
                <Th>{t('session.browser')}</Th>
                <Th>{t('session.address')}</Th>
                <Th>{t('session.since')}</Th>
                <Th>{t('session.seen')}</Th>
                <Th>
                  <span className="sr-only">{t('actions')}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((session) => (
                <tr key={session.id}>
                  <Td>
                    <span title={session.user_agent}>{name(session.user_agent)}</span>{' '}
                    {session.current && <Badge tone="good">{t('session.this')}</Badge>}
                  </Td>
                  <Td className="num">{session.address}</Td>
                  <Td>
                    <WallAge instant={session.created_at} />
                  </Td>
                  <Td>
                    <WallAge instant={session.last_seen_at} />
                  </Td>
                  <Td className="text-right">
                    <Button
                      size="sm"
                      disabled={ending.isPending}
                      aria-label={t('session.end.of', {
                        browser: name(session.user_agent),
                        address: session.address,
                      })}
                      onClick={() => ending.mutate(session)}
                    >
                      {t('session.end')}
                    </Button>
                  </Td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </QueryView>
    </Card>
  )
}
