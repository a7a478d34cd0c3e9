// Generated from docs/api/telemetry.json by "npm run generate:api": not for editing by hand.

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
    "/api/v1/costs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Costs metered from what runs: now, over a span, and this month
         * @description Without from and to the span is the month to date. Only what the caller may see is counted.
         */
        get: operations["summary"];
        put?: never;
        post?: never;
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
    "/api/v1/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the instances that were seen, newest first, each with its newest metrics */
        get: operations["instances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Means of metrics over time, aligned to the step, with null for gaps
         * @description At most 1,000 points a series and 100 series. Without step, one is chosen that gives at most 300.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists offers, by number or cheapest first */
        get: operations["offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams the offers whose price changed after an epoch as CSV
         * @description 409 with snapshot-needed in its detail when the epoch was not published here: read the snapshot.
         */
        get: operations["changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams all offers as CSV
         * @description A header row names the columns. ETag and X-Price-Epoch are the price epoch; gzip where accepted.
         */
        get: operations["snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/price-epochs/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest price epoch */
        get: operations["current"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an offer cost over time, oldest first; the first price held at the beginning of the span */
        get: operations["history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All regions of both providers */
        get: operations["regions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/telemetry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How both clouds are doing: prices of well-known types and the newest metrics of what runs */
        get: operations["telemetry"];
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
        Batch: {
            items: components["schemas"]["CloudEvent"][];
            next: string;
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
        Epoch: {
            /** Format: int32 */
            changed_offers: number;
            /** Format: int64 */
            epoch: number;
            /** Format: int64 */
            offers: number;
            providers: string[];
            /** Format: date-time */
            published_at: string;
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
        HistoricPrice: {
            /** Format: int64 */
            epoch: number;
            list_price: components["schemas"]["Money"];
            /** Format: date-time */
            observed_at: string;
            price: components["schemas"]["Money"];
            /** @enum {string} */
            price_origin: "listed" | "derived" | "observed" | "simulated";
            /** Format: date-time */
            published_at: string;
            /** Format: date-time */
            received_at: string;
            simulated: boolean;
            source: string;
        };
        Instance: {
            /** Format: date-time */
            ended_at?: string | null;
            environment?: string | null;
            instance_id: string;
            instance_type: string;
            /** Format: date-time */
            last_seen_at: string;
            /** Format: date-time */
            launched_at: string;
            metrics: components["schemas"]["LatestMetric"][];
            offer_id: string;
            price?: components["schemas"]["Money"] | null;
            /** @enum {string} */
            provider: "aws" | "alibaba";
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            region: string;
            simulated: boolean;
            state: string;
            team?: string | null;
            workload?: string | null;
            zone: string;
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
        LatestMetric: {
            name: string;
            /** Format: date-time */
            observed_at: string;
            /** Format: date-time */
            received_at: string;
            stale: boolean;
            unit: string;
            /** Format: double */
            value: number;
        };
        MetricValue: {
            environment?: string | null;
            instance_id: string;
            name: string;
            /** Format: date-time */
            observed_at: string;
            /** Format: date-time */
            received_at: string;
            region: string;
            simulated: boolean;
            stale: boolean;
            team?: string | null;
            unit: string;
            /** Format: double */
            value: number;
            workload?: string | null;
        };
        Money: {
            amount: string;
            currency: string;
        };
        Offer: {
            architecture: string;
            gpu_model?: string | null;
            /** @enum {string|null} */
            gpu_model_origin?: "listed" | "derived" | "observed" | "simulated" | null;
            /** Format: int32 */
            gpus: number;
            instance_type: string;
            /** @enum {string|null} */
            interruption_origin?: "listed" | "derived" | "observed" | "simulated" | null;
            /** Format: double */
            interruption_rate?: number | null;
            /** Format: date */
            list_as_of?: string | null;
            list_price: components["schemas"]["Money"];
            /** Format: double */
            memory_gb: number;
            /** Format: date-time */
            observed_at: string;
            offer_id: string;
            price: components["schemas"]["Money"];
            /** @enum {string} */
            price_origin: "listed" | "derived" | "observed" | "simulated";
            /** @enum {string} */
            provider: "aws" | "alibaba";
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            /** Format: date-time */
            received_at: string;
            region: string;
            simulated: boolean;
            source: string;
            stale: boolean;
            /** Format: int32 */
            vcpu: number;
            zone: string;
        };
        Outage: {
            feed: string;
            reason: string;
            region: string;
            /** Format: date-time */
            since: string;
        };
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            next?: string | null;
        };
        PageHistoricPrice: {
            items: components["schemas"]["HistoricPrice"][];
            next?: string | null;
        };
        PageInstance: {
            items: components["schemas"]["Instance"][];
            next?: string | null;
        };
        PageOffer: {
            items: components["schemas"]["Offer"][];
            next?: string | null;
        };
        PageRegion: {
            items: components["schemas"]["Region"][];
            next?: string | null;
        };
        Point: {
            /** Format: date-time */
            time: string;
            /** Format: double */
            value?: number | null;
        };
        Price: {
            /** Format: duration */
            age: string;
            instance_type: string;
            /** Format: date */
            list_as_of?: string | null;
            lowest: components["schemas"]["Money"];
            lowest_zone: string;
            /** Format: date-time */
            observed_at: string;
            /** Format: int32 */
            offers: number;
            /** @enum {string} */
            price_origin: "listed" | "derived" | "observed" | "simulated";
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            /** Format: date-time */
            received_at: string;
            simulated: boolean;
            source: string;
            stale: boolean;
            typical: components["schemas"]["Money"];
        };
        ProviderCost: {
            hourly: components["schemas"]["Money"];
            /** Format: int32 */
            instances: number;
            month_to_date: components["schemas"]["Money"];
            provider: string;
            total: components["schemas"]["Money"];
        };
        ProviderView: {
            metrics: components["schemas"]["MetricValue"][];
            outages: components["schemas"]["Outage"][];
            prices: components["schemas"]["Price"][];
            /** @enum {string} */
            provider: "aws" | "alibaba";
            reason?: string | null;
            simulated: boolean;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "fresh" | "stale" | "unavailable";
        };
        PurchaseOptionCost: {
            hourly: components["schemas"]["Money"];
            /** Format: int32 */
            instances: number;
            month_to_date: components["schemas"]["Money"];
            purchase_option: string;
            total: components["schemas"]["Money"];
        };
        Range: {
            /** Format: date-time */
            from: string;
            series: components["schemas"]["Series"][];
            /** Format: duration */
            step: string;
            /** Format: date-time */
            to: string;
            truncated: boolean;
        };
        Region: {
            city?: string | null;
            country?: string | null;
            /** Format: double */
            grid_gco2_per_kwh?: number | null;
            grid_source?: string | null;
            id: string;
            /** Format: double */
            latitude?: number | null;
            /** Format: double */
            longitude?: number | null;
            /** @enum {string} */
            provider: "aws" | "alibaba";
            zones: string[];
        };
        Series: {
            environment?: string | null;
            instance_id: string;
            name: string;
            points: components["schemas"]["Point"][];
            /** @enum {string} */
            provider: "aws" | "alibaba";
            region: string;
            simulated: boolean;
            team?: string | null;
            unit: string;
            workload?: string | null;
        };
        Summary: {
            basis: string;
            by_provider: components["schemas"]["ProviderCost"][];
            by_purchase_option: components["schemas"]["PurchaseOptionCost"][];
            by_team: components["schemas"]["TeamCost"][];
            /** Format: date-time */
            from: string;
            hourly: components["schemas"]["Money"];
            month_to_date: components["schemas"]["Money"];
            /** Format: int32 */
            running_instances: number;
            simulated: boolean;
            /** Format: date-time */
            time: string;
            /** Format: date-time */
            to: string;
            total: components["schemas"]["Money"];
            /** Format: int32 */
            unpriced_instances: number;
        };
        TeamCost: {
            hourly: components["schemas"]["Money"];
            /** Format: int32 */
            instances: number;
            month_to_date: components["schemas"]["Money"];
            team: string;
            total: components["schemas"]["Money"];
        };
        Telemetry: {
            /** Format: int64 */
            price_epoch?: number | null;
            providers: components["schemas"]["ProviderView"][];
            /** Format: date-time */
            time: string;
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
                    "*/*": components["schemas"]["PageAuditView"];
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
                    "*/*": components["schemas"]["VerificationReport"];
                };
            };
        };
    };
    summary: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
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
                    "application/json": components["schemas"]["Summary"];
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
                    "*/*": components["schemas"]["Batch"];
                };
            };
        };
    };
    instances: {
        parameters: {
            query?: {
                provider?: "aws" | "alibaba";
                region?: string;
                workload?: string;
                state?: "pending" | "running" | "stopping" | "stopped" | "terminated";
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
                    "application/json": components["schemas"]["PageInstance"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: {
                name?: "cpu_utilization" | "network_in" | "network_out";
                instance?: string;
                workload?: string;
                from?: string;
                to?: string;
                step?: string;
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
                    "application/json": components["schemas"]["Range"];
                };
            };
        };
    };
    offers: {
        parameters: {
            query?: {
                provider?: "aws" | "alibaba";
                region?: string;
                zone?: string;
                instance_type?: string;
                purchase_option?: "on_demand" | "spot" | "reserved";
                architecture?: "amd64" | "arm64";
                min_vcpu?: number;
                min_memory_gb?: number;
                min_gpus?: number;
                sort?: "price";
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
                    "application/json": components["schemas"]["PageOffer"];
                };
            };
        };
    };
    changes: {
        parameters: {
            query: {
                after_epoch: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changed offers as of the epoch in X-Price-Epoch */
            200: {
                headers: {
                    "X-Price-Epoch"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    snapshot: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All offers of one price epoch */
            200: {
                headers: {
                    "X-Price-Epoch"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    current: {
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
                    "application/json": components["schemas"]["Epoch"];
                };
            };
        };
    };
    history: {
        parameters: {
            query: {
                offer_id: string;
                from?: string;
                to?: string;
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
                    "application/json": components["schemas"]["PageHistoricPrice"];
                };
            };
        };
    };
    regions: {
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
                    "application/json": components["schemas"]["PageRegion"];
                };
            };
        };
    };
    telemetry: {
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
                    "application/json": components["schemas"]["Telemetry"];
                };
            };
        };
    };
}
