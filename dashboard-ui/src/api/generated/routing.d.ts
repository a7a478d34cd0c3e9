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
        get: operations["verification"];
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
        get: operations["list_2"];
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
        get: operations["get_1"];
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
        post: operations["submit_1"];
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
        /** Replace the description of a workload that was not handed over yet */
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
        post: operations["submit"];
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
            next: string;
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
            factor: "cost" | "latency" | "reliability" | "performance";
            value: number;
            weight: number;
        };
        DecisionPage: {
            items: components["schemas"]["PlacementDecision"][];
            next?: string | null;
        };
        Elsewhere: {
            hourly_cost: components["schemas"]["Money"];
            lost_because: string;
            offer: components["schemas"]["Offer"];
            score: number;
        };
        Exclusion: {
            /** @enum {string} */
            constraint: "architecture" | "cpu_cores" | "memory_gb" | "gpus" | "gpu_model" | "regions_allowed" | "regions_forbidden" | "interruptible" | "availability" | "lost_before" | "deadline" | "quota_vcpus" | "quota_gpus" | "budget";
            /** Format: int32 */
            offers: number;
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
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            next?: string | null;
        };
        PassedOver: {
            explanation: string;
            /** @enum {string} */
            kind: "cost" | "latency" | "reliability" | "performance";
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
        PlacementDecision: {
            alternatives: components["schemas"]["Alternative"][];
            baseline?: components["schemas"]["Baseline"] | null;
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
        Secret: {
            name: string;
            ref: string;
        };
        SecretRequest: {
            name: string;
            ref: string;
        };
        Submitted: {
            id: string;
            links: components["schemas"]["SubmittedLinks"];
            /** @enum {string} */
            state: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "completed" | "failed" | "cancelled";
        };
        SubmittedLinks: {
            decision: string;
            self: string;
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
            cost: number;
            latency: number;
            performance: number;
            reliability: number;
        };
        Workload: {
            /** @enum {string} */
            architecture: "amd64" | "arm64" | "any";
            author: components["schemas"]["Author"];
            /** @description it ends as soon as it is torn down */
            cancel_requested: boolean;
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
            /** Format: double */
            memory_gb: number;
            /** @enum {string} */
            priority: "low" | "medium" | "high" | "critical";
            /** @description why it stands where it stands, or what it waits for */
            reason?: string | null;
            regions_allowed: string[];
            regions_forbidden: string[];
            /** @enum {string} */
            state: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "completed" | "failed" | "cancelled";
            team: string;
            /** @description why no offer fits; null in every other state */
            unplaceable_reason?: string | null;
            /** Format: date-time */
            updated_at: string;
            users_location?: components["schemas"]["Place"] | null;
            /** Format: int64 */
            version: number;
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
            /** @enum {string|null} */
            architecture?: "amd64" | "arm64" | "any" | null;
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
            /** Format: double */
            memory_gb: number;
            /** @enum {string|null} */
            priority?: "low" | "medium" | "high" | "critical" | null;
            regions_allowed?: string[] | null;
            regions_forbidden?: string[] | null;
            team: string;
            users_location?: components["schemas"]["PlaceRequest"] | null;
        };
        WorkloadTransition: {
            /** Format: date-time */
            at: string;
            cause_id?: string | null;
            /** @enum {string|null} */
            from?: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "completed" | "failed" | "cancelled" | null;
            reason?: string | null;
            /** @enum {string} */
            to: "submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "completed" | "failed" | "cancelled";
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
    list_2: {
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
                    "application/json": components["schemas"]["DecisionPage"];
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
                    "application/json": components["schemas"]["PlacementDecision"];
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
    list: {
        parameters: {
            query?: {
                state?: ("submitted" | "unplaceable" | "decided" | "awaiting_approval" | "deploying" | "running" | "moving" | "completed" | "failed" | "cancelled")[];
                team?: string;
                environment?: string;
                kind?: "batch" | "service";
                q?: string;
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
