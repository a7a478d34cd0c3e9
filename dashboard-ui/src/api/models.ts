import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, request } from './client'
import type { components } from './generated/routing'
import type { Page, Replace, Sent } from './types'

type Routing = components['schemas']
export type ModelSummary = Sent<Routing['ModelSummary']>
export type ModelState = ModelSummary['state']
export type ModelPage = Sent<Routing['ModelPage']>
export type ModelEntry = ModelPage['log'][number]
/** The document calls two things Calibration; the model's own is this one. */
export type FreshLook = Replace<
  Sent<Routing['FreshLook']>,
  { calibration: { samples: number; expected: number; observed: number; z: number } }
>
export type ModelDetail = Replace<Sent<Routing['ModelDetail']>, { watch: FreshLook | null }>
export type HoldOut = ModelDetail['hold_out']
export type Assessment = HoldOut['model']

/** How well what was predicted of placements came true. */
export type CalibrationReport = {
  outcomes: number
  interruptions: {
    known: number
    unknown: number
    observed: number | null
    predicted: number | null
    brier: number | null
    base_rate_brier: number | null
    curve: {
      from: number
      to: number
      count: number
      predicted: number
      observed: number
      low: number
      high: number
    }[]
  }
  costs: {
    count: number
    predicted_usd: string
    realised_usd: string
    ratio: number | null
    mean_absolute_percent: number | null
    curve: {
      from_usd: string
      to_usd: string
      count: number
      predicted_usd: string
      realised_usd: string
      ratio: number
    }[]
  }
}
export type Outcome = Sent<Routing['Outcome']>

export const modelsQuery = queryOptions({
  queryKey: ['models', 'list'],
  queryFn: ({ signal }) => request<ModelPage>('/api/v1/models', { query: { limit: 100 }, signal }),
})

export const modelQuery = (id: string) =>
  queryOptions({
    queryKey: ['models', 'one', id],
    queryFn: ({ signal }) => request<ModelDetail>(`/api/v1/models/${encodeURIComponent(id)}`, { signal }),
  })

export const calibrationQuery = queryOptions({
  queryKey: ['models', 'calibration'],
  queryFn: ({ signal }) => request<CalibrationReport>('/api/v1/decisions/calibration', { signal }),
})

export const outcomesQuery = infiniteQueryOptions({
  queryKey: ['models', 'outcomes'],
  queryFn: ({ pageParam, signal }) =>
    request<Page<Outcome>>('/api/v1/outcomes', { query: { cursor: pageParam, limit: 100 }, signal }),
  ...byCursor,
})

export const retrain = () =>
  request<{ outcomes: number; new_outcomes: number }>('/api/v1/models/retrain', { method: 'POST' })
