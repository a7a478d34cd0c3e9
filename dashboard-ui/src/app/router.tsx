import { createBrowserRouter, Outlet } from 'react-router'
import { LiveProvider } from '@/lib/live/live-provider'
import { featureRoutes } from './navigation'
import { BrokenPage, NotFoundPage, SignedOutPage } from './plain-pages'
import { Opening, SessionGate } from './session-gate'
import { Shell } from './shell'

function Root() {
  return (
    <SessionGate>
      <LiveProvider>
        <Shell />
      </LiveProvider>
    </SessionGate>
  )
}

export const router = createBrowserRouter(
  [
    {
      element: <Outlet />,
      errorElement: <BrokenPage />,
      HydrateFallback: Opening,
      children: [
        { path: '/signed-out', element: <SignedOutPage /> },
        {
          element: <Root />,
          children: [
            { errorElement: <BrokenPage />, children: [...featureRoutes, { path: '*', element: <NotFoundPage /> }] },
          ],
        },
      ],
    },
  ],
  { basename: '/ui' },
)
