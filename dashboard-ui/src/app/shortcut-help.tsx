import { Dialog } from '@/components/ui/dialog'
import { useCommon } from '@/lib/i18n/common'
import { useShortcutList, type Shortcut } from '@/lib/shortcuts'

function Keys({ keys }: { keys: string }) {
  const t = useCommon()
  return (
    <span className="flex shrink-0 items-center gap-1">
      {keys.split(' ').map((key, index) => (
        <span key={key} className="flex items-center gap-1">
          {index > 0 && <span className="text-xs text-muted">{t('shortcut.then')}</span>}
          {key.split('+').map((part) => (
            <kbd key={part} className="min-w-5 rounded border bg-sunken px-1.5 py-0.5 text-center font-mono text-xs">
              {part === 'mod' ? 'Ctrl' : part.length === 1 ? part.toUpperCase() : part}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  )
}

/** Every key of the page that is open, and those of all pages. */
export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const t = useCommon()
  const all = useShortcutList()
  const parts: [string, readonly Shortcut[]][] = [
    [t('shortcut.page'), all.filter((each) => each.scope === 'page')],
    [t('shortcut.global'), all.filter((each) => each.scope === 'global')],
  ]
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={t('shortcut.title')}
    >
      <div className="mt-4 space-y-5">
        {parts
          .filter(([, shortcuts]) => shortcuts.length > 0)
          .map(([title, shortcuts]) => (
            <section key={title} aria-label={title}>
              <h3 className="mb-1.5 text-xs font-medium text-muted">{title}</h3>
              <ul>
                {shortcuts.map((each) => (
                  <li
                    key={each.keys}
                    className="flex items-center justify-between gap-4 border-b py-1.5 text-[13px] last:border-b-0"
                  >
                    {each.label}
                    <Keys keys={each.keys} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
    </Dialog>
  )
}
