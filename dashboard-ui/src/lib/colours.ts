/** The tones of charts: eight that differ for every kind of colour blindness, and the two clouds' own. */
export type ChartTone = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 'aws' | 'alibaba'

export function chartColour(tone: ChartTone): string {
  return typeof tone === 'number' ? `var(--chart-${tone})` : `var(--${tone})`
}

export function toneAt(index: number): ChartTone {
  return (index % 8) as ChartTone
}

export function providerTone(provider: string): ChartTone {
  return provider === 'aws' || provider === 'alibaba' ? provider : 0
}

/** Dashes tell lines apart that colour alone would not (WCAG 1.4.1). */
export const dashes = ['', '6 3', '2 3', '8 3 2 3', '12 4', '4 2', '1 4', '10 2 2 2'] as const

/** From 0 (good, pale) to 1 (bad, strong): one hue that grows darker, so that it reads without colour too. */
export function heatStep(fraction: number): 0 | 1 | 2 | 3 | 4 {
  return Math.max(0, Math.min(4, Math.floor(fraction * 5))) as 0 | 1 | 2 | 3 | 4
}
