import { motion } from './preferences'

export function usesReducedMotion(): boolean {
  return motion.get() === 'reduced' || window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
