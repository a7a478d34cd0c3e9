// Generated from docs/api/gitops.json by "npm run generate:api": not for editing by hand.

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
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list"];
        put?: never;
        post: operations["create"];
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
        post: operations["create_1"];
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
        get: operations["get"];
        put?: never;
        post?: never;
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
        post: operations["decide"];
        delete?: never;
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
        get: operations["list_1"];
        put?: never;
        post?: never;
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
        Change: {
            approval?: components["schemas"]["Approval"] | null;
            author: components["schemas"]["Author"];
            branch: string;
            commits: components["schemas"]["ChangeCommit"][];
            /** Format: date-time */
            created_at: string;
            deployment_ids: string[];
            environment: string;
            failure?: components["schemas"]["Failure"] | null;
            files: string[];
            /** Format: uuid */
            id: string;
            items: components["schemas"]["ChangeItem"][];
            /** @enum {string} */
            kind: "workloads" | "terraform";
            merged_commit?: string | null;
            plan?: components["schemas"]["Plan"] | null;
            repository: string;
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
        GivenVerdict: {
            /** Format: uuid */
            actor_id: string;
            /** Format: date-time */
            at: string;
            name: string;
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
        NewChange: {
            author?: components["schemas"]["Author"] | null;
            environment?: string | null;
            items?: components["schemas"]["Item"][] | null;
            reason?: string | null;
            team?: string | null;
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
        PageDeployment: {
            items: components["schemas"]["Deployment"][];
            next?: string | null;
        };
        PageStageLogLine: {
            items: components["schemas"]["StageLogLine"][];
            next?: string | null;
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
            hash: string;
            hourly_cost_after?: components["schemas"]["Money"] | null;
            hourly_cost_before?: components["schemas"]["Money"] | null;
        };
        SecretReference: {
            name: string;
            ref: string;
        };
        StageLogLine: {
            /** Format: date-time */
            at: string;
            level: string;
            message: string;
            /** Format: int64 */
            seq: number;
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
    list: {
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
