import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { sessionQuery } from './api/session'
import { queryClient } from './app/query-client'
import { router } from './app/router'
import { startLanguage } from './lib/i18n'
import './lib/preferences'
import './styles/index.css'

const element = document.getElementById('root')
if (element === null) throw new Error('index.html has no #root')
const root = createRoot(element)

function draw(): void {
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

// Asked beside the first page's code, not after it. The gate asks again and shows what goes wrong.
queryClient.query(sessionQuery).catch(() => undefined)

// English is part of this very file: where the other texts cannot be had, the page is drawn in English.
startLanguage().then(draw, draw)
