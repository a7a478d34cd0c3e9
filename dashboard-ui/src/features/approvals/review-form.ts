import { z } from 'zod'

/** The messages are keys of the catalogue. */
export const reviewSchema = z.object({
  outcome: z.enum(['', 'justified', 'unjustified']).refine((outcome): boolean => outcome !== '', 'glass.outcome.error'),
  note: z.string().trim().min(10, 'glass.note.error').max(1000, 'glass.note.error'),
})

export type ReviewForm = z.infer<typeof reviewSchema>

export const reviewErrors = ['glass.outcome.error', 'glass.note.error'] as const
