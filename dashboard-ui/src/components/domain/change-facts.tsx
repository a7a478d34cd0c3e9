import type { Change } from '@/api/types'
import { Facts } from '@/components/ui/facts'
import { Age, Instant } from '@/components/ui/time'
import { shortHash } from '@/lib/format'

export function ChangeFacts({ change }: { change: Change }) {
  return (
    <Facts
      items={[
        { term: 'Author', value: change.author.name },
        { term: 'Team', value: change.team },
        { term: 'Environment', value: change.environment },
        { term: 'Created', value: <Instant instant={change.created_at} /> },
        { term: 'Last moved', value: <Age instant={change.updated_at} /> },
        { term: 'Branch', value: <code className="text-xs">{change.branch}</code> },
        {
          term: 'Merged as',
          value:
            change.merged_commit === null ? (
              'not merged'
            ) : (
              <code title={change.merged_commit}>{shortHash(change.merged_commit)}</code>
            ),
        },
      ]}
    />
  )
}

export function Commits({ change }: { change: Change }) {
  if (change.commits.length === 0) return <p className="text-[13px] text-muted">Nothing is committed yet.</p>
  return (
    <ul className="space-y-1.5">
      {change.commits.map((commit) => (
        <li key={commit.id} className="flex gap-2 text-[13px]">
          <code className="shrink-0 text-xs leading-5 text-accent" title={commit.id}>
            {shortHash(commit.id)}
          </code>
          <span className="wrap-anywhere">{commit.subject}</span>
        </li>
      ))}
    </ul>
  )
}
