import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useText } from './text'

/** A secret that is never to be seen again, to be copied now. */
export function SecretOnce({ secret, done, onClose }: { secret: string; done: string; onClose: () => void }) {
  const t = useText()
  const [copied, setCopied] = useState<boolean | null>(null)
  return (
    <div className="mt-4 space-y-4">
      <output className="block rounded-md border bg-sunken p-3 font-mono text-[13px] wrap-anywhere select-all">
        {secret}
      </output>
      <p role="status" className="text-xs text-muted">
        {copied === true && t('copied')}
        {copied === false && t('copy.failed')}
      </p>
      <div className="flex justify-end gap-2">
        <Button
          onClick={() => {
            navigator.clipboard.writeText(secret).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }}
        >
          {t('copy')}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {done}
        </Button>
      </div>
    </div>
  )
}
