import { useQuery } from '@tanstack/react-query'
import { Boxes, Keyboard, Languages, Moon, Palette, Plus, Rows3, Sun, type LucideIcon } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { canSubmit, useUser } from '@/api/session'
import { workloadsFoundQuery } from '@/api/workloads'
import { cn } from '@/lib/cn'
import { humanise } from '@/lib/format'
import { switchLanguage, useLanguage } from '@/lib/i18n'
import { useCommon } from '@/lib/i18n/common'
import { density } from '@/lib/preferences'
import type { Place } from '@/lib/routes'
import { setTheme } from '@/lib/theme'

type Entry = { id: string; group: string; label: string; note?: string; icon: LucideIcon; run: () => void }

/** Every word of the query has to begin a word of the label, or be inside of it. */
export function fits(label: string, query: string): boolean {
  const text = label.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Pages, workloads and commands by name: opened by Ctrl-K. */
export default function CommandPalette({
  places,
  onClose,
  onHelp,
}: {
  places: Place[]
  onClose: () => void
  onHelp: () => void
}) {
  const t = useCommon()
  const id = useId()
  const navigate = useNavigate()
  const user = useUser()
  const language = useLanguage()
  const [query, setQuery] = useState('')
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const timer = setTimeout(() => setWanted(query.trim()), 200)
    return () => clearTimeout(timer)
  }, [query])
  const found = useQuery({ ...workloadsFoundQuery(wanted), enabled: wanted.length > 1 })

  const go = (place: string) => () => {
    onClose()
    void navigate(place)
  }
  const act = (run: () => void) => () => {
    onClose()
    run()
  }
  const pages: Entry[] = places.map((place) => ({
    id: `page ${place.to}`,
    group: t('palette.pages'),
    label: t(place.label),
    icon: place.icon,
    run: go(place.to),
  }))
  const other = language === 'en' ? 'zh' : 'en'
  const commands: Entry[] = [
    ...(canSubmit(user) ? [{ id: 'submit', label: t('palette.submit'), icon: Plus, run: go('/workloads/new') }] : []),
    { id: 'light', label: `${t('theme')}: ${t('theme.light')}`, icon: Sun, run: act(() => setTheme('light')) },
    { id: 'dark', label: `${t('theme')}: ${t('theme.dark')}`, icon: Moon, run: act(() => setTheme('dark')) },
    {
      id: 'language',
      label: `${t('language')}: ${other === 'zh' ? '简体中文' : 'English'}`,
      icon: Languages,
      run: act(() => void switchLanguage(other)),
    },
    ...density.options.map((each) => ({
      id: each,
      label: `${t('density')}: ${t(`density.${each}`)}`,
      icon: Rows3,
      run: act(() => density.set(each)),
    })),
    { id: 'help', label: t('palette.help'), icon: Keyboard, run: onHelp },
    { id: 'design', label: t('palette.design'), icon: Palette, run: go('/design') },
  ].map((each) => ({ ...each, group: t('palette.commands') }))
  const workloads: Entry[] = (query.trim() === '' ? [] : (found.data?.items ?? [])).map((workload) => ({
    id: `workload ${workload.id}`,
    group: t('palette.workloads'),
    label: workload.id,
    note: humanise(workload.state),
    icon: Boxes,
    run: go(`/workloads/${encodeURIComponent(workload.id)}`),
  }))
  const entries = [...[...pages, ...commands].filter((entry) => fits(entry.label, query.trim())), ...workloads]
  const active = Math.min(at, entries.length - 1)

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const groups = [...new Set(entries.map((entry) => entry.group))]
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/45" aria-hidden="true" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-xl border bg-raised shadow-raised focus:outline-none"
        >
          <Radix.Title className="sr-only">{t('palette.open')}</Radix.Title>
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
            aria-label={t('palette.hint')}
            placeholder={t('palette.hint')}
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setAt(0)
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setAt(entries.length === 0 ? 0 : (active + 1) % entries.length)
              else if (event.key === 'ArrowUp') setAt(Math.max(0, active < 1 ? entries.length - 1 : active - 1))
              else if (event.key === 'Enter') entries[active]?.run()
              else return
              event.preventDefault()
            }}
            className="h-12 w-full border-b bg-transparent px-4 text-sm text-text outline-none placeholder:text-muted"
          />
          <p role="status" className="sr-only">
            {t('palette.found', { count: entries.length })}
          </p>
          {entries.length === 0 ? (
            <p className="p-6 text-center text-[13px] text-muted">{t('palette.nothing')}</p>
          ) : (
            <div
              ref={list}
              id={`${id}-list`}
              role="listbox"
              aria-label={t('palette.open')}
              className="overflow-y-auto p-2"
            >
              {groups.map((group) => (
                <div key={group} role="presentation">
                  <p className="px-2 pt-2 pb-1 text-2xs font-medium text-muted">{group}</p>
                  <div role="group" aria-label={group}>
                    {entries.map((entry, index) =>
                      entry.group !== group ? null : (
                        // The focus stays in the field, whose keys choose; a pointer may click.
                        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                        <div
                          key={entry.id}
                          id={`${id}-${index}`}
                          role="option"
                          tabIndex={-1}
                          aria-selected={index === active}
                          className={cn(
                            'flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 text-[13px]',
                            index === active && 'bg-accent-soft text-accent',
                          )}
                          onPointerMove={() => setAt(index)}
                          onClick={entry.run}
                        >
                          <entry.icon className="size-4 shrink-0 opacity-70" aria-hidden="true" />
                          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                          {entry.note !== undefined && <span className="text-xs text-muted">{entry.note}</span>}
                        </div>
                      ),
                    )}
                  </div>
                </div>
              ))}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
