import { useQuery } from '@tanstack/react-query'
import { deploymentLogsQuery } from '@/api/deployments'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { Sheet } from '@/components/ui/sheet'
import { EmptyState, QueryView } from '@/components/ui/states'
import { useRefreshInterval } from '@/lib/live/live-context'
import { useText } from './text'

/** What the replicas of a deployment wrote last. */
export default function Logs({
  deployment,
  workload,
  onClose,
}: {
  deployment: string
  workload: string
  onClose: () => void
}) {
  const t = useText()
  const query = useQuery({ ...deploymentLogsQuery(deployment), refetchInterval: useRefreshInterval(15_000) })
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={t('logs.of', { workload })}
    >
      <QueryView
        query={query}
        what={t('logs.what')}
        isEmpty={(logs) => logs.replicas.every((replica) => replica.text === '')}
        empty={<EmptyState title={t('logs.none')} />}
      >
        {(logs) => (
          <div className="space-y-4">
            {logs.replicas.map((replica) => (
              <section key={replica.replica}>
                <h3 className="mb-1 text-xs font-medium text-muted">{`#${replica.replica}`}</h3>
                <ScrollRegion
                  label={`${t('logs')} #${replica.replica}`}
                  className="max-h-96 overflow-auto rounded-md bg-sunken p-3"
                >
                  <pre lang="en" className="font-mono text-xs whitespace-pre-wrap">
                    {replica.text}
                  </pre>
                </ScrollRegion>
                {!replica.complete && <p className="mt-1 text-xs text-muted">{t('logs.cut')}</p>}
              </section>
            ))}
          </div>
        )}
      </QueryView>
    </Sheet>
  )
}
