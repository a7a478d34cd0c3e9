import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, readPages, request, requestVersioned, withQuery } from './client'
import type { components } from './generated/telemetry'
import type { Page, Sent } from './types'

type Telemetries = components['schemas']
export type CostSeries = Sent<Telemetries['CostSeries']>
export type CostGroup = CostSeries['groups'][number]
export type Allocation = Sent<Telemetries['AllocatedCosts']>
export type OwnCosts = Sent<Telemetries['OwnCosts']>
export type Reconciliation = Sent<Telemetries['Reconciled']>
export type UnitCosts = Sent<Telemetries['UnitCosts']>
export type UnitCost = UnitCosts['workload_hour']
export type SpendAnomaly = Sent<Telemetries['SpendAnomaly']>
export type Budget = Sent<Telemetries['BudgetView']>
export type BudgetRequest = Telemetries['BudgetRequest']
export type Forecast = Sent<Telemetries['ForecastView']>
export type Report = Sent<Telemetries['ReportView']>
export type ReportRequest = Telemetries['ReportRequest']
export type DataExport = Sent<Telemetries['ExportView']>

export const costGroupings = [
  'team',
  'environment',
  'provider',
  'region',
  'workload',
  'purchase_option',
  'service',
  'instance_type',
] as const
export type CostGrouping = (typeof costGroupings)[number]

export type Span = { from?: string; to?: string }

export const costSeriesQuery = (groupBy: CostGrouping, span: Span) =>
  queryOptions({
    queryKey: ['costs', 'series', groupBy, span],
    queryFn: ({ signal }) => request<CostSeries>('/api/v1/costs', { query: { group_by: groupBy, ...span }, signal }),
  })

export const allocationQuery = (span: Span) =>
  queryOptions({
    queryKey: ['costs', 'allocation', span],
    queryFn: ({ signal }) => request<Allocation>('/api/v1/costs/allocation', { query: span, signal }),
  })

export const reconciliationQuery = (span: Span) =>
  queryOptions({
    queryKey: ['costs', 'reconciliation', span],
    queryFn: ({ signal }) => request<Reconciliation>('/api/v1/costs/reconciliation', { query: span, signal }),
  })

export const unitCostsQuery = (span: Span) =>
  queryOptions({
    queryKey: ['costs', 'unit', span],
    queryFn: ({ signal }) => request<UnitCosts>('/api/v1/costs/unit', { query: span, signal }),
  })

export const ownCostsQuery = (span: Span) =>
  queryOptions({
    queryKey: ['costs', 'own', span],
    queryFn: ({ signal }) => request<OwnCosts>('/api/v1/costs/own', { query: span, signal }),
  })

export const spendAnomaliesQuery = (span: Span) =>
  queryOptions({
    queryKey: ['costs', 'anomalies', span],
    queryFn: ({ signal }) => request<{ items: SpendAnomaly[] }>('/api/v1/costs/anomalies', { query: span, signal }),
  })

/** What is foreseen of a series; `lacking` says why there is nothing. */
export const forecastQuery = (series: string, horizon: string) =>
  queryOptions({
    queryKey: ['forecasts', series, horizon],
    queryFn: ({ signal }) => request<Forecast>('/api/v1/forecasts', { query: { series, horizon }, signal }),
    staleTime: 60_000,
  })

export const budgetsQuery = queryOptions({
  queryKey: ['costs', 'budgets'],
  queryFn: ({ signal }) => readPages<Budget>('/api/v1/budgets', { signal }),
})

const budget = (id: string) => `/api/v1/budgets/${encodeURIComponent(id)}`

export const budgetQuery = (id: string) =>
  queryOptions({
    queryKey: ['costs', 'budget', id],
    queryFn: ({ signal }) => requestVersioned<Budget>(budget(id), { signal }),
    // An edit starts from what is stored now.
    staleTime: 0,
    gcTime: 0,
  })

export const createBudget = (asked: BudgetRequest, idempotencyKey: string) =>
  request<Budget>('/api/v1/budgets', {
    method: 'POST',
    body: asked,
    headers: { 'Idempotency-Key': idempotencyKey },
  })

export const editBudget = (id: string, asked: BudgetRequest, version: number) =>
  request<Budget>(budget(id), { method: 'PUT', body: asked, headers: { 'If-Match': `"${version}"` } })

export const removeBudget = (id: string, version: number) =>
  request<unknown>(budget(id), { method: 'DELETE', headers: { 'If-Match': `"${version}"` } })

export const reportsQuery = infiniteQueryOptions({
  queryKey: ['reports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    request<Page<Report>>('/api/v1/reports', { query: { cursor: pageParam, limit: 50 }, signal }),
  ...byCursor,
})

export const makeReport = (asked: ReportRequest, idempotencyKey: string) =>
  request<Report>('/api/v1/reports', {
    method: 'POST',
    body: asked,
    headers: { 'Idempotency-Key': idempotencyKey },
    timeoutMs: 60_000,
  })

/** A report in the service's own form: a page of figures, or CSV. */
export async function fetchReport(id: string, type: 'text/html' | 'text/csv'): Promise<Blob> {
  return fetchFile(`/api/v1/reports/${encodeURIComponent(id)}`, type)
}

/** All cost records of a span in the columns of FOCUS 1.3. */
export async function fetchFocus(span: Span): Promise<Blob> {
  return fetchFile(withQuery('/api/v1/costs/records', span), 'text/csv')
}

async function fetchFile(path: string, type: string): Promise<Blob> {
  return request<Blob>(path, { headers: { accept: type }, timeoutMs: 120_000, as: 'blob' })
}

export const exportsQuery = infiniteQueryOptions({
  queryKey: ['exports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    request<Page<DataExport>>('/api/v1/exports', { query: { cursor: pageParam, limit: 50 }, signal }),
  ...byCursor,
})

export const startExport = (asked: { from?: string; to?: string }, idempotencyKey: string) =>
  request<DataExport>('/api/v1/exports', {
    method: 'POST',
    body: asked,
    headers: { 'Idempotency-Key': idempotencyKey },
  })
