// Generated from docs/api/routing.json by "npm run generate:api": not for editing by hand.

export interface paths {
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
        get: operations["verification_1"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One batch, with those of its workloads that the caller may see */
        get: operations["get_4"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List decisions, the newest first */
        get: operations["list_7"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How well predicted costs and interruptions came true, over the newest 10,000 outcomes */
        get: operations["calibration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recompute the chain over all decisions and compare it with the seals and the audit log */
        get: operations["verification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One decision */
        get: operations["get_3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}/counterfactuals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The smallest change of each input that would have flipped the choice */
        get: operations["counterfactuals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}/realised": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was predicted of a decision against what became of it */
        get: operations["realised"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare a decision with the prices of now */
        post: operations["recheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide again from what is stored, and compare the bytes */
        post: operations["replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{id}/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would have been decided under suppositions */
        post: operations["whatIf"];
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
    "/api/v1/interruption-forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How likely spot capacity is to be taken back within 1, 6 and 24 hours, by offer
         * @description Give zone, instance_type or both.
         */
        get: operations["list_6"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List learned models, the newest first, and say whether one is in use */
        get: operations["list_5"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/retrain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Train a challenger from the outcomes of now; it counts only if it passes the gate */
        post: operations["retrain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One model: features, metrics on held-out outcomes against baselines, promotions, drift, provenance */
        get: operations["get_2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what became of placements, predicted against realised, the newest first */
        get: operations["list_4"];
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
    "/api/v1/rebalancing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What moves of running workloads have cost, beside what staying would have cost */
        get: operations["list_3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List recommendations, the newest first */
        get: operations["list_2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recommendations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One recommendation */
        get: operations["get_1"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recommendations/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a decision or a teardown of it, which gitops-service takes up as a change */
        post: operations["apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recommendations/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it is not to be applied, and why */
        post: operations["dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List reservations, the newest first */
        get: operations["list_1"];
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
    "/api/v1/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would be decided now on a workload that is not submitted, with suppositions or without */
        post: operations["preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List workloads, the newest first */
        get: operations["list"];
        put?: never;
        /** Submit a workload; answered once it is durable */
        post: operations["submit_2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workload */
        get: operations["get"];
        /** Replace the description of a workload; what runs is replaced by a new version */
        put: operations["edit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a workload; what runs of it is torn down first */
        post: operations["cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every state the workload has been in, the oldest first */
        get: operations["history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a workload rest until it is resumed; what runs of it saves its checkpoint and is torn down first
         * @description 409 unless it is running, submitted, unplaceable, or decided and not handed over.
         */
        post: operations["pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace what runs by the same at the same place; the old runs on until the new has taken over
         * @description 409 unless it is running and not pinned, or where its place cannot be had once more.
         */
        post: operations["restart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a paused workload decided anew; it begins from its checkpoint
         * @description 409 unless it is paused and not pinned.
         */
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a failed workload decided anew; its next change is another try of the one that it ended with
         * @description 409 unless it has failed, nothing of it runs any more, and it is not pinned.
         */
        post: operations["retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/rightsizing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How well the size of a running workload fits what it uses
         * @description Measured and worked out when it is asked for; lacking says what is missing to say anything.
         */
        get: operations["assess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads/{id}/spot-plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether spot capacity, on-demand capacity or waiting is best now for work with a deadline, and why */
        get: operations["plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads:batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit up to 1,000 workloads that are decided together; all are stored, or none */
        post: operations["submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads:counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many workloads there are, by state */
        get: operations["counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit a workload; answered once it is durable */
        post: operations["submit_1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest 200 workloads */
        get: operations["overview"];
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
        Advantage: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            mean: number;
        };
        Affinity: {
            /** @enum {string} */
            scope: "zone" | "region" | "provider";
            workload_id: string;
        };
        AffinityRequest: {
            /** @enum {string|null} */
            scope?: "zone" | "region" | "provider" | null;
            workload_id: string;
        };
        Alternative: {
            hourly_cost: components["schemas"]["Money"];
            lost_because: string;
            offer: components["schemas"]["Offer"];
            /** Format: int32 */
            rank: number;
            score: number;
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
        Baseline: {
            hourly_cost: components["schemas"]["Money"];
            offer: components["schemas"]["Offer"];
        };
        Batch: {
            items: components["schemas"]["CloudEvent"][];
            next?: string;
        };
        BatchLinks: {
            self: string;
        };
        BatchRequest: {
            spread?: components["schemas"]["BatchSpread"] | null;
            workloads: components["schemas"]["WorkloadRequest"][];
        };
        BatchShare: {
            gap_percent: number;
            /** Format: uuid */
            id: string;
            seconds: number;
            /** Format: int32 */
            size: number;
            solver: string;
        };
        BatchSpread: {
            /** Format: int32 */
            most_percent_per_zone: number;
        };
        BatchSubmitted: {
            /** Format: uuid */
            id: string;
            links: components["schemas"]["BatchLinks"];
            /** Format: int32 */
            size: number;
            /** @enum {string} */
            state: "submitted" | "decided" | "decided_singly";
            workloads: string[];
        };
        Calibration: {
            /** Format: double */
            expected?: number;
            /** Format: double */
            observed?: number;
            /** Format: int32 */
            samples?: number;
            /** Format: double */
            z?: number;
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
        Checkpoint: {
            /** Format: duration */
            interval: string;
            /** Format: uri */
            uri: string;
        };
        CheckpointRequest: {
            /** Format: duration */
            interval: string;
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
        Container: {
            checkpoint?: components["schemas"]["Checkpoint"] | null;
            command: string[];
            /** Format: int32 */
            disk_gb: number;
            env: {
                [key: string]: string;
            };
            health_check?: components["schemas"]["HealthCheck"] | null;
            image: string;
            ports: number[];
            /** Format: int32 */
            replicas: number;
            secrets: components["schemas"]["Secret"][];
        };
        ContainerRequest: {
            checkpoint?: components["schemas"]["CheckpointRequest"] | null;
            command?: string[] | null;
            /**
             * Format: int32
             * @default 20
             */
            disk_gb?: number | null;
            env?: {
                [key: string]: string;
            } | null;
            health_check?: components["schemas"]["HealthCheckRequest"] | null;
            image: string;
            ports?: number[] | null;
            /**
             * Format: int32
             * @default 1
             */
            replicas?: number | null;
            secrets?: components["schemas"]["SecretRequest"][] | null;
        };
        Contribution: {
            contribution: number;
            explanation: string;
            /** @enum {string} */
            factor: "cost" | "latency" | "reliability" | "performance" | "carbon" | "model";
            value: number;
            weight: number;
        };
        Counterfactual: {
            becomes?: string | null;
            bound: string;
            change_percent?: number | null;
            current: string;
            /** @enum {string} */
            direction: "up" | "down";
            explanation: string;
            flips_at?: string | null;
            input: string;
            offer_id?: string | null;
            step: string;
            unit: string;
        };
        Counterfactuals: {
            choice: string;
            /** Format: int32 */
            decided: number;
            /** Format: uuid */
            decision_id: string;
            items: components["schemas"]["Counterfactual"][];
            smallest?: string | null;
        };
        DecisionDifference: {
            after?: string | null;
            before?: string | null;
            field: string;
        };
        DecisionLogVerification: {
            /** Format: int64 */
            anchors: number;
            /** Format: int64 */
            decisions: number;
            head: string;
            intact: boolean;
            problems: string[];
            /** Format: int64 */
            seals: number;
            /** Format: int64 */
            unsealed: number;
        };
        DecisionPage: {
            items: components["schemas"]["PlacementDecision"][];
            next?: string | null;
        };
        Dependency: {
            calls: components["schemas"]["CallStatistics"];
            /** @enum {string} */
            kind: "service" | "cloud" | "external";
            target: string;
        };
        Dismissal: {
            reason?: string | null;
        };
        Elsewhere: {
            hourly_cost: components["schemas"]["Money"];
            lost_because: string;
            offer: components["schemas"]["Offer"];
            score: number;
        };
        Entry: {
            /** Format: date-time */
            at: string;
            detail: string;
            kind: string;
            model_id?: string | null;
            /** Format: int64 */
            seq: number;
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
        Exclusion: {
            /** @enum {string} */
            constraint: "architecture" | "cpu_cores" | "memory_gb" | "gpus" | "gpu_model" | "network_unknown" | "network_gbps" | "disk_gb" | "barred" | "regions_allowed" | "regions_forbidden" | "residency_unknown" | "residency" | "affinity" | "anti_affinity" | "interruptible" | "availability" | "lost_before" | "pinned" | "minimum_reliability" | "deadline" | "quota_vcpus" | "quota_gpus" | "budget" | "max_hourly_cost" | "zone_spread";
            /** Format: int32 */
            offers: number;
        };
        FeatureBins: {
            edges: number[];
            feature: string;
            shares: number[];
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
        ForecastPage: {
            items: components["schemas"]["InterruptionForecast"][];
            next?: string | null;
        };
        FreshLook: {
            /** Format: date-time */
            at: string;
            baseline: components["schemas"]["Summary"];
            calibration: components["schemas"]["Calibration"];
            drift: {
                [key: string]: number;
            };
            drifted: string[];
            model: components["schemas"]["Summary"];
            over_baseline: components["schemas"]["Advantage"];
        };
        HealthCheck: {
            /** Format: duration */
            interval: string;
            path: string;
            /** Format: int32 */
            port: number;
        };
        HealthCheckRequest: {
            /** Format: duration */
            interval?: string | null;
            path: string;
            /** Format: int32 */
            port: number;
        };
        HoldOut: {
            baseline: components["schemas"]["Summary"];
            champion?: components["schemas"]["Summary"] | null;
            model: components["schemas"]["Summary"];
            over_baseline: components["schemas"]["Advantage"];
            over_champion?: components["schemas"]["Advantage"] | null;
        };
        InterruptionChance: {
            /** Format: int32 */
            hours: number;
            /** Format: double */
            probability: number;
        };
        InterruptionForecast: {
            chances: components["schemas"]["InterruptionChance"][];
            explanation: string;
            forecast_id: string;
            offer_id: string;
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
        ModelDetail: {
            columns: string[];
            features: components["schemas"]["FeatureBins"][];
            hold_out: components["schemas"]["HoldOut"];
            log: components["schemas"]["Entry"][];
            provenance: {
                [key: string]: unknown;
            };
            rival?: string | null;
            summary: components["schemas"]["ModelSummary"];
            watch?: components["schemas"]["FreshLook"] | null;
        };
        ModelPage: {
            items: components["schemas"]["ModelSummary"][];
            log: components["schemas"]["Entry"][];
            next?: string | null;
            use: components["schemas"]["ModelUse"];
        };
        ModelSummary: {
            /** @enum {string} */
            cause: "first" | "outcomes" | "drift" | "request";
            /** Format: date-time */
            ended_at?: string | null;
            /** Format: int32 */
            held_out: number;
            id: string;
            passes: boolean;
            /** Format: date-time */
            promoted_at?: string | null;
            /** @enum {string} */
            state: "candidate" | "champion" | "rejected" | "retired" | "demoted";
            state_reason?: string | null;
            /** Format: int32 */
            trained: number;
            /** Format: date-time */
            trained_at: string;
            /** Format: date-time */
            trained_until: string;
            verdict: string;
        };
        ModelUse: {
            reason: string;
            used: boolean;
        };
        Money: {
            amount: string;
            currency: string;
        };
        Offer: {
            architecture: string;
            gpu_model?: string | null;
            /** @enum {string|null} */
            gpu_model_origin?: "observed" | "listed" | "derived" | "simulated" | null;
            /** Format: int32 */
            gpus: number;
            instance_type: string;
            /** @enum {string|null} */
            interruption_origin?: "observed" | "listed" | "derived" | "simulated" | null;
            /** Format: double */
            interruption_rate: number;
            /** Format: date */
            list_as_of?: string | null;
            list_price: components["schemas"]["Money"];
            /** Format: double */
            memory_gb: number;
            /** Format: date-time */
            observed_at?: string | null;
            offer_id: string;
            price: components["schemas"]["Money"];
            /** @enum {string} */
            price_origin: "observed" | "listed" | "derived" | "simulated";
            provider: string;
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            /** Format: date-time */
            received_at?: string | null;
            region: string;
            simulated: boolean;
            source: string;
            stale: boolean;
            /** Format: int32 */
            vcpu: number;
            zone: string;
        };
        Outcome: {
            cost_basis: string;
            /** Format: double */
            cost_ratio?: number | null;
            /** Format: date-time */
            decided_at: string;
            /** Format: uuid */
            decision_id: string;
            /** Format: date-time */
            ended_at: string;
            /** @enum {string} */
            ending: "completed" | "interrupted" | "moved" | "stopped" | "failed";
            environment: string;
            features: {
                [key: string]: number;
            };
            /** Format: double */
            horizon_hours: number;
            /** Format: double */
            hours_run: number;
            interrupted: boolean;
            kind: string;
            offer_id: string;
            predicted_cost: components["schemas"]["Money"];
            /** Format: double */
            queue_seconds?: number | null;
            realised_cost: components["schemas"]["Money"];
            /** Format: date-time */
            recorded_at: string;
            /** Format: int64 */
            seq: number;
            simulated: boolean;
            /** Format: date-time */
            started_at?: string | null;
            team: string;
            workload_id: string;
            zone: string;
        };
        OutcomePage: {
            items: components["schemas"]["Outcome"][];
            next?: string | null;
        };
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            next?: string | null;
        };
        PassedOver: {
            explanation: string;
            /** @enum {string} */
            kind: "reliability" | "latency" | "performance" | "compliance" | "security" | "capacity" | "carbon" | "outcome";
            offer_id?: string | null;
        };
        Place: {
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
        };
        PlaceRequest: {
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
        };
        Placement: {
            alternatives: components["schemas"]["Alternative"][];
            baseline?: components["schemas"]["Baseline"] | null;
            batch?: components["schemas"]["BatchShare"] | null;
            /** Format: int32 */
            candidates: number;
            cheapest_elsewhere?: components["schemas"]["Elsewhere"] | null;
            confidence: number;
            contributions: components["schemas"]["Contribution"][];
            /** Format: int32 */
            eligible: number;
            exceptions: components["schemas"]["PassedOver"][];
            exclusions: components["schemas"]["Exclusion"][];
            expected_total_cost?: components["schemas"]["Money"] | null;
            hourly_cost?: components["schemas"]["Money"] | null;
            model: components["schemas"]["ModelUse"];
            offer?: components["schemas"]["Offer"] | null;
            saving_percent?: number | null;
            score: number;
            summary: string;
            unplaceable_reason?: string | null;
            weights: components["schemas"]["Weights"];
            zones: string[];
        };
        PlacementDecision: {
            alternatives: components["schemas"]["Alternative"][];
            baseline?: components["schemas"]["Baseline"] | null;
            batch?: components["schemas"]["BatchShare"] | null;
            /** Format: int32 */
            candidates: number;
            cheapest_elsewhere?: components["schemas"]["Elsewhere"] | null;
            confidence: number;
            contributions: components["schemas"]["Contribution"][];
            /** Format: date-time */
            decided_at: string;
            /** Format: int32 */
            eligible: number;
            /** Format: int64 */
            epoch: number;
            exceptions: components["schemas"]["PassedOver"][];
            exclusions: components["schemas"]["Exclusion"][];
            expected_total_cost?: components["schemas"]["Money"] | null;
            hourly_cost?: components["schemas"]["Money"] | null;
            /** Format: uuid */
            id: string;
            input_hash: string;
            model: components["schemas"]["ModelUse"];
            offer?: components["schemas"]["Offer"] | null;
            /** @enum {string} */
            outcome: "placed" | "unplaceable";
            /** Format: uuid */
            reservation_id?: string | null;
            saving_percent?: number | null;
            score: number;
            /** Format: int64 */
            seed: number;
            summary: string;
            weights: components["schemas"]["Weights"];
            workload_id: string;
            /** Format: int64 */
            workload_version: number;
            zones: string[];
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
        Realised: {
            actual?: components["schemas"]["RealisedOutcome"] | null;
            cost_ratio?: number | null;
            /** Format: uuid */
            decision_id: string;
            predicted: components["schemas"]["RealisedPrediction"];
            /** @enum {string} */
            state: "unplaceable" | "open" | "ended";
        };
        RealisedOutcome: {
            cost_basis: string;
            /** Format: date-time */
            ended_at: string;
            ending: string;
            /** Format: double */
            hours_run: number;
            interrupted: boolean;
            predicted_cost: components["schemas"]["Money"];
            /** Format: double */
            queue_seconds?: number | null;
            realised_cost: components["schemas"]["Money"];
            simulated: boolean;
            /** Format: date-time */
            started_at?: string | null;
        };
        RealisedPrediction: {
            expected_total_cost?: components["schemas"]["Money"] | null;
            hourly_cost?: components["schemas"]["Money"] | null;
            /** Format: double */
            hours: number;
            /** Format: double */
            interruption_chance?: number | null;
        };
        RebalancingAccount: {
            allowance: components["schemas"]["Money"];
            departures: components["schemas"]["RebalancingDeparture"][];
            disruption: components["schemas"]["Money"];
            environment: string;
            home_offer_id: string;
            /** Format: int32 */
            moves: number;
            offer_id: string;
            /** Format: int32 */
            oscillations: number;
            /** Format: date-time */
            reckoned_to: string;
            /** Format: date-time */
            resting?: string | null;
            /** Format: int32 */
            returns: number;
            saved: components["schemas"]["Money"];
            saved_percent?: number | null;
            /** Format: date-time */
            since: string;
            spent: components["schemas"]["Money"];
            stayed: components["schemas"]["Money"];
            team: string;
            workload_id: string;
        };
        RebalancingDeparture: {
            /** Format: date-time */
            at: string;
            offer_id: string;
        };
        RebalancingPage: {
            items: components["schemas"]["RebalancingAccount"][];
            next?: string | null;
        };
        Recheck: {
            available: boolean;
            better_offer?: components["schemas"]["Offer"] | null;
            /** Format: date-time */
            checked_at: string;
            current_price?: components["schemas"]["Money"] | null;
            /** Format: uuid */
            decision_id: string;
            /** Format: int64 */
            epoch: number;
            price_change_percent?: number | null;
            still_best: boolean;
        };
        Recommendation: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            decision_id?: string | null;
            /** Format: uuid */
            ended_by?: string | null;
            environment?: string | null;
            evidence: components["schemas"]["RecommendationEvidence"][];
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            instance_id?: string | null;
            /** @enum {string} */
            kind: "right_size" | "idle" | "orphaned" | "oversized" | "move" | "scale";
            note?: string | null;
            proposal?: components["schemas"]["RecommendationProposal"] | null;
            reason: string;
            risk: components["schemas"]["RecommendationRisk"];
            saving_high: components["schemas"]["Money"];
            saving_low: components["schemas"]["Money"];
            saving_per_month: components["schemas"]["Money"];
            /** @enum {string} */
            state: "open" | "applied" | "dismissed" | "expired" | "superseded";
            team?: string | null;
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            workload_id?: string | null;
        };
        RecommendationEvidence: {
            name: string;
            value: string;
        };
        RecommendationPage: {
            items: components["schemas"]["Recommendation"][];
            next?: string | null;
        };
        RecommendationProposal: {
            barred_offers: string[];
            /** Format: double */
            cpu_cores?: number | null;
            end: boolean;
            /** Format: double */
            estimated_duration_hours?: number | null;
            highest_hourly_cost?: components["schemas"]["Money"] | null;
            /** Format: double */
            memory_gb?: number | null;
            offer_id?: string | null;
            pinned: boolean;
            /** Format: int32 */
            replicas?: number | null;
        };
        RecommendationRisk: {
            explanation: string;
            /** @enum {string} */
            level: "low" | "medium" | "high";
            /** Format: double */
            saturation?: number | null;
        };
        Replay: {
            /** Format: int32 */
            bytes: number;
            /** Format: uuid */
            decision_id: string;
            differences: components["schemas"]["DecisionDifference"][];
            /** Format: int32 */
            engine: number;
            obstacles: components["schemas"]["ReplayObstacle"][];
            recorded_hash: string;
            replayed_hash?: string | null;
            /** @enum {string} */
            verdict: "identical" | "different" | "impossible";
        };
        ReplayObstacle: {
            /** @enum {string} */
            code: "engine_not_present" | "inputs_unreadable" | "inputs_altered" | "artifact_expired" | "artifact_unknown" | "artifact_damaged" | "artifact_unreadable";
            detail: string;
            subject: string;
        };
        Requested: {
            /** Format: int32 */
            new_outcomes: number;
            /** Format: int32 */
            outcomes: number;
        };
        Reservation: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            decision_id: string;
            /** Format: date-time */
            ended_at?: string | null;
            environment: string;
            /** Format: int32 */
            gpus: number;
            hourly_cost: components["schemas"]["Money"];
            /** Format: uuid */
            id: string;
            reason?: string | null;
            /** @enum {string} */
            state: "held" | "used" | "released";
            team: string;
            /** Format: int32 */
            vcpus: number;
            workload_id: string;
        };
        ReservationPage: {
            items: components["schemas"]["Reservation"][];
            next?: string | null;
        };
        RightSizing: {
            /** Format: double */
            cpu_peak95?: number | null;
            /** Format: double */
            cpu_peak99?: number | null;
            /** @enum {string} */
            fit: "unknown" | "fits" | "smaller" | "larger";
            foreseen_lacking?: string | null;
            /** Format: double */
            foreseen_peak?: number | null;
            hourly_cost: components["schemas"]["Money"];
            lacking?: string | null;
            /** Format: int32 */
            measured_hours: number;
            /** Format: double */
            memory_gb: number;
            memory_measured: boolean;
            /** Format: double */
            needed_cores?: number | null;
            /** Format: double */
            needed_memory_gb?: number | null;
            /** Format: int32 */
            needed_replicas?: number | null;
            offer_id: string;
            /** Format: int32 */
            replicas: number;
            /** Format: double */
            saturation?: number | null;
            /** Format: double */
            vcpu: number;
            workload_id: string;
        };
        Rollout: {
            /** Format: duration */
            analysis?: string | null;
            steps: number[];
            /** @enum {string} */
            strategy: "all_at_once" | "blue_green" | "canary";
        };
        RolloutRequest: {
            /** Format: duration */
            analysis?: string | null;
            /** @description of a canary: per cent of the replicas, rising */
            steps?: number[] | null;
            /** @enum {string|null} */
            strategy?: "all_at_once" | "blue_green" | "canary" | null;
        };
        Secret: {
            name: string;
            ref: string;
        };
        SecretRequest: {
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
        SpotOption: {
            /** @enum {string} */
            choice: "spot" | "on_demand" | "wait";
            expected_cost?: components["schemas"]["Money"] | null;
            hourly_cost?: components["schemas"]["Money"] | null;
            offer_id?: string | null;
        };
        SpotPlan: {
            /** @enum {string|null} */
            advice?: "spot" | "on_demand" | "wait" | null;
            applies: boolean;
            /** Format: date-time */
            as_of: string;
            /** Format: date-time */
            deadline?: string | null;
            forced: boolean;
            forecast_id?: string | null;
            /** Format: double */
            hours_left?: number | null;
            options: components["schemas"]["SpotOption"][];
            reason: string;
            /** @enum {string|null} */
            running?: "spot" | "on_demand" | "wait" | null;
            /** Format: double */
            slack_hours?: number | null;
            /** Format: double */
            work_left_hours?: number | null;
            workload_id: string;
        };
        Submitted: {
            id: string;
            links: components["schemas"]["SubmittedLinks"];
            /** @enum {string} */
            state: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "pausing" | "paused" | "completed" | "failed" | "cancelled";
        };
        SubmittedLinks: {
            decision: string;
            self: string;
        };
        Summary: {
            /** Format: double */
            loss: number;
            metrics: {
                [key: string]: number;
            };
            /** Format: int32 */
            samples: number;
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
        Weights: {
            carbon: number;
            cost: number;
            latency: number;
            model: number;
            performance: number;
            reliability: number;
        };
        WhatIfAnswer: {
            after: components["schemas"]["Placement"];
            before: components["schemas"]["Placement"];
            changed: boolean;
            /** Format: uuid */
            decision_id?: string | null;
            differences: components["schemas"]["DecisionDifference"][];
            /** Format: int64 */
            epoch: number;
            summary: string;
            supposed: components["schemas"]["WhatIfSupposition"][];
        };
        WhatIfInterruptionRate: {
            factor?: number | null;
            instance_type?: string | null;
            offer_id?: string | null;
            provider?: string | null;
            /** @enum {string|null} */
            purchase_option?: "on_demand" | "spot" | "reserved" | null;
            rate?: number | null;
            region?: string | null;
            zone?: string | null;
        };
        WhatIfLimits: {
            /** Format: int32 */
            gpus?: number | null;
            hourly_cost?: number | null;
            unlimited?: boolean | null;
            /** Format: int32 */
            vcpus?: number | null;
        };
        WhatIfPrice: {
            factor?: number | null;
            instance_type?: string | null;
            offer_id?: string | null;
            price?: number | null;
            provider?: string | null;
            /** @enum {string|null} */
            purchase_option?: "on_demand" | "spot" | "reserved" | null;
            region?: string | null;
            zone?: string | null;
        };
        WhatIfRequest: {
            interruption_rates?: components["schemas"]["WhatIfInterruptionRate"][] | null;
            limits?: components["schemas"]["WhatIfLimits"] | null;
            model?: boolean | null;
            prices?: components["schemas"]["WhatIfPrice"][] | null;
            regions_closed?: string[] | null;
            regions_opened?: string[] | null;
            /** @description fields of the workload */
            spec?: string | null;
            weights?: {
                [key: string]: number;
            } | null;
        };
        WhatIfSupposition: {
            /** Format: int32 */
            offers?: number | null;
            what: string;
        };
        Workload: {
            affinity: components["schemas"]["Affinity"][];
            anti_affinity: components["schemas"]["Affinity"][];
            /** @enum {string} */
            architecture: "amd64" | "arm64" | "any";
            author: components["schemas"]["Author"];
            /** @description it ends as soon as it is torn down */
            cancel_requested: boolean;
            /** Format: double */
            carbon_sensitivity?: number | null;
            /** Format: uuid */
            change_id?: string | null;
            container: components["schemas"]["Container"];
            /** Format: double */
            cost_sensitivity: number;
            /** Format: double */
            cpu_cores: number;
            /** Format: date-time */
            created_at: string;
            data_location?: string | null;
            /** Format: double */
            data_size_gb: number;
            /** Format: date-time */
            deadline?: string | null;
            /** Format: uuid */
            decision_id?: string | null;
            environment: string;
            /** Format: double */
            estimated_duration_hours?: number | null;
            gpu_model?: string | null;
            /** Format: int32 */
            gpus: number;
            id: string;
            interruptible: boolean;
            /** @enum {string} */
            kind: "batch" | "service";
            /** Format: double */
            latency_sensitivity: number;
            links: components["schemas"]["WorkloadLinks"];
            max_hourly_cost?: components["schemas"]["Money"] | null;
            /** Format: double */
            memory_gb: number;
            /** Format: double */
            minimum_reliability?: number | null;
            /** Format: double */
            network_gbps?: number | null;
            /** @enum {string} */
            priority: "low" | "medium" | "high" | "critical";
            /** @description why it stands where it stands, or what it waits for */
            reason?: string | null;
            regions_allowed: string[];
            regions_forbidden: string[];
            residency: string[];
            rollout?: components["schemas"]["Rollout"] | null;
            /** @enum {string} */
            state: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "pausing" | "paused" | "completed" | "failed" | "cancelled";
            team: string;
            /** @description why no offer fits; null in every other state */
            unplaceable_reason?: string | null;
            /** Format: date-time */
            updated_at: string;
            users_location?: components["schemas"]["Place"] | null;
            /** Format: int64 */
            version: number;
            /** Format: int32 */
            zone_spread?: number | null;
        };
        WorkloadCounts: {
            states: components["schemas"]["WorkloadStateCount"][];
            /** Format: int64 */
            total: number;
        };
        WorkloadHistory: {
            items: components["schemas"]["WorkloadTransition"][];
        };
        WorkloadLinks: {
            decision: string;
            history: string;
            self: string;
        };
        WorkloadOverview: {
            /** Format: int64 */
            completed: number;
            /** Format: int64 */
            pending: number;
            workloads: components["schemas"]["Workload"][];
        };
        WorkloadPage: {
            items: components["schemas"]["Workload"][];
            next?: string | null;
        };
        WorkloadRequest: {
            /** @description workloads that it has to be near */
            affinity?: components["schemas"]["AffinityRequest"][] | null;
            /** @description workloads that it must not be near */
            anti_affinity?: components["schemas"]["AffinityRequest"][] | null;
            /** @enum {string|null} */
            architecture?: "amd64" | "arm64" | "any" | null;
            /**
             * Format: double
             * @default 0
             */
            carbon_sensitivity?: number | null;
            container: components["schemas"]["ContainerRequest"];
            /**
             * Format: double
             * @default 0.5
             */
            cost_sensitivity?: number | null;
            /** Format: double */
            cpu_cores: number;
            data_location?: string | null;
            /** Format: double */
            data_size_gb?: number | null;
            /** Format: date-time */
            deadline?: string | null;
            /** @default dev */
            environment?: string | null;
            /**
             * Format: double
             * @description required for batch
             */
            estimated_duration_hours?: number | null;
            gpu_model?: string | null;
            /**
             * Format: int32
             * @default 0
             */
            gpus?: number | null;
            /** @description DNS label; generated when absent */
            id?: string | null;
            /** @default false */
            interruptible?: boolean | null;
            /** @enum {string} */
            kind: "batch" | "service";
            /**
             * Format: double
             * @default 0.5
             */
            latency_sensitivity?: number | null;
            max_hourly_cost?: components["schemas"]["Money"] | null;
            /** Format: double */
            memory_gb: number;
            /**
             * Format: double
             * @description least chance that a replica runs undisturbed to the end
             */
            minimum_reliability?: number | null;
            /**
             * Format: double
             * @description Gbit/s that each replica needs all the time
             */
            network_gbps?: number | null;
            /** @enum {string|null} */
            priority?: "low" | "medium" | "high" | "critical" | null;
            regions_allowed?: string[] | null;
            regions_forbidden?: string[] | null;
            /** @description where it may be: ISO 3166 countries, continents (africa, asia, europe, north-america, oceania, south-america) or european-union; anywhere when absent */
            residency?: string[] | null;
            rollout?: components["schemas"]["RolloutRequest"] | null;
            team: string;
            users_location?: components["schemas"]["PlaceRequest"] | null;
            /**
             * Format: int32
             * @description least number of zones that the replicas are spread over
             */
            zone_spread?: number | null;
        };
        WorkloadRetryReason: {
            reason?: string | null;
        };
        WorkloadStateCount: {
            /** Format: int64 */
            count: number;
            /** @enum {string} */
            state: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "pausing" | "paused" | "completed" | "failed" | "cancelled";
        };
        WorkloadTransition: {
            /** Format: date-time */
            at: string;
            cause_id?: string | null;
            /** @enum {string|null} */
            from?: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "pausing" | "paused" | "completed" | "failed" | "cancelled" | null;
            reason?: string | null;
            /** @enum {string} */
            to: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "pausing" | "paused" | "completed" | "failed" | "cancelled";
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
    verification_1: {
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
    get_4: {
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
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    list_7: {
        parameters: {
            query?: {
                workload_id?: string;
                ids?: string[];
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["DecisionPage"];
                };
            };
        };
    };
    calibration: {
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
                    "application/json": components["schemas"]["Calibration"];
                };
            };
        };
    };
    verification: {
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
                    "application/json": components["schemas"]["DecisionLogVerification"];
                };
            };
        };
    };
    get_3: {
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
                    "application/json": components["schemas"]["PlacementDecision"];
                };
            };
        };
    };
    counterfactuals: {
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
                    "application/json": components["schemas"]["Counterfactuals"];
                };
            };
        };
    };
    realised: {
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
                    "application/json": components["schemas"]["Realised"];
                };
            };
        };
    };
    recheck: {
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
                    "application/json": components["schemas"]["Recheck"];
                };
            };
        };
    };
    replay: {
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
                    "application/json": components["schemas"]["Replay"];
                };
            };
        };
    };
    whatIf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIfRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfAnswer"];
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
    list_6: {
        parameters: {
            query?: {
                zone?: string;
                instance_type?: string;
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["ForecastPage"];
                };
            };
        };
    };
    list_5: {
        parameters: {
            query?: {
                state?: "candidate" | "champion" | "rejected" | "retired" | "demoted";
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["ModelPage"];
                };
            };
        };
    };
    retrain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["Requested"];
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
                    "application/json": components["schemas"]["ModelDetail"];
                };
            };
        };
    };
    list_4: {
        parameters: {
            query?: {
                workload_id?: string;
                decision_id?: string;
                ending?: "completed" | "interrupted" | "moved" | "stopped" | "failed";
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["OutcomePage"];
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
    list_3: {
        parameters: {
            query?: {
                workload_id?: string;
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["RebalancingPage"];
                };
            };
        };
    };
    list_2: {
        parameters: {
            query?: {
                kind?: "right_size" | "idle" | "orphaned" | "oversized" | "move" | "scale";
                state?: "open" | "applied" | "dismissed" | "expired" | "superseded";
                workload_id?: string;
                team?: string;
                environment?: string;
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["RecommendationPage"];
                };
            };
        };
    };
    get_1: {
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
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
        };
    };
    apply: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description applied; decision_id names what it became */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
        };
    };
    dismiss: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
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
            /** @description dismissed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
        };
    };
    list_1: {
        parameters: {
            query?: {
                state?: "held" | "used" | "released";
                workload_id?: string;
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["ReservationPage"];
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
    preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIfRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfAnswer"];
                };
            };
        };
    };
    list: {
        parameters: {
            query?: {
                state?: ("submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "pausing" | "paused" | "completed" | "failed" | "cancelled")[];
                team?: string;
                environment?: string;
                kind?: "batch" | "service";
                q?: string;
                ids?: string[];
                limit?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["WorkloadPage"];
                };
            };
        };
    };
    submit_2: {
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
                "application/json": components["schemas"]["WorkloadRequest"];
            };
        };
        responses: {
            /** @description stored, waits for a decision */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submitted"];
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
                    "application/json": components["schemas"]["Workload"];
                };
            };
        };
    };
    edit: {
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
                "application/json": components["schemas"]["WorkloadRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
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
            /** @description cancelled, or about to be once it is torn down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
        };
    };
    history: {
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
                    "application/json": components["schemas"]["WorkloadHistory"];
                };
            };
        };
    };
    pause: {
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
            /** @description paused, or about to be once it is torn down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
        };
    };
    restart: {
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
            /** @description decided, on its way as a change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
        };
    };
    resume: {
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
            /** @description waits for a decision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WorkloadRetryReason"];
            };
        };
        responses: {
            /** @description waits for a decision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
        };
    };
    assess: {
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
                    "application/json": components["schemas"]["RightSizing"];
                };
            };
        };
    };
    plan: {
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
                    "application/json": components["schemas"]["SpotPlan"];
                };
            };
        };
    };
    submit: {
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
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description all are stored and wait for their decision */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchSubmitted"];
                };
            };
        };
    };
    counts: {
        parameters: {
            query?: {
                team?: string;
                environment?: string;
                kind?: "batch" | "service";
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
                    "application/json": components["schemas"]["WorkloadCounts"];
                };
            };
        };
    };
    submit_1: {
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
                "application/json": components["schemas"]["WorkloadRequest"];
            };
        };
        responses: {
            /** @description stored, waits for a decision */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submitted"];
                };
            };
        };
    };
    overview: {
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
                    "application/json": components["schemas"]["WorkloadOverview"];
                };
            };
        };
    };
}
