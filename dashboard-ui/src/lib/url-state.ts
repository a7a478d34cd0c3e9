import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

/** How one part of a page's state stands in the address. Methods, so that parts of any type fit into one schema. */
export type UrlPart<T> = {
  read(this: void, values: string[]): T
  write(this: void, value: T): string[]
  standard: T
}

export const text = (standard = ''): UrlPart<string> => ({
  read: ([value]) => value ?? standard,
  write: (value) => [value],
  standard,
})

/** One of a few words; what the address has besides them counts as nothing said. */
export function choice<const T extends string>(options: readonly T[]): UrlPart<T | ''>
export function choice<const T extends string>(options: readonly T[], standard: T): UrlPart<T>
export function choice<const T extends string>(options: readonly T[], standard?: T): UrlPart<T | ''> {
  const otherwise = standard ?? ''
  return {
    read: ([value]) => options.find((option) => option === value) ?? otherwise,
    write: (value) => (value === '' ? [] : [value]),
    standard: otherwise,
  }
}

export const number = (standard: number): UrlPart<number> => ({
  read: ([value]) => {
    const parsed = value === undefined || value === '' ? Number.NaN : Number(value)
    return Number.isFinite(parsed) ? parsed : standard
  },
  write: (value) => [String(value)],
  standard,
})

export const flag = (): UrlPart<boolean> => ({
  read: ([value]) => value === '1',
  write: (value) => (value ? ['1'] : []),
  standard: false,
})

export const list = (): UrlPart<string[]> => ({ read: (values) => values, write: (value) => value, standard: [] })

type StateOf<S> = { [Key in keyof S]: S[Key] extends UrlPart<infer T> ? T : never }

const same = (a: string[], b: string[]) => a.length === b.length && a.every((each, index) => each === b[index])

export function readUrl<S extends { [Key in keyof S]: UrlPart<unknown> }>(
  params: URLSearchParams,
  schema: S,
): StateOf<S> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, part]) => [name, (part as UrlPart<unknown>).read(params.getAll(name))]),
  ) as StateOf<S>
}

/** The parameters with a change made; what is as it would be anyway is left out, what others put there stays. */
export function writeUrl<S extends { [Key in keyof S]: UrlPart<unknown> }>(
  params: URLSearchParams,
  schema: S,
  patch: Partial<StateOf<S>>,
): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(patch)) {
    const part = schema[name as keyof S] as unknown as UrlPart<unknown>
    const values = part.write(value)
    next.delete(name)
    if (!same(values, part.write(part.standard))) for (const each of values) if (each !== '') next.append(name, each)
  }
  return next
}

/**
 * A page's state in its address, so that a shared link shows the same view. The schema is taken as it was at the first
 * drawing.
 */
export function useUrlState<S extends { [Key in keyof S]: UrlPart<unknown> }>(schema: S) {
  const [params, setParams] = useSearchParams()
  // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  const fixed = useMemo(() => schema, [])
  const state = useMemo(() => readUrl(params, fixed), [params, fixed])
  const set = useCallback(
    (patch: Partial<StateOf<S>>, { push = false }: { push?: boolean } = {}) => {
      setParams((present) => writeUrl(present, fixed, patch), { replace: !push, preventScrollReset: true })
    },
    [setParams, fixed],
  )
  return [state, set] as const
}
