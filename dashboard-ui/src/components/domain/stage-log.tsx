import { useQuery } from '@tanstack/react-query'
import { stageLogQuery } from '@/api/changes'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState, QueryView } from '@/components/ui/states'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { cn } from '@/lib/cn'
import { formatInstant, humanise } from '@/lib/format'

const levels = { info: 'text-muted', warning: 'text-warn', error: 'text-bad' }

/** What a stage wrote while it worked; it grows while the stage runs. */
export default function StageLog({
  changeId,
  stage,
  onClose,
}: {
  changeId: string
  stage: string
  onClose: () => void
}) {
  const query = useQuery(stageLogQuery(changeId, stage))
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={`Log of ${humanise(stage).toLowerCase()}`}
    >
      <div className="mt-4">
        <QueryView
          query={query}
          what="The log"
          isEmpty={(log) => log.lines.length === 0}
          empty={<EmptyState title="Nothing was written yet" />}
        >
          {(log) => (
            <>
              <ScrollRegion label="Log lines" className="max-h-[60dvh] overflow-y-auto rounded-md bg-sunken p-3">
                <ol className="space-y-1 font-mono text-xs">
                  {log.lines.map((line) => (
                    <li key={line.seq} className="flex flex-wrap gap-x-3">
                      <time dateTime={line.at} title={formatInstant(line.at)} className="num text-muted">
                        {new Date(line.at).toLocaleTimeString('en-GB')}
                      </time>
                      <span className={cn('w-14', levels[line.level])}>{line.level}</span>
                      <span className="min-w-0 flex-1 basis-64 wrap-anywhere">{line.message}</span>
                    </li>
                  ))}
                </ol>
              </ScrollRegion>
              {log.more && (
                <p className="mt-2 text-xs text-muted">
                  The log is longer; its first {log.lines.length} lines are shown.
                </p>
              )}
            </>
          )}
        </QueryView>
      </div>
    </Dialog>
  )
}
