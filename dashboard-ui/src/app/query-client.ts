import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from '@/lib/problem'

/** Only what another try can mend is tried again, and not for long: the page then says what is wrong. */
function retry(count: number, error: Error): boolean {
  return error instanceof ProblemError && error.isOutage && count < 1
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry, retryDelay: (count) => 500 * 2 ** count, staleTime: 5_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})
