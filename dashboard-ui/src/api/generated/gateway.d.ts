// Generated from docs/api/gateway.json by "npm run generate:api": not for editing by hand.

export interface paths {
    "/api/v1/audit/{service}/events": {
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
    "/api/v1/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Errors of all services by kind, the one seen last first */
        get: operations["listPlatformErrors"];
        put?: never;
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
    "/api/v1/service-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which service called what in the last five minutes, and how that went */
        get: operations["showServiceMap"];
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
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list"];
        put?: never;
        post?: never;
        delete: operations["endAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["session"];
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
        BrowserSession: {
            address: string;
            /** Format: date-time */
            created_at: string;
            current: boolean;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_seen_at: string;
            user_agent: string;
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
        Dependency: {
            calls: components["schemas"]["CallStatistics"];
            /** @enum {string} */
            kind: "service" | "cloud" | "external";
            target: string;
        };
        Edge: {
            calls: components["schemas"]["CallStatistics"];
            from: string;
            to: string;
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
        Key: {
            active: boolean;
            id: string;
            /** Format: int64 */
            values: number;
        };
        Node: {
            answers?: boolean | null;
            /** @enum {string} */
            kind: "service" | "cloud" | "external";
            name: string;
            received?: components["schemas"]["CallStatistics"] | null;
        };
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            next?: string | null;
        };
        PageBrowserSession: {
            items: components["schemas"]["BrowserSession"][];
            next?: string | null;
        };
        PlatformErrorPage: {
            items: components["schemas"]["ErrorGroup"][];
            next?: string | null;
            silent: string[];
        };
        PlatformHealth: {
            /** @enum {string} */
            engine: "running" | "degraded" | "stopped";
            services: components["schemas"]["ServiceHealth"][];
            /** @enum {string} */
            status: "healthy" | "degraded" | "unhealthy";
            /** Format: date-time */
            time: string;
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
        ServiceDependencies: {
            dependencies: components["schemas"]["Dependency"][];
            received: components["schemas"]["CallStatistics"];
            service: string;
            /** Format: duration */
            window: string;
        };
        ServiceHealth: {
            name: string;
            /** @enum {string} */
            status: "healthy" | "degraded" | "unhealthy";
        };
        ServiceMap: {
            edges: components["schemas"]["Edge"][];
            nodes: components["schemas"]["Node"][];
            /** Format: date-time */
            time: string;
            /** Format: duration */
            window: string;
        };
        Session: {
            authenticated: boolean;
            csrf?: components["schemas"]["SessionCsrf"] | null;
            login_url: string;
            simulated: boolean;
            /** Format: date-time */
            time: string;
            user?: components["schemas"]["SessionUser"] | null;
        };
        SessionCsrf: {
            header: string;
            token: string;
        };
        SessionUser: {
            /** Format: uuid */
            actor_id: string;
            environments: string[];
            name: string;
            roles: ("viewer" | "operator" | "approver" | "admin" | "auditor" | "service")[];
            teams: string[];
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    events: {
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
    listPlatformErrors: {
        parameters: {
            query?: {
                service?: string;
                state?: "open" | "acknowledged" | "resolved";
                since?: string;
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
                    "application/json": components["schemas"]["PlatformErrorPage"];
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
    showServiceMap: {
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
                    "application/json": components["schemas"]["ServiceMap"];
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
    list: {
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
                    "application/json": components["schemas"]["PageBrowserSession"];
                };
            };
        };
    };
    endAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    end: {
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
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At least one service answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformHealth"];
                };
            };
            /** @description No service answers */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformHealth"];
                };
            };
        };
    };
    logout: {
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
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    session: {
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
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
}
