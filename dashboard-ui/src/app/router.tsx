import { createBrowserRouter, Outlet } from 'react-router'
import { LiveProvider } from '@/lib/live/live-provider'
import { BrokenPage, NotFoundPage, SignedOutPage } from './plain-pages'
import { SessionGate } from './session-gate'
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
      HydrateFallback: () => null,
      children: [
        { path: '/signed-out', element: <SignedOutPage /> },
        {
          element: <Root />,
          children: [
            {
              errorElement: <BrokenPage />,
              children: [
                {
                  index: true,
                  lazy: async () => ({ Component: (await import('@/features/overview/overview-page')).OverviewPage }),
                },
                {
                  path: 'workloads',
                  lazy: async () => ({ Component: (await import('@/features/workloads/list-page')).WorkloadListPage }),
                },
                {
                  path: 'workloads/new',
                  lazy: async () => ({ Component: (await import('@/features/workloads/submit-page')).SubmitPage }),
                },
                {
                  path: 'workloads/:id',
                  lazy: async () => ({ Component: (await import('@/features/workloads/detail-page')).WorkloadPage }),
                },
                {
                  path: 'approvals/:id?',
                  lazy: async () => ({
                    Component: (await import('@/features/approvals/approvals-page')).ApprovalsPage,
                  }),
                },
                {
                  path: 'changes',
                  lazy: async () => ({ Component: (await import('@/features/changes/list-page')).ChangeListPage }),
                },
                {
                  path: 'changes/:id',
                  lazy: async () => ({ Component: (await import('@/features/changes/detail-page')).ChangePage }),
                },
                {
                  path: 'audit',
                  lazy: async () => ({ Component: (await import('@/features/audit/audit-page')).AuditPage }),
                },
                {
                  path: 'settings/security',
                  lazy: async () => ({
                    Component: (await import('@/features/settings/security-page')).SecurityPage,
                  }),
                },
                {
                  path: 'settings/users',
                  lazy: async () => ({ Component: (await import('@/features/settings/users-page')).UsersPage }),
                },
                { path: '*', element: <NotFoundPage /> },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: '/ui' },
)
