import type { Change } from '@/api/types'
import { Facts } from '@/components/ui/facts'
import { Age, Instant } from '@/components/ui/time'
import { humanise, shortHash } from '@/lib/format'
import { useDomain } from './text'

export function ChangeFacts({ change }: { change: Change }) {
  const t = useDomain()
  return (
    <Facts
      items={[
        { term: t('facts.author'), value: change.author.name },
        { term: t('facts.team'), value: change.team },
        { term: t('facts.environment'), value: change.environment },
        { term: t('facts.kind'), value: humanise(change.kind) },
        { term: t('facts.origin'), value: humanise(change.origin) },
        { term: t('facts.created'), value: <Instant instant={change.created_at} /> },
        { term: t('facts.moved'), value: <Age instant={change.updated_at} /> },
        { term: t('facts.branch'), value: <code className="text-xs">{change.branch}</code> },
        {
          term: t('facts.merged'),
          value:
            change.merged_commit === null ? (
              t('facts.notMerged')
            ) : (
              <code title={change.merged_commit}>{shortHash(change.merged_commit)}</code>
            ),
        },
      ]}
    />
  )
}

export function Commits({ change }: { change: Change }) {
  const t = useDomain()
  if (change.commits.length === 0) return <p className="text-[13px] text-muted">{t('facts.noCommits')}</p>
  return (
    <ul className="space-y-1.5">
      {change.commits.map((commit) => (
        <li key={commit.id} className="flex gap-2 text-[13px]">
          <code className="shrink-0 text-xs leading-5 text-accent" title={commit.id}>
            {shortHash(commit.id)}
          </code>
          <span lang="en" className="wrap-anywhere">
            {commit.subject}
          </span>
        </li>
      ))}
    </ul>
  )
}
