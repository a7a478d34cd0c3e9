import { NavLink } from 'react-router'
import { cn } from '@/lib/cn'

export type Place = { to: string; label: string; end?: boolean }

/** The pages of one area, one of which is open. */
export function SubNav({ label, places }: { label: string; places: Place[] }) {
  return (
    <nav aria-label={label} className="mb-4 overflow-x-auto border-b">
      <ul className="flex gap-1">
        {places.map(({ to, label: text, end = false }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              className={({ isActive }) =>
                cn(
                  '-mb-px block border-b-2 px-3 py-2 text-[13px] font-medium whitespace-nowrap',
                  isActive ? 'border-accent text-accent' : 'border-transparent text-muted hover:text-text',
                )
              }
            >
              {text}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
