import { Download, LineChart, Table2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { download, toCsv, type CsvColumn } from '@/lib/csv'
import { cn } from '@/lib/cn'
import { useCommon } from '@/lib/i18n/common'
import { Button } from './button'
import { ScrollRegion } from './scroll-region'

export type ChartColumn<R> = CsvColumn<R> & { cell?: (row: R) => ReactNode; numeric?: boolean }

/** A chart with its numbers: the same rows as a table and as a file. */
export function ChartFrame<R>({
  label,
  columns,
  rows,
  csvName = 'chart',
  note,
  children,
}: {
  label: string
  columns: readonly ChartColumn<R>[]
  rows: readonly R[]
  csvName?: string
  note?: ReactNode
  children: ReactNode
}) {
  const t = useCommon()
  const [asTable, setAsTable] = useState(false)
  const Icon = asTable ? LineChart : Table2
  if (rows.length === 0) return <p className="py-6 text-center text-[13px] text-muted">{t('chart.empty')}</p>
  return (
    <figure aria-label={label} className="min-w-0">
      {asTable ? (
        <ScrollRegion label={t('table.named', { label })} className="max-h-72 overflow-auto rounded-md border">
          <table className="num w-full text-left text-xs">
            <thead className="sticky top-0 bg-surface text-muted">
              <tr>
                {columns.map((column) => (
                  <th
                    key={column.header}
                    scope="col"
                    className={cn(
                      'border-b px-2.5 py-1.5 font-medium whitespace-nowrap',
                      column.numeric === true && 'text-right',
                    )}
                  >
                    {column.header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index} className="border-b last:border-b-0">
                  {columns.map((column) => (
                    <td
                      key={column.header}
                      className={`px-2.5 py-1 whitespace-nowrap ${column.numeric === true ? 'text-right' : ''}`}
                    >
                      {column.cell === undefined ? column.value(row) : column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        children
      )}
      <figcaption className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        {note}
        <span className="ml-auto flex gap-1">
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            title={t(asTable ? 'chart.chart' : 'chart.table')}
            aria-label={`${t(asTable ? 'chart.chart' : 'chart.table')}: ${label}`}
          >
            <Icon className="size-3.5" aria-hidden="true" />
          </Button>
          <Button
            size="sm"
            variant="ghost"
            title={t('export.csv')}
            aria-label={`${t('export.csv')}: ${label}`}
            onClick={() => download(`${csvName}.csv`, toCsv(rows, columns))}
          >
            <Download className="size-3.5" aria-hidden="true" />
          </Button>
        </span>
      </figcaption>
    </figure>
  )
}
