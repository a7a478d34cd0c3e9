import { useQuery } from '@tanstack/react-query'
import { stageLogQuery } from '@/api/changes'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState, QueryView } from '@/components/ui/states'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { cn } from '@/lib/cn'
import { formatClock, formatInstant, humaniseInside } from '@/lib/format'
import { useDomain } from './text'

const levels = { info: 'text-muted', warning: 'text-warn', error: 'text-bad' }

/** What a stage wrote while it worked; it grows while the stage runs. */
export default function StageLog({
  changeId,
  stage,
  running = false,
  onClose,
}: {
  changeId: string
  stage: string
  running?: boolean
  onClose: () => void
}) {
  const t = useDomain()
  const query = useQuery({ ...stageLogQuery(changeId, stage), refetchInterval: running ? 2000 : false })
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={t('log.title', { stage: humaniseInside(stage) })}
    >
      <div className="mt-4">
        <QueryView
          query={query}
          what={t('log.what')}
          isEmpty={(log) => log.lines.length === 0}
          empty={<EmptyState title={t('log.empty')} />}
        >
          {(log) => (
            <>
              <ScrollRegion label={t('log.lines')} className="max-h-[60dvh] overflow-y-auto rounded-md bg-sunken p-3">
                <ol className="space-y-1 font-mono text-xs" lang="en">
                  {log.lines.map((line) => (
                    <li key={line.seq} className="flex flex-wrap gap-x-3">
                      <time dateTime={line.at} title={formatInstant(line.at)} className="num text-muted">
                        {formatClock(line.at)}
                      </time>
                      <span className={cn('w-14', levels[line.level])}>{line.level}</span>
                      <span className="min-w-0 flex-1 basis-64 wrap-anywhere">{line.message}</span>
                    </li>
                  ))}
                </ol>
              </ScrollRegion>
              {running && <p className="mt-2 text-xs text-muted">{t('log.follows')}</p>}
              {log.more && <p className="mt-2 text-xs text-muted">{t('log.more', { count: log.lines.length })}</p>}
            </>
          )}
        </QueryView>
      </div>
    </Dialog>
  )
}
