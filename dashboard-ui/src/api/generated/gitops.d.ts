// Generated from docs/api/gitops.json by "npm run generate:api": not for editing by hand.

export interface paths {
    "/api/v1/adoptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring running instances under management, as a change that creates and restarts nothing */
        post: operations["adopt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/{service}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["events_1"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/{service}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/{service}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["verification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes for which somebody broke glass, the newest first */
        get: operations["list_10"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_2"];
        put?: never;
        post: operations["create_1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/terraform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose a change to an environment's Terraform code */
        post: operations["create_2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_9"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/analysis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a change was judged step by step, and how it fares since it was merged */
        get: operations["analysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a change applied now in spite of missing approvals and freeze windows
         * @description Told to all approvers, and listed until somebody else signs it off.
         */
        post: operations["breakGlass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/break-glass/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign off that somebody broke glass */
        post: operations["review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a change again that did not reach its end
         * @description A new change of the same content passes the whole pipeline, with a plan and approvals of its own. 409 where the change is under way, succeeded, was tried again or overtaken, where its workload is pinned or gone, where nothing is applied in its environment now, and where somebody else has to decide anew; the detail says which and what helps.
         */
        post: operations["retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a change back that succeeded
         * @description What its files said before is committed again as a change of its own, which passes the pipeline, and its workloads are pinned: decisions about them fail with the code pinned until the pin is released.
         */
        post: operations["rollBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/stages/{name}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["decide_1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Delegations from and to the caller, the newest first; all of them for admins and auditors */
        get: operations["list_1"];
        put?: never;
        /**
         * Let another approver give verdicts in one's stead for a time
         * @description It widens nothing of what the other may see or do; the two of you count as one person.
         */
        post: operations["create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A delegation */
        get: operations["get_8"];
        put?: never;
        post?: never;
        /** End a delegation now */
        delete: operations["revoke_1"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_9"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last KiB of the logs of a deployment's replicas */
        get: operations["logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the instances of a deployment told: heartbeat, progress, checkpoint, notice and exit code */
        get: operations["reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where what runs differs from what the repository says, the newest first */
        get: operations["list_8"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drift/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_7"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drift/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have drift healed, whatever policy and budget say, or left as it is
         * @description Healing opens a change, which passes the pipeline. What is left as it is is told again once it differs otherwise.
         */
        post: operations["decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/encryption-keys/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["showEncryptionKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/encryption-keys/{service}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateEncryptionKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/encryption-keys/{service}/{key_id}/retirement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retireEncryptionKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/envelopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Envelopes, the newest first */
        get: operations["list_7"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/envelopes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An envelope, and the changes that it covered */
        get: operations["get_6"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/envelopes/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an envelope back
         * @description What it covered already goes on.
         */
        post: operations["revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Environments that are named anywhere, and how far automation may go in them */
        get: operations["list_6"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{name}/mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far automation may go in an environment */
        get: operations["get_1"];
        /** Set an environment's mode; needs If-Match and a reason */
        put: operations["set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/errors/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Errors of one service by kind, the one seen last first */
        get: operations["listErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/errors/{service}/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One kind of error */
        get: operations["showError"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/errors/{service}/{fingerprint}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody looks after it */
        post: operations["acknowledgeError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/errors/{service}/{fingerprint}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it should not happen again; if it does, it is open again */
        post: operations["resolveError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/freeze-windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Freeze windows, whether they hold now and when next */
        get: operations["list"];
        put?: never;
        /**
         * Add a freeze window
         * @description Nothing is applied while it holds, but by break-glass; what was being applied goes on.
         */
        post: operations["add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/freeze-windows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A freeze window */
        get: operations["get"];
        /** Change a freeze window; needs If-Match */
        put: operations["replace"];
        post?: never;
        /** Remove a freeze window; needs If-Match */
        delete: operations["remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kill-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether automation is stopped, by whom and why */
        get: operations["get_5"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kill-switch/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop all automation at once
         * @description No stage begins from apply on, automation opens no changes, and what is being applied stops at a safe point and goes on when it is released.
         */
        post: operations["engage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kill-switch/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every time that automation was stopped, the newest first */
        get: operations["history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kill-switch/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let automation go on */
        post: operations["release_1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workloads that are kept as they are after a change of them went wrong */
        get: operations["list_5"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pins/{workload_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let decisions about a workload be applied again */
        post: operations["release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the policies on main, also those that cannot be used */
        get: operations["list_4"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which of the newest changes a policy would have decided differently; nothing is stored */
        post: operations["dryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A policy with its text and the results of its tests */
        get: operations["get_4"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiling/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a service records what it does */
        get: operations["showProfile"];
        /** Begin a recording in place of the one there is */
        put: operations["startProfile"];
        post?: never;
        /** End the recording */
        delete: operations["stopProfile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profiling/{service}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was recorded, as a file of the JDK's Flight Recorder */
        get: operations["fetchRecording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Promote what a workload runs to the next environment, as a change with its evidence */
        post: operations["promote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promotions/{change_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A promotion with its evidence, by the id of its change */
        get: operations["get_3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebuild/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remediations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists remediations, the newest first */
        get: operations["list_3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remediations/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many notices and remediations there were, by what became of them */
        get: operations["summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remediations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One remediation with its timeline */
        get: operations["get_2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remediations/{id}/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a remediation */
        post: operations["abort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remediations/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes note of a remediation; one that waits for a person goes on */
        post: operations["acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remediations/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a remediation from automation, or gives it to somebody */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/remote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How it stands with the remote of the environment repository */
        get: operations["remote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-map/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one service was called and called in the last five minutes */
        get: operations["showDependencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/set-aside-events/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of other services that this one failed on, the latest first */
        get: operations["listSetAsideEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/set-aside-events/{service}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with the event itself */
        get: operations["showSetAsideEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/set-aside-events/{service}/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide that it is not to be handled */
        post: operations["dismissSetAsideEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/set-aside-events/{service}/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have it handled now; the answer says whether that worked */
        post: operations["retrySetAsideEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["pending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Action: {
            after?: {
                [key: string]: unknown;
            } | null;
            before?: {
                [key: string]: unknown;
            } | null;
            name: string;
            /** @enum {string} */
            op: "create" | "update" | "replace" | "destroy";
            resource: string;
        };
        AdoptionTag: {
            key?: string | null;
            value?: string | null;
        };
        Affinity: {
            scope: string;
            workload_id: string;
        };
        Approval: {
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: int64 */
            granted: number;
            /** @enum {string} */
            level: "automatic" | "one_approver" | "two_approvers" | "two_approvers_one_admin";
            reasons: string[];
            /** Format: int32 */
            required: number;
            verdicts: components["schemas"]["GivenVerdict"][];
        };
        Asked: {
            cron?: string;
            /** Format: duration */
            duration?: string;
            environments?: string[] | null;
            from?: string;
            reason?: string | null;
            until?: string;
            zone?: string;
        };
        AuditView: {
            action: string;
            /** Format: uuid */
            actor_id?: string | null;
            address?: string | null;
            after?: unknown | null;
            /** Format: date-time */
            at: string;
            before?: unknown | null;
            client_id?: string | null;
            environment?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            key_id?: string | null;
            outcome: string;
            request_id?: string | null;
            resource_id: string;
            resource_type: string;
            service: string;
            team?: string | null;
            trace_id?: string | null;
        };
        Author: {
            /** Format: uuid */
            actor_id: string;
            name: string;
        };
        Batch: {
            items: components["schemas"]["CloudEvent"][];
            next: string;
        };
        BreakGlass: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Author"];
            overridden: string[];
            plan_hash: string;
            reason: string;
            review?: components["schemas"]["BreakGlassReview"] | null;
        };
        BreakGlassReview: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Author"];
            note: string;
            /** @enum {string} */
            outcome: "justified" | "unjustified";
        };
        CallStatistics: {
            /** Format: int64 */
            calls: number;
            /** Format: double */
            calls_per_minute: number;
            /** Format: double */
            error_rate?: number | null;
            /** Format: int64 */
            failed: number;
            /** Format: double */
            p95_ms?: number | null;
        };
        Change: {
            approval?: components["schemas"]["Approval"] | null;
            author: components["schemas"]["Author"];
            branch: string;
            break_glass?: components["schemas"]["BreakGlass"] | null;
            /** Format: uuid */
            cause?: string | null;
            commits: components["schemas"]["ChangeCommit"][];
            /** Format: date-time */
            created_at: string;
            deployment_ids: string[];
            environment: string;
            failure?: components["schemas"]["Failure"] | null;
            files: string[];
            held_back?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            incident_id?: string | null;
            items: components["schemas"]["ChangeItem"][];
            /** @enum {string} */
            kind: "workloads" | "terraform" | "policy";
            merged_commit?: string | null;
            /** @enum {string} */
            origin: "decision" | "push" | "operator" | "rollback" | "drift" | "remediation" | "promotion" | "adoption";
            plan?: components["schemas"]["Plan"] | null;
            repository: string;
            /** Format: uuid */
            retried_by?: string | null;
            /** Format: uuid */
            retries?: string | null;
            /** @enum {string} */
            stage: "validate" | "security_scan" | "optimise" | "plan" | "approval" | "apply" | "monitor";
            stages: components["schemas"]["ChangeStage"][];
            /** @enum {string} */
            state: "running" | "awaiting_approval" | "succeeded" | "failed" | "rejected" | "cancelled" | "expired";
            team: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
        };
        ChangeAnalysis: {
            /** Format: uuid */
            change_id: string;
            steps: components["schemas"]["RolloutStep"][];
            watch?: components["schemas"]["ChangeWatch"] | null;
        };
        ChangeCommit: {
            id: string;
            subject: string;
        };
        ChangeItem: {
            /** @enum {string} */
            action: "deploy" | "replace" | "teardown";
            confidence?: number | null;
            /** Format: uuid */
            decision_id?: string | null;
            hourly_cost?: components["schemas"]["Money"] | null;
            offer?: components["schemas"]["Offer"] | null;
            /** @enum {string|null} */
            priority?: "low" | "medium" | "high" | "critical" | null;
            workload_id: string;
        };
        ChangeStage: {
            /** Format: int32 */
            attempts: number;
            /** Format: date-time */
            finished_at?: string | null;
            /** @enum {string} */
            name: "validate" | "security_scan" | "optimise" | "plan" | "approval" | "apply" | "monitor";
            /** Format: date-time */
            started_at?: string | null;
            /** @enum {string} */
            state: "waiting" | "running" | "succeeded" | "failed" | "skipped";
            summary?: string | null;
        };
        ChangeWatch: {
            /** Format: uuid */
            change_id: string;
            detail?: string | null;
            /** Format: date-time */
            ended_at?: string | null;
            evidence: string[];
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "watching" | "good" | "good_by_health" | "rolled_back" | "bad" | "overtaken";
            /** Format: date-time */
            until: string;
        };
        Checkpoint: {
            /** Format: duration */
            interval?: string | null;
            uri: string;
        };
        CloudEvent: {
            /** Format: uuid */
            actorid?: string;
            data: components["schemas"]["JsonNode"];
            datacontenttype: string;
            dataschema: string;
            environment?: string | null;
            /** Format: uuid */
            id: string;
            source: string;
            specversion: string;
            subject: string;
            team?: string | null;
            /** Format: date-time */
            time: string;
            traceparent?: string | null;
            type: string;
        };
        Column: {
            /** Format: int64 */
            left: number;
            name: string;
            /** Format: int64 */
            values: number;
            values_by_key: {
                [key: string]: number;
            };
        };
        Compared: {
            /** Format: int64 */
            different: number;
            /** Format: int64 */
            rows: number;
            table: string;
        };
        Container: {
            checkpoint?: components["schemas"]["Checkpoint"] | null;
            command?: string[] | null;
            /** Format: int32 */
            disk_gb?: number | null;
            env?: {
                [key: string]: string;
            } | null;
            health_check?: components["schemas"]["HealthCheck"] | null;
            image: string;
            ports?: number[] | null;
            /** Format: int32 */
            replicas?: number | null;
            secrets?: components["schemas"]["SecretReference"][] | null;
        };
        Delegation: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ends_at: string;
            environments: string[];
            from: components["schemas"]["Person"];
            /** Format: uuid */
            id: string;
            reason: string;
            /** Format: date-time */
            revoked_at?: string | null;
            revoked_by?: components["schemas"]["Person"] | null;
            /** Format: date-time */
            starts_at: string;
            teams: string[];
            to: string;
        };
        Dependency: {
            calls: components["schemas"]["CallStatistics"];
            /** @enum {string} */
            kind: "service" | "cloud" | "external";
            target: string;
        };
        Deployment: {
            /** Format: uuid */
            change_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            decision_id: string;
            environment: string;
            hourly_cost: components["schemas"]["Money"];
            /** Format: uuid */
            id: string;
            instance_type: string;
            instances: components["schemas"]["DeploymentInstance"][];
            /** @enum {string} */
            kind: "batch" | "service";
            /** Format: date-time */
            observed_at?: string | null;
            offer_id: string;
            /** @enum {string} */
            provider: "aws" | "alibaba";
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            reason?: string | null;
            region: string;
            /** Format: int32 */
            replicas: number;
            simulated: boolean;
            /** @enum {string} */
            state: "pending" | "running" | "completed" | "lost" | "terminated";
            stateful: boolean;
            team: string;
            /** Format: date-time */
            updated_at: string;
            workload_id: string;
            zone: string;
        };
        DeploymentInstance: {
            instance_id?: string | null;
            reason?: string | null;
            /** Format: int32 */
            replica: number;
            state: string;
        };
        DeploymentLogs: {
            /** Format: uuid */
            deployment_id: string;
            replicas: components["schemas"]["ReplicaLog"][];
        };
        DeploymentReports: {
            /** Format: uuid */
            deployment_id: string;
            replicas: components["schemas"]["ReplicaReport"][];
        };
        Difference: {
            attribute: string;
            found?: string | null;
            wanted?: string | null;
        };
        Dismissal: {
            reason?: string | null;
        };
        Drift: {
            /** Format: uuid */
            change_id?: string | null;
            /** @enum {string} */
            class?: "missing" | "changed" | "unmanaged";
            /** Format: date-time */
            closed_at?: string | null;
            differences: components["schemas"]["Difference"][];
            environment: string;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: uuid */
            id: string;
            instance_id?: string | null;
            /** Format: date-time */
            last_seen_at: string;
            /** Format: int32 */
            looks: number;
            note?: string | null;
            /** @enum {string} */
            policy: "heal" | "report";
            /** @enum {string|null} */
            provider?: "aws" | "alibaba" | null;
            region?: string | null;
            resource?: string | null;
            /** @enum {string} */
            state: "open" | "healing" | "handed_over" | "accepted" | "healed" | "gone";
            subject: string;
            team: string;
            workload_id?: string | null;
        };
        DriftDecision: {
            /** @enum {string|null} */
            action?: "heal" | "accept" | null;
            reason?: string | null;
        };
        EncryptionKeys: {
            active_key_id: string;
            /** Format: date-time */
            active_since: string;
            columns: components["schemas"]["Column"][];
            keys: components["schemas"]["Key"][];
            /** Format: int64 */
            left: number;
            /** Format: date-time */
            old_keys_retirable_from: string;
            /** @enum {string} */
            provider: "local" | "vault" | "aws_kms";
            sealing: boolean;
            service: string;
        };
        Engagement: {
            /** Format: date-time */
            engaged_at: string;
            engaged_by: components["schemas"]["Person"];
            environment?: string | null;
            /** Format: uuid */
            id: string;
            reason: string;
            release_reason?: string | null;
            /** Format: date-time */
            released_at?: string | null;
            released_by?: components["schemas"]["Person"] | null;
        };
        Envelope: {
            /** Format: uuid */
            change_id: string;
            environment: string;
            /** Format: date-time */
            granted_at: string;
            granted_by: components["schemas"]["Person"];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            level: "automatic" | "one_approver" | "two_approvers" | "two_approvers_one_admin";
            max_hourly_cost: components["schemas"]["Money"];
            regions: string[];
            revoke_reason?: string | null;
            /** Format: date-time */
            revoked_at?: string | null;
            revoked_by?: components["schemas"]["Person"] | null;
            team: string;
            /** Format: int32 */
            used: number;
            /** Format: int32 */
            uses: number;
            /** Format: date-time */
            valid_until: string;
            workload_ids: string[];
        };
        EnvelopeRevocation: {
            reason?: string | null;
        };
        EnvelopeWithUses: {
            envelope: components["schemas"]["Envelope"];
            uses: components["schemas"]["Use"][];
        };
        EnvironmentMode: {
            environment: string;
            held_back?: string | null;
            may_act_alone: boolean;
            /** @enum {string} */
            mode: "observe" | "recommend" | "act";
            origin: string;
            reason?: string | null;
            set_by?: components["schemas"]["Person"] | null;
            /** Format: date-time */
            since?: string | null;
            /** Format: int64 */
            version: number;
        };
        ErrorGroup: {
            exception?: string | null;
            fingerprint: string;
            /** Format: date-time */
            first_seen: string;
            frames: string[];
            /** Format: date-time */
            judged_at?: string | null;
            /** Format: uuid */
            judged_by?: string | null;
            /** Format: date-time */
            last_seen: string;
            level: string;
            logger: string;
            message: string;
            note?: string | null;
            /** Format: int64 */
            occurrences: number;
            place?: string | null;
            /** Format: int32 */
            reopened: number;
            sample?: string | null;
            service: string;
            /** @enum {string} */
            state: "open" | "acknowledged" | "resolved";
            trace_id?: string | null;
            /** Format: int64 */
            version: number;
        };
        ErrorJudgement: {
            note?: string | null;
        };
        ErrorPage: {
            items: components["schemas"]["ErrorGroup"][];
            next?: string | null;
        };
        Failure: {
            code: string;
            detail: string;
            /** @enum {string} */
            stage: "validate" | "security_scan" | "optimise" | "plan" | "approval" | "apply" | "monitor";
        };
        Finding: {
            /** Format: int64 */
            batch?: number | null;
            detail: string;
            id?: string | null;
            /** @enum {string} */
            kind: "changed" | "removed" | "inserted" | "reordered" | "seal_altered" | "seal_removed" | "copy_altered";
            /** Format: int64 */
            n?: number | null;
        };
        FreezeWindow: {
            active: boolean;
            /** Format: date-time */
            active_until?: string | null;
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["Person"];
            cron?: string | null;
            /** Format: duration */
            duration?: string | null;
            environments: string[];
            /** Format: date-time */
            from?: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            next_from?: string | null;
            /** Format: date-time */
            next_until?: string | null;
            reason: string;
            /** Format: date-time */
            until?: string | null;
            /** Format: int64 */
            version: number;
            zone: string;
        };
        GivenVerdict: {
            /** Format: uuid */
            actor_id: string;
            /** Format: date-time */
            at: string;
            name: string;
            on_behalf_of?: components["schemas"]["Author"] | null;
            reason?: string | null;
            /** @enum {string} */
            verdict: "approve" | "reject";
        };
        HealthCheck: {
            /** Format: duration */
            interval?: string | null;
            path: string;
            /** Format: int32 */
            port: number;
        };
        Item: {
            /** @enum {string|null} */
            action?: "deploy" | "replace" | "teardown" | null;
            decision?: components["schemas"]["PlacementDecision"] | null;
            workload?: components["schemas"]["Workload"] | null;
            workload_id?: string | null;
        };
        JsonNode: {
            array?: boolean;
            big_decimal?: boolean;
            big_integer?: boolean;
            binary?: boolean;
            boolean?: boolean;
            container?: boolean;
            double?: boolean;
            embedded_value?: boolean;
            empty?: boolean;
            float?: boolean;
            floating_point_number?: boolean;
            int?: boolean;
            integral_number?: boolean;
            long?: boolean;
            missing_node?: boolean;
            /** @enum {string} */
            node_type?: "array" | "binary" | "boolean" | "missing" | "null" | "number" | "object" | "pojo" | "string";
            null?: boolean;
            number?: boolean;
            object?: boolean;
            pojo?: boolean;
            short?: boolean;
            string?: boolean;
            /** @deprecated */
            textual?: boolean;
            value_node?: boolean;
        };
        Key: {
            active: boolean;
            id: string;
            /** Format: int64 */
            values: number;
        };
        KillSwitch: {
            engaged: boolean;
            engagements: components["schemas"]["Engagement"][];
            running: string[];
        };
        KillSwitchCall: {
            environment?: string | null;
            reason?: string | null;
        };
        Location: {
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
        };
        Money: {
            amount: string;
            currency: string;
        };
        NewAdoption: {
            instance_ids?: string[] | null;
            /** @enum {string|null} */
            provider?: "aws" | "alibaba" | null;
            reason?: string | null;
            region?: string | null;
            tag?: components["schemas"]["AdoptionTag"] | null;
            workload?: components["schemas"]["Workload"] | null;
        };
        NewBreakGlass: {
            plan_hash?: string | null;
            reason?: string | null;
        };
        NewBreakGlassReview: {
            note?: string | null;
            /** @enum {string|null} */
            outcome?: "justified" | "unjustified" | null;
        };
        NewChange: {
            author?: components["schemas"]["Author"] | null;
            /** Format: uuid */
            cause?: string | null;
            environment?: string | null;
            /** Format: uuid */
            incident_id?: string | null;
            items?: components["schemas"]["Item"][] | null;
            origin?: string | null;
            reason?: string | null;
            /** Format: uuid */
            retries?: string | null;
            team?: string | null;
        };
        NewEnvelope: {
            /** Format: int32 */
            count?: number | null;
            max_hourly_cost?: components["schemas"]["Money"] | null;
            regions?: string[] | null;
            /** Format: duration */
            valid_for?: string | null;
        };
        NewEnvironmentMode: {
            /** @enum {string|null} */
            mode?: "observe" | "recommend" | "act" | null;
            reason?: string | null;
        };
        NewPolicyDryRun: {
            /** Format: int32 */
            changes?: number | null;
            policy?: string | null;
        };
        NewPromotion: {
            from_environment?: string | null;
            reason?: string | null;
            target_workload_id?: string | null;
            to_environment?: string | null;
            workload_id?: string | null;
        };
        NewTerraformChange: {
            environment?: string | null;
            files?: components["schemas"]["NewTerraformFile"][] | null;
            reason?: string | null;
            team?: string | null;
            title?: string | null;
        };
        NewTerraformFile: {
            content?: string | null;
            path?: string | null;
        };
        NewVerdict: {
            envelope?: components["schemas"]["NewEnvelope"] | null;
            /** Format: uuid */
            on_behalf_of?: string | null;
            plan_hash: string;
            reason?: string | null;
            /** @enum {string} */
            verdict: "approve" | "reject";
        };
        Offer: {
            architecture: string;
            gpu_model?: string | null;
            gpu_model_origin?: string | null;
            /** Format: int32 */
            gpus: number;
            instance_type: string;
            interruption_origin?: string | null;
            /** Format: double */
            interruption_rate?: number | null;
            /** Format: date */
            list_as_of?: string | null;
            list_price?: components["schemas"]["Money"] | null;
            /** Format: double */
            memory_gb: number;
            /** Format: date-time */
            observed_at?: string | null;
            offer_id: string;
            price: components["schemas"]["Money"];
            price_origin?: string | null;
            /** @enum {string} */
            provider: "aws" | "alibaba";
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            /** Format: date-time */
            received_at?: string | null;
            region: string;
            simulated?: boolean | null;
            source?: string | null;
            stale?: boolean | null;
            /** Format: double */
            vcpu: number;
            zone: string;
        };
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            next?: string | null;
        };
        PageChange: {
            items: components["schemas"]["Change"][];
            next?: string | null;
        };
        PageDelegation: {
            items: components["schemas"]["Delegation"][];
            next?: string | null;
        };
        PageDeployment: {
            items: components["schemas"]["Deployment"][];
            next?: string | null;
        };
        PageDrift: {
            items: components["schemas"]["Drift"][];
            next?: string | null;
        };
        PageEngagement: {
            items: components["schemas"]["Engagement"][];
            next?: string | null;
        };
        PageEnvelope: {
            items: components["schemas"]["Envelope"][];
            next?: string | null;
        };
        PageEnvironmentMode: {
            items: components["schemas"]["EnvironmentMode"][];
            next?: string | null;
        };
        PageFreezeWindow: {
            items: components["schemas"]["FreezeWindow"][];
            next?: string | null;
        };
        PagePin: {
            items: components["schemas"]["Pin"][];
            next?: string | null;
        };
        PagePolicy: {
            items: components["schemas"]["Policy"][];
            next?: string | null;
        };
        PageRemediation: {
            items: components["schemas"]["Remediation"][];
            next?: string | null;
        };
        PageStageLogLine: {
            items: components["schemas"]["StageLogLine"][];
            next?: string | null;
        };
        Person: {
            /** Format: uuid */
            actor_id: string;
            name: string;
        };
        Pin: {
            automatic: boolean;
            /** Format: uuid */
            change_id: string;
            environment: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            pinned_at: string;
            /** Format: uuid */
            pinned_by: string;
            reason: string;
            release_reason?: string | null;
            /** Format: date-time */
            released_at?: string | null;
            /** Format: uuid */
            released_by?: string | null;
            team: string;
            /** Format: date-time */
            until?: string | null;
            workload_id: string;
        };
        PlacementDecision: {
            alternatives?: unknown | null;
            baseline?: unknown | null;
            batch?: unknown | null;
            /** Format: int64 */
            candidates?: number | null;
            cheapest_elsewhere?: unknown | null;
            confidence: number;
            contributions?: unknown | null;
            /** Format: date-time */
            decided_at?: string | null;
            /** Format: int64 */
            eligible?: number | null;
            /** Format: int64 */
            epoch?: number | null;
            exceptions?: unknown | null;
            exclusions?: unknown | null;
            expected_total_cost?: components["schemas"]["Money"] | null;
            hourly_cost: components["schemas"]["Money"];
            /** Format: uuid */
            id: string;
            input_hash?: string | null;
            model?: unknown | null;
            offer: components["schemas"]["Offer"];
            outcome: string;
            reservation_id?: string | null;
            /** Format: double */
            saving_percent?: number | null;
            /** Format: double */
            score?: number | null;
            /** Format: int64 */
            seed?: number | null;
            summary?: string | null;
            weights?: unknown | null;
            workload_id: string;
            /** Format: int64 */
            workload_version?: number | null;
            zones?: string[] | null;
        };
        Plan: {
            actions: components["schemas"]["Action"][];
            findings: components["schemas"]["PolicyFinding"][];
            hash: string;
            hourly_cost_after?: components["schemas"]["Money"] | null;
            hourly_cost_before?: components["schemas"]["Money"] | null;
        };
        Policy: {
            description: string;
            name: string;
            path: string;
            problems: string[];
            rules: components["schemas"]["PolicyRule"][];
            /** Format: int32 */
            tests: number;
        };
        PolicyDecision: {
            /** Format: int32 */
            approvals: number;
            denied: boolean;
            /** @enum {string|null} */
            role?: "approver" | "admin" | null;
        };
        PolicyDifference: {
            after: components["schemas"]["PolicyDecision"];
            before: components["schemas"]["PolicyDecision"];
            /** Format: uuid */
            change_id: string;
            /** Format: date-time */
            created_at: string;
            environment: string;
            findings: components["schemas"]["PolicyFinding"][];
            /** @enum {string} */
            state: "running" | "awaiting_approval" | "succeeded" | "failed" | "rejected" | "cancelled" | "expired";
            team: string;
            title: string;
        };
        PolicyDryRun: {
            /** Format: int32 */
            changes: number;
            complete: boolean;
            different: components["schemas"]["PolicyDifference"][];
            /** Format: int32 */
            matched: number;
            policy: string;
            tests: components["schemas"]["PolicyTestResult"][];
        };
        PolicyFinding: {
            /** Format: int32 */
            approvals?: number | null;
            message: string;
            policy: string;
            /** @enum {string} */
            result: "deny" | "warn" | "require";
            /** @enum {string|null} */
            role?: "approver" | "admin" | null;
            rule: string;
            values: components["schemas"]["PolicyValue"][];
        };
        PolicyRule: {
            /** Format: int32 */
            approvals?: number | null;
            name: string;
            /** @enum {string} */
            result: "deny" | "warn" | "require";
            /** @enum {string|null} */
            role?: "approver" | "admin" | null;
            when: string;
        };
        PolicyTestResult: {
            name: string;
            passed: boolean;
            problem?: string | null;
        };
        PolicyText: {
            policy: components["schemas"]["Policy"];
            tests: components["schemas"]["PolicyTestResult"][];
            text: string;
        };
        PolicyValue: {
            expression: string;
            value: string;
        };
        Profile: {
            /** Format: int64 */
            bytes: number;
            /** Format: duration */
            max_age: string;
            /** Format: int64 */
            max_bytes: number;
            recording: boolean;
            service: string;
            /** @enum {string|null} */
            settings?: "default" | "profile" | null;
            /** Format: date-time */
            since?: string | null;
            /** Format: date-time */
            until?: string | null;
        };
        ProfileRequest: {
            /** Format: duration */
            lasting?: string | null;
            /** @enum {string|null} */
            settings?: "default" | "profile" | null;
        };
        Promotion: {
            change: components["schemas"]["Change"];
            evidence: components["schemas"]["PromotionEvidence"];
            from_environment: string;
            workload_id: string;
        };
        PromotionEvidence: {
            approved_by: string[];
            /** Format: uuid */
            change_id: string;
            commit_id: string;
            /** Format: duration */
            healthy_for: string;
            /** Format: date-time */
            healthy_since: string;
            hourly_cost: components["schemas"]["Money"];
            image: string;
            /** @enum {string|null} */
            level?: "automatic" | "one_approver" | "two_approvers" | "two_approvers_one_admin" | null;
            measured_cost?: components["schemas"]["Money"] | null;
            measured_note: string;
            state: string;
        };
        Remediation: {
            assignee?: string | null;
            /** Format: int32 */
            attempts: number;
            /** Format: uuid */
            change_id?: string | null;
            /** Format: uuid */
            decision_id?: string | null;
            /** Format: uuid */
            deployment_id: string;
            /** Format: date-time */
            due_at?: string | null;
            /** Format: date-time */
            ended_at?: string | null;
            environment: string;
            /** Format: uuid */
            id: string;
            in_time?: boolean | null;
            /** Format: uuid */
            incident_id?: string | null;
            kind: string;
            /** Format: date-time */
            opened_at: string;
            outcome?: components["schemas"]["RemediationOutcome"] | null;
            provider: string;
            reason?: string | null;
            region: string;
            /** Format: uuid */
            request_id?: string | null;
            runbook: string;
            state: components["schemas"]["RemediationState"];
            team: string;
            timeline?: components["schemas"]["RemediationEntry"][] | null;
            /** Format: date-time */
            updated_at: string;
            workload_id: string;
        };
        RemediationAbort: {
            note?: string | null;
        };
        RemediationEntry: {
            /** Format: date-time */
            at: string;
            detail: string;
            what: string;
        };
        RemediationHandOver: {
            note?: string | null;
            to?: string | null;
        };
        /** @enum {string} */
        RemediationOutcome: "replaced" | "restarted" | "without_capacity" | "left_as_it_is";
        /** @enum {string} */
        RemediationState: "opened" | "held" | "requested" | "changing" | "verifying" | "restarting" | "resolved" | "handed_over" | "aborted" | "obsolete";
        RemediationSummary: {
            notices: {
                [key: string]: number;
            };
            remediations: {
                [key: string]: number;
            };
            /** Format: date-time */
            since: string;
        };
        Remote: {
            branch?: string | null;
            /** Format: uuid */
            change_id?: string | null;
            detail?: string | null;
            /** Format: int32 */
            failures: number;
            local_commit?: string | null;
            /** Format: date-time */
            looked_at?: string | null;
            /** Format: date-time */
            next_look_at?: string | null;
            remote?: string | null;
            remote_commit?: string | null;
            /** Format: date-time */
            since?: string | null;
            /** @enum {string} */
            state: "none" | "in_sync" | "taking" | "refused" | "conflict" | "unrelated" | "unreachable";
        };
        ReplicaLog: {
            complete: boolean;
            /** Format: int32 */
            replica: number;
            text: string;
        };
        ReplicaReport: {
            /** Format: date-time */
            checkpoint_at?: string | null;
            /** Format: int32 */
            exit_code?: number | null;
            /** Format: date-time */
            heartbeat_at: string;
            image?: string | null;
            /** Format: date-time */
            interrupted_at?: string | null;
            progress?: number | null;
            /** Format: int32 */
            replica: number;
        };
        Report: {
            /** Format: int32 */
            audited: number;
            compared: components["schemas"]["Compared"][];
            /** Format: int64 */
            different: number;
            findings: string[];
            /** Format: int32 */
            moving: number;
            /** Format: int64 */
            rows: number;
            /** Format: int32 */
            tables: number;
        };
        RetryReason: {
            reason?: string | null;
        };
        Rollback: {
            changes: components["schemas"]["Change"][];
            pins: components["schemas"]["Pin"][];
        };
        RollbackReason: {
            reason?: string | null;
        };
        Rollout: {
            /** Format: duration */
            analysis?: string | null;
            steps?: number[] | null;
            /** @enum {string} */
            strategy: "all_at_once" | "blue_green" | "canary";
        };
        RolloutStep: {
            /** Format: date-time */
            begun_at: string;
            detail?: string | null;
            /** Format: date-time */
            ended_at?: string | null;
            evidence: string[];
            /** Format: int32 */
            percent: number;
            /** Format: int32 */
            replicas: number;
            /** Format: date-time */
            running_since?: string | null;
            /** Format: int32 */
            step: number;
            verdict?: string | null;
            workload_id: string;
        };
        SecretReference: {
            name: string;
            ref: string;
        };
        ServiceDependencies: {
            dependencies: components["schemas"]["Dependency"][];
            received: components["schemas"]["CallStatistics"];
            service: string;
            /** Format: duration */
            window: string;
        };
        SetAsideEvent: {
            /** Format: int32 */
            attempts: number;
            /** Format: date-time */
            concluded_at?: string | null;
            /** Format: uuid */
            concluded_by?: string | null;
            consumer: string;
            environment?: string | null;
            error_class?: string | null;
            error_message?: string | null;
            event?: components["schemas"]["CloudEvent"] | null;
            /** Format: uuid */
            event_id: string;
            /** Format: date-time */
            first_failed_at: string;
            /** Format: uuid */
            id: string;
            keys: string[];
            /** Format: date-time */
            last_failed_at: string;
            reason?: string | null;
            service: string;
            /** @enum {string} */
            state: "failing" | "set_aside" | "behind" | "handled" | "dismissed";
            team?: string | null;
            type: string;
            /** Format: int64 */
            version: number;
        };
        SetAsideEventPage: {
            items: components["schemas"]["SetAsideEvent"][];
            next?: string | null;
        };
        StageLogLine: {
            /** Format: date-time */
            at: string;
            level: string;
            message: string;
            /** Format: int64 */
            seq: number;
        };
        Use: {
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            change_id: string;
            hourly_cost: components["schemas"]["Money"];
            regions: string[];
        };
        VerificationReport: {
            /** Format: int64 */
            batches: number;
            /** Format: int64 */
            broken: number;
            /** Format: int64 */
            copied_from?: number | null;
            /** Format: int64 */
            copied_through?: number | null;
            findings: components["schemas"]["Finding"][];
            next?: string | null;
            /** Format: int64 */
            pending?: number | null;
            /** Format: int64 */
            pruned_through: number;
            /** Format: int64 */
            rows: number;
            service: string;
        };
        Workload: {
            affinity?: components["schemas"]["Affinity"][] | null;
            anti_affinity?: components["schemas"]["Affinity"][] | null;
            architecture?: string | null;
            author?: components["schemas"]["Author"] | null;
            carbon_sensitivity?: number | null;
            change_id?: string | null;
            container: components["schemas"]["Container"];
            cost_sensitivity?: number | null;
            cpu_cores: number;
            /** Format: date-time */
            created_at?: string | null;
            data_location?: string | null;
            data_size_gb?: number | null;
            /** Format: date-time */
            deadline?: string | null;
            decision_id?: string | null;
            environment: string;
            estimated_duration_hours?: number | null;
            gpu_model?: string | null;
            /** Format: int32 */
            gpus?: number | null;
            id: string;
            interruptible?: boolean | null;
            /** @enum {string} */
            kind: "batch" | "service";
            latency_sensitivity?: number | null;
            links?: {
                [key: string]: string;
            } | null;
            max_hourly_cost?: components["schemas"]["Money"] | null;
            memory_gb: number;
            minimum_reliability?: number | null;
            network_gbps?: number | null;
            /** @enum {string|null} */
            priority?: "low" | "medium" | "high" | "critical" | null;
            regions_allowed?: string[] | null;
            regions_forbidden?: string[] | null;
            residency?: string[] | null;
            rollout?: components["schemas"]["Rollout"] | null;
            state?: string | null;
            team: string;
            unplaceable_reason?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            users_location?: components["schemas"]["Location"] | null;
            /** Format: int64 */
            version?: number | null;
            /** Format: int32 */
            zone_spread?: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    adopt: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAdoption"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    events_1: {
        parameters: {
            query?: {
                actor?: string;
                action?: string;
                resource_type?: string;
                resource_id?: string;
                outcome?: "succeeded" | "refused" | "failed";
                team?: string;
                environment?: string;
                from?: string;
                to?: string;
                q?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAuditView"];
                };
            };
        };
    };
    export: {
        parameters: {
            query?: {
                format?: "jsonl" | "cef";
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    verification: {
        parameters: {
            query?: {
                after?: string;
                rows?: number;
            };
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationReport"];
                };
            };
        };
    };
    list_10: {
        parameters: {
            query?: {
                reviewed?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageChange"];
                };
            };
        };
    };
    list_2: {
        parameters: {
            query?: {
                state?: "running" | "awaiting_approval" | "succeeded" | "failed" | "rejected" | "cancelled" | "expired";
                workload_id?: string;
                environment?: string;
                ids?: string[];
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageChange"];
                };
            };
        };
    };
    create_1: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChange"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    create_2: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTerraformChange"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    get_9: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    analysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeAnalysis"];
                };
            };
        };
    };
    breakGlass: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBreakGlass"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    review: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBreakGlassReview"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    cancel: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    retry: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryReason"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    rollBack: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackReason"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rollback"];
                };
            };
        };
    };
    log: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageStageLogLine"];
                };
            };
        };
    };
    decide_1: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVerdict"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    list_1: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDelegation"];
                };
            };
        };
    };
    create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Asked"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
        };
    };
    get_8: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
        };
    };
    revoke_1: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_9: {
        parameters: {
            query?: {
                workload_id?: string;
                state?: "pending" | "running" | "completed" | "lost" | "terminated";
                ids?: string[];
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDeployment"];
                };
            };
        };
    };
    logs: {
        parameters: {
            query?: {
                replica?: number;
                kib?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentLogs"];
                };
            };
        };
    };
    reports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentReports"];
                };
            };
        };
    };
    list_8: {
        parameters: {
            query?: {
                class?: "missing" | "changed" | "unmanaged";
                state?: "open" | "healing" | "handed_over" | "accepted" | "healed" | "gone";
                environment?: string;
                workload_id?: string;
                open?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDrift"];
                };
            };
        };
    };
    get_7: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
        };
    };
    decide: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DriftDecision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
        };
    };
    showEncryptionKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncryptionKeys"];
                };
            };
        };
    };
    rotateEncryptionKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncryptionKeys"];
                };
            };
        };
    };
    retireEncryptionKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncryptionKeys"];
                };
            };
        };
    };
    list_7: {
        parameters: {
            query?: {
                workload_id?: string;
                usable?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEnvelope"];
                };
            };
        };
    };
    get_6: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeWithUses"];
                };
            };
        };
    };
    revoke: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvelopeRevocation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Envelope"];
                };
            };
        };
    };
    list_6: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEnvironmentMode"];
                };
            };
        };
    };
    get_1: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentMode"];
                };
            };
        };
    };
    set: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEnvironmentMode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentMode"];
                };
            };
        };
    };
    listErrors: {
        parameters: {
            query?: {
                state?: "open" | "acknowledged" | "resolved";
                since?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorPage"];
                };
            };
        };
    };
    showError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroup"];
                };
            };
        };
    };
    acknowledgeError: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                service: string;
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ErrorJudgement"];
            };
        };
        responses: {
            /** @description acknowledged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroup"];
                };
            };
        };
    };
    resolveError: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                service: string;
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ErrorJudgement"];
            };
        };
        responses: {
            /** @description resolved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroup"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: {
                after?: string;
                types?: string[];
                limit?: number;
                wait?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    list: {
        parameters: {
            query?: {
                environment?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageFreezeWindow"];
                };
            };
        };
    };
    add: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Asked"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreezeWindow"];
                };
            };
        };
    };
    get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreezeWindow"];
                };
            };
        };
    };
    replace: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Asked"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreezeWindow"];
                };
            };
        };
    };
    remove: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_5: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitch"];
                };
            };
        };
    };
    engage: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KillSwitchCall"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitch"];
                };
            };
        };
    };
    history: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEngagement"];
                };
            };
        };
    };
    release_1: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KillSwitchCall"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitch"];
                };
            };
        };
    };
    list_5: {
        parameters: {
            query?: {
                workload_id?: string;
                in_force?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePin"];
                };
            };
        };
    };
    release: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                workload_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackReason"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pin"];
                };
            };
        };
    };
    list_4: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePolicy"];
                };
            };
        };
    };
    dryRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPolicyDryRun"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyDryRun"];
                };
            };
        };
    };
    get_4: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyText"];
                };
            };
        };
    };
    showProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    startProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    stopProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    fetchRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the recording */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    promote: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPromotion"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
        };
    };
    get_3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
        };
    };
    restore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
        };
    };
    list_3: {
        parameters: {
            query?: {
                state?: components["schemas"]["RemediationState"];
                open?: boolean;
                workload_id?: string;
                incident_id?: string;
                change_id?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRemediation"];
                };
            };
        };
    };
    summary: {
        parameters: {
            query?: {
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemediationSummary"];
                };
            };
        };
    };
    get_2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remediation"];
                };
            };
        };
    };
    abort: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemediationAbort"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remediation"];
                };
            };
        };
    };
    acknowledge: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remediation"];
                };
            };
        };
    };
    handOver: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemediationHandOver"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remediation"];
                };
            };
        };
    };
    remote: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remote"];
                };
            };
        };
    };
    showDependencies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceDependencies"];
                };
            };
        };
    };
    listSetAsideEvents: {
        parameters: {
            query?: {
                state?: "failing" | "set_aside" | "behind" | "handled" | "dismissed";
                consumer?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                service: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAsideEventPage"];
                };
            };
        };
    };
    showSetAsideEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                service: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAsideEvent"];
                };
            };
        };
    };
    dismissSetAsideEvent: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                service: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Dismissal"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAsideEvent"];
                };
            };
        };
    };
    retrySetAsideEvent: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                service: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAsideEvent"];
                };
            };
        };
    };
    pending: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageChange"];
                };
            };
        };
    };
}
