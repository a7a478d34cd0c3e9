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
import { browserName } from './browser-name'
import { securityPlace } from './place'

/** The browsers that are signed in, each of which can be signed out from here. */
export function SessionsCard() {
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
      title="Signed-in browsers"
      flush
      actions={
        <Button size="sm" disabled={ending.isPending || query.data === undefined} onClick={() => ending.mutate('all')}>
          Sign out everywhere
        </Button>
      }
    >
      {ending.isError && (
        <div className="p-3">
          <MutationError error={ending.error} what="The session" verb="was not ended" place={securityPlace} />
        </div>
      )}
      <QueryView
        query={query}
        what="Your sessions"
        loading={
          <div className="p-4">
            <LoadingLines lines={3} label="Loading your sessions" />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title="No browser is signed in">This page was opened with a token.</EmptyState>}
      >
        {(page) => (
          <TableFrame label="Signed-in browsers">
            <thead>
              <tr>
                <Th>Browser</Th>
                <Th>Address</Th>
                <Th>Signed in</Th>
                <Th>Last seen</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((session) => (
                <tr key={session.id}>
                  <Td>
                    <span title={session.user_agent}>{browserName(session.user_agent)}</span>{' '}
                    {session.current && <Badge tone="good">this one</Badge>}
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
                      aria-label={`Sign out ${browserName(session.user_agent)} at ${session.address}`}
                      onClick={() => ending.mutate(session)}
                    >
                      Sign out
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
