import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { RouteObject } from 'react-router'
import type { User } from '@/api/types'
import type { Catalogue } from './i18n'
import type { CommonKey } from './i18n/common'

/** An entry of the navigation and of the command palette. */
export type Place = {
  to: string
  label: CommonKey
  icon: LucideIcon
  /** Small ones stand first; the phone's bar has room for the first four. */
  order: number
  /** The shortcut, as in `g w`. */
  keys?: string
  end?: boolean
  visible?: (user: User) => boolean
  /** A figure beside the label, as the number of what waits. */
  count?: ComponentType
}

/** What a feature's `routes.tsx` exports; the app finds it by its name. */
export type FeatureRoutes = { routes: RouteObject[]; places?: Place[] }

/** Fetches a page and its texts side by side. */
export function lazyPage(page: () => Promise<ComponentType>, ...texts: Pick<Catalogue<string>, 'load'>[]) {
  return async () => {
    const [Component] = await Promise.all([page(), ...texts.map((each) => each.load())])
    return { Component }
  }
}
