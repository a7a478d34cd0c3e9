// Generated from docs/api/telemetry.json by "npm run generate:api": not for editing by hand.

export interface paths {
    "/api/v1/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All alert rules in force, with how their last evaluation went */
        get: operations["rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alertmanager": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes alerts from a webhook receiver of Alertmanager
         * @description Its payload of version 4. Telling twice changes nothing; alerts that are refused are listed, the others count.
         */
        post: operations["receive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists alerts, the newest first */
        get: operations["alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert with its history */
        get: operations["alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists anomalies, those that were found last first
         * @description from and to bound the time at which they began, in domain time.
         */
        get: operations["anomalies_1"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/anomalies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One anomaly */
        get: operations["anomaly"];
        put?: never;
        post?: never;
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
    "/api/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Budgets, and how they stand this month */
        get: operations["list_3"];
        put?: never;
        /** Make a budget */
        post: operations["create_1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budgets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A budget, and how it stands this month */
        get: operations["get"];
        /** Change a budget; needs If-Match */
        put: operations["replace"];
        post?: never;
        /** Remove a budget; needs If-Match */
        delete: operations["delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/capacity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When demand passes quota, with probability
         * @description Without a region, of all regions with a configured quota. quota, in virtual processors, takes the place of the configured one. The same seed gives the same answer.
         */
        get: operations["capacity_1"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Costs by day, grouped by team, environment, provider, region, workload, purchase_option, service or instance_type
         * @description Without from and to the span is the month to date; at most 400 days, and the 50 largest groups.
         */
        get: operations["series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/allocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Costs shared out among teams by the configured rules; the parts add up to the total */
        get: operations["allocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Days that cost a team at a provider more or less than is usual, each with its reason
         * @description Of sums over all environments: for those who see them all, else empty.
         */
        get: operations["anomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/own": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What SWEN's own calls to the clouds cost, and their budget
         * @description Without from and to the span is the month to date.
         */
        get: operations["own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was metered beside what was billed, by provider and day
         * @description Sums of all teams: for those who see every team and environment, else empty.
         */
        get: operations["reconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cost records in the columns of FOCUS 1.3, in order of their charge periods
         * @description Without from and to the span is the month to date. Accept: text/csv answers all rows at once.
         */
        get: operations["csv"];
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
         * Costs of what runs: now, over a span, this month and its expected end
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
    "/api/v1/costs/unit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an hour of a workload's instance, of a vCPU and of a GPU costs */
        get: operations["unit"];
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
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports, the newest first */
        get: operations["list_2"];
        put?: never;
        /**
         * Start an export to Parquet, of whole days
         * @description A day that did not change since it was exported is not written again.
         */
        post: operations["start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An export and how far it is */
        get: operations["get_3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is foreseen of a series, with intervals of 50, 80 and 95 %
         * @description Series: demand/region/aws:us-east-1, demand/team/research, cost/total, cost/team/research, price/aws:use1-az1/m7i.large/spot or metric/17. Costs are foreseen by days, all others by hours.
         */
        get: operations["forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How good the newest forecasts of a series were, once their future was past */
        get: operations["errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists incidents, the newest first */
        get: operations["list_4"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident with its alerts, timeline and notifications */
        get: operations["get_2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an incident */
        post: operations["acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an incident to somebody */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a note to the timeline of an incident */
        post: operations["note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of an incident, as JSON or as Markdown */
        get: operations["report"];
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
    "/api/v1/instances/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists interruption, rebalance and maintenance notices of the providers, newest first */
        get: operations["notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the instances of all accounts, also those that SWEN did not start
         * @description Newest first; what has ended is listed only with ended=true.
         */
        get: operations["inventory"];
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
        /**
         * Stores samples; answered once they are durable
         * @description Up to 10,000 samples, as they are or gzip. A sample has a time and a value, or points as [time, value] pairs. What is wrong with one refuses only that one. A sample of a time that its series already has is accepted and changes nothing, so that everything may be sent again.
         */
        post: operations["json"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Values of any series over time, aligned to the step
         * @description Series are chosen by name and labels (label=value, label!=value, label^=beginning; repeatable) and put together with across and group_by. At most max_points values a series and 100 series; at most 1,000 series are read where they are put together or ranked with top.
         */
        get: operations["query"];
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
    "/api/v1/offers/capacity-hints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what the providers last said of capacity, by zone and type
         * @description Spot placement scores of AWS; stock and spot advice of Alibaba Cloud; for types that run as spot.
         */
        get: operations["capacity"];
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
    "/api/v1/prices/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an offer's price is foreseen to be */
        get: operations["price"];
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
    "/api/v1/prices/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What moving one GB from a region to every other costs, the cheapest first */
        get: operations["transfer"];
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
    "/api/v1/prometheus/write": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stores samples of Prometheus remote-write 1.0 (WriteRequest as protobuf, snappy)
         * @description Team and environment are the labels of these names, best set as external_labels.
         */
        post: operations["remoteWrite"];
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
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports, the newest first, without their content */
        get: operations["list_1"];
        put?: never;
        /** Make a report now */
        post: operations["make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A report
         * @description Also as text/html and text/csv, by the Accept header.
         */
        get: operations["html"];
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
    "/api/v1/silences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists silences, the newest first */
        get: operations["list"];
        put?: never;
        /**
         * Begins a silence
         * @description Alerts that match are seen and stored, but not told to receivers and Alertmanager until it ends.
         */
        post: operations["create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/silences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One silence */
        get: operations["get_1"];
        put?: never;
        post?: never;
        /** Ends a silence now */
        delete: operations["end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens, as it happens: CloudEvents as server-sent events
         * @description Topics are metrics, prices, anomalies, interruptions, alerts and incidents. Each event but samples has an id; sent back as Last-Event-ID, the stream goes on behind it without a gap. Samples (event "sample") are the newest of each series, once a second at most; they are not kept, so those of an interruption are to be read from GET /api/v1/metrics. The first event is "ready", the last one "end" with the reason: slow (too many events were waiting), behind (there is more than is told at once), expired (the token ends, or the longest time is over) or shutdown; after each of them the stream is to be resumed.
         */
        get: operations["stream"];
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
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stores OTLP metrics (ExportMetricsServiceRequest as protobuf)
         * @description Gauges and sums as they are, histograms and summaries as name.count and name.sum. Team and environment come from the resource attributes swen.team and deployment.environment.name.
         */
        post: operations["otlp"];
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
        Accuracy: {
            /** Format: double */
            covered50: number;
            /** Format: double */
            covered80: number;
            /** Format: double */
            covered95: number;
            /** Format: date-time */
            made_at: string;
            /** Format: double */
            mean_absolute_error: number;
            model: string;
            /** Format: int32 */
            points: number;
            /** Format: double */
            promised_mase: number;
            /** Format: double */
            relative_error?: number | null;
        };
        AccuracyView: {
            items: components["schemas"]["Accuracy"][];
            series: string;
        };
        Alert: {
            environment?: string | null;
            fingerprint: string;
            /** Format: date-time */
            firing_at?: string | null;
            history?: components["schemas"]["AlertStep"][] | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            incident_id?: string | null;
            labels: {
                [key: string]: string;
            };
            /** Format: date-time */
            last_seen_at: string;
            /** Format: date-time */
            pending_at: string;
            /** Format: date-time */
            resolved_at?: string | null;
            resolved_reason?: string | null;
            rule: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** Format: uuid */
            silenced_by?: string | null;
            simulated: boolean;
            source: string;
            /** @enum {string} */
            state: "pending" | "firing" | "resolved";
            summary: string;
            team?: string | null;
            /** Format: double */
            value?: number | null;
        };
        AlertRule: {
            /** Format: int32 */
            active?: number | null;
            error?: string | null;
            /** Format: date-time */
            evaluated_at?: string | null;
            /** Format: duration */
            hold_for: string;
            /** Format: duration */
            keep_firing_for: string;
            kind: string;
            labels: {
                [key: string]: string;
            };
            name: string;
            origin: string;
            /** Format: int32 */
            series?: number | null;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            summary: string;
            truncated?: boolean | null;
        };
        AlertRules: {
            items: components["schemas"]["AlertRule"][];
        };
        AlertStep: {
            /** Format: date-time */
            at: string;
            from?: string | null;
            reason: string;
            to: string;
            /** Format: double */
            value?: number | null;
        };
        AlertmanagerAnswer: {
            /** Format: int32 */
            accepted: number;
            /** Format: int32 */
            own: number;
            refused: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            unchanged: number;
        };
        AlertmanagerPayload: {
            alerts?: components["schemas"]["Item"][] | null;
            receiver?: string | null;
            version?: string | null;
        };
        AllocatedCosts: {
            /** Format: date-time */
            from: string;
            rules: components["schemas"]["AllocationRule"][];
            teams: components["schemas"]["TeamShare"][];
            /** Format: date-time */
            to: string;
            total?: components["schemas"]["Money"] | null;
            unallocated?: components["schemas"]["Money"] | null;
        };
        AllocationRule: {
            name: string;
            split: string;
        };
        Anomalies: {
            items: components["schemas"]["SpendAnomaly"][];
        };
        Anomaly: {
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            ended_at?: string | null;
            ending?: string | null;
            environment?: string | null;
            /** Format: double */
            expected_high: number;
            /** Format: double */
            expected_low: number;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "spike" | "level_shift" | "flat_line" | "missing_data" | "seasonal";
            labels: {
                [key: string]: string;
            };
            name: string;
            /** Format: double */
            observed: number;
            reason: string;
            /** Format: double */
            score: number;
            /** Format: int64 */
            series: number;
            simulated: boolean;
            team?: string | null;
            unit: string;
        };
        Answer: {
            /** @enum {string|null} */
            across?: "avg" | "min" | "max" | "sum" | "count" | "last" | null;
            /** @enum {string} */
            aggregation: "avg" | "min" | "max" | "sum" | "count" | "last";
            /** Format: date-time */
            from: string;
            /** @enum {string} */
            resolution: "sample" | "minute" | "hour" | "day";
            series?: components["schemas"]["Row"][];
            /** Format: duration */
            step: string;
            /** Format: date-time */
            to: string;
            truncated: boolean;
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
        Batch: {
            items: components["schemas"]["CloudEvent"][];
            next: string;
        };
        BudgetLine: {
            amount: components["schemas"]["Money"];
            forecast: components["schemas"]["Money"];
            name: string;
            spent: components["schemas"]["Money"];
            spent_percent: number;
            state: string;
        };
        BudgetRequest: {
            amount?: components["schemas"]["Money"] | null;
            environment?: string | null;
            name?: string | null;
            provider?: string | null;
            team?: string | null;
            thresholds?: number[] | null;
        };
        BudgetView: {
            amount: components["schemas"]["Money"];
            basis: string;
            /** Format: date-time */
            created_at: string;
            crossings: components["schemas"]["CrossingView"][];
            environment?: string | null;
            forecast: components["schemas"]["Money"];
            forecast_high80?: components["schemas"]["Money"] | null;
            forecast_low80?: components["schemas"]["Money"] | null;
            forecast_model: string;
            forecast_percent: number;
            /** Format: uuid */
            id: string;
            /** Format: date */
            month: string;
            name: string;
            provider?: string | null;
            simulated: boolean;
            spent: components["schemas"]["Money"];
            spent_percent: number;
            state: string;
            team?: string | null;
            thresholds: number[];
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
        };
        CallCost: {
            action: string;
            /** Format: int64 */
            billed_units: number;
            /** Format: int64 */
            calls: number;
            cost: components["schemas"]["Money"];
            provider: string;
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
        CapacityView: {
            in_stock?: boolean;
            instance_type?: string;
            /** Format: double */
            interruption_rate?: number;
            /** Format: date-time */
            observed_at?: string;
            /** Format: int32 */
            placement_score?: number;
            /** @enum {string} */
            provider?: "aws" | "alibaba";
            /** Format: date-time */
            received_at?: string;
            region?: string;
            simulated?: boolean;
            source?: string;
            zone?: string;
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
        CostGroup: {
            days: components["schemas"]["DayCost"][];
            key: string;
            total: components["schemas"]["Money"];
        };
        CostRecordPage: {
            focus_version: string;
            items: {
                [key: string]: unknown;
            }[];
            next?: string | null;
        };
        CostSeries: {
            basis: string;
            /** Format: date-time */
            from: string;
            group_by: string;
            groups: components["schemas"]["CostGroup"][];
            simulated: boolean;
            /** Format: date-time */
            to: string;
            total: components["schemas"]["Money"];
        };
        CrossingView: {
            amount: components["schemas"]["Money"];
            /** Format: date-time */
            at: string;
            kind: string;
            /** Format: int32 */
            threshold_percent: number;
        };
        Day: {
            cost: components["schemas"]["Money"];
            /** Format: date */
            day: string;
        };
        DayCost: {
            basis: string;
            cost: components["schemas"]["Money"];
            /** Format: date */
            day: string;
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
        ExportRequest: {
            /** Format: date */
            from?: string | null;
            kinds?: string[] | null;
            /** Format: date */
            to?: string | null;
        };
        ExportView: {
            /** Format: uuid */
            author?: string | null;
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            created_at: string;
            current_partition?: string | null;
            failure?: string | null;
            /** Format: date-time */
            finished_at?: string | null;
            /** Format: date */
            from: string;
            /** Format: uuid */
            id: string;
            kinds: string[];
            /** Format: int32 */
            partitions: number;
            /** Format: int32 */
            partitions_done: number;
            progress_percent: number;
            /** Format: int64 */
            rows: number;
            /** Format: date */
            scheduled_day?: string | null;
            /** Format: date-time */
            started_at?: string | null;
            state: string;
            target: string;
            /** Format: date */
            to: string;
        };
        FieldProblem: {
            allowed: string;
            field: string;
            given?: string | null;
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
        ForecastPoint: {
            interval50: components["schemas"]["Interval"];
            interval80: components["schemas"]["Interval"];
            interval95: components["schemas"]["Interval"];
            /** Format: date-time */
            time: string;
            /** Format: double */
            value: number;
        };
        ForecastView: {
            errors: {
                [key: string]: number;
            };
            lacking?: components["schemas"]["Lacking"] | null;
            /** Format: date-time */
            made_at: string;
            /** Format: double */
            mase?: number | null;
            model?: string | null;
            points: components["schemas"]["ForecastPoint"][];
            /** Format: duration */
            season?: string | null;
            series: string;
            /** Format: duration */
            step: string;
            unit: string;
        };
        Gap: {
            /** Format: date-time */
            from: string;
            /** @enum {string} */
            reason: "no_sample" | "after_last_sample" | "not_kept";
            /** Format: date-time */
            to: string;
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
        IdleHint: {
            idle: boolean;
            reason: string;
        };
        Incident: {
            /** Format: date-time */
            acknowledged_at?: string | null;
            acknowledged_by?: string | null;
            alerts?: components["schemas"]["IncidentAlert"][] | null;
            assignee?: string | null;
            /** Format: date-time */
            began_at: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_alert_at: string;
            notifications?: components["schemas"]["Notification"][] | null;
            /** Format: date-time */
            opened_at: string;
            provider?: string | null;
            region?: string | null;
            /** Format: date-time */
            resolved_at?: string | null;
            scope: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** @enum {string} */
            state: "open" | "acknowledged" | "resolved";
            timeline?: components["schemas"]["IncidentEntry"][] | null;
            timeline_truncated?: boolean | null;
            title: string;
            /** Format: int64 */
            version: number;
            workloads?: string[] | null;
        };
        IncidentAlert: {
            /** Format: date-time */
            firing_at?: string | null;
            /** Format: uuid */
            id: string;
            labels: {
                [key: string]: string;
            };
            /** Format: date-time */
            resolved_at?: string | null;
            rule: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            state: string;
            summary: string;
        };
        IncidentEntry: {
            actor?: string | null;
            /** Format: uuid */
            alert_id?: string | null;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            id: string;
            kind: string;
            message: string;
        };
        IncidentHandover: {
            note?: string | null;
            to?: string | null;
        };
        IncidentNote: {
            text?: string | null;
        };
        IncidentReport: {
            /** Format: date-time */
            acknowledged_at?: string | null;
            acknowledged_by?: string | null;
            alerts: components["schemas"]["Line"][];
            assignee?: string | null;
            /** Format: date-time */
            began_at: string;
            /** Format: duration */
            duration: string;
            /** Format: uuid */
            id: string;
            instances: string[];
            /** Format: date-time */
            opened_at: string;
            regions: string[];
            /** Format: date-time */
            resolved_at?: string | null;
            scope: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** @enum {string} */
            state: "open" | "acknowledged" | "resolved";
            teams: string[];
            /** Format: duration */
            time_to_acknowledge?: string | null;
            /** Format: duration */
            time_to_detect: string;
            /** Format: duration */
            time_to_resolve?: string | null;
            timeline: components["schemas"]["IncidentEntry"][];
            title: string;
            workloads: string[];
        };
        Incidents: {
            /** Format: int32 */
            critical: number;
            /** Format: int32 */
            opened: number;
            /** Format: int32 */
            resolved: number;
            titles: string[];
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
        Interval: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
        };
        InventoryItem: {
            /** Format: date-time */
            ended_at?: string | null;
            environment?: string | null;
            events: components["schemas"]["ScheduledEvent"][];
            health?: string | null;
            idle_hint?: components["schemas"]["IdleHint"] | null;
            instance_id: string;
            instance_type: string;
            /** Format: date-time */
            last_seen_at: string;
            /** Format: date-time */
            launched_at: string;
            managed: boolean;
            monthly_cost?: components["schemas"]["Money"] | null;
            price?: components["schemas"]["Money"] | null;
            /** @enum {string} */
            provider: "aws" | "alibaba";
            /** @enum {string} */
            purchase_option: "on_demand" | "spot" | "reserved";
            /** Format: date-time */
            received_at: string;
            region: string;
            simulated: boolean;
            state: string;
            tags: {
                [key: string]: string;
            };
            team?: string | null;
            utilisation?: components["schemas"]["Utilisation"] | null;
            workload?: string | null;
            zone: string;
        };
        Item: {
            annotations?: {
                [key: string]: string;
            } | null;
            ends_at?: string | null;
            labels?: {
                [key: string]: string;
            } | null;
            starts_at?: string | null;
            status?: string | null;
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
        Lacking: {
            /** Format: int32 */
            known: number;
            /** Format: int32 */
            needed: number;
            reason: string;
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
        Line: {
            /** Format: date-time */
            firing_at?: string | null;
            /** Format: date-time */
            pending_at: string;
            /** Format: date-time */
            resolved_at?: string | null;
            rule: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            summary: string;
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
        MonthEnd: {
            expected: components["schemas"]["Money"];
            high80?: components["schemas"]["Money"] | null;
            low80?: components["schemas"]["Money"] | null;
            model: string;
        };
        MonthForecast: {
            expected: components["schemas"]["Money"];
            high80?: components["schemas"]["Money"] | null;
            high95?: components["schemas"]["Money"] | null;
            /** Format: int32 */
            history_days: number;
            low80?: components["schemas"]["Money"] | null;
            low95?: components["schemas"]["Money"] | null;
            model: string;
        };
        NewSilence: {
            /** Format: date-time */
            ends_at?: string | null;
            matchers?: components["schemas"]["SilenceMatcher"][] | null;
            reason?: string | null;
            /** Format: date-time */
            starts_at?: string | null;
        };
        Newest: {
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            time: string;
            /** Format: double */
            value?: number | null;
        };
        NoticeView: {
            detail?: string | null;
            /** Format: date-time */
            effective_at?: string | null;
            environment?: string | null;
            instance_id: string;
            kind: string;
            notice_id: string;
            /** Format: date-time */
            noticed_at: string;
            /** @enum {string} */
            provider: "aws" | "alibaba";
            /** Format: date-time */
            received_at: string;
            region: string;
            simulated: boolean;
            team?: string | null;
            workload?: string | null;
        };
        Notification: {
            /** Format: int32 */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            error?: string | null;
            /** Format: uuid */
            id: string;
            kind: string;
            receiver: string;
            /** Format: date-time */
            sent_at?: string | null;
            state: string;
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
        OwnBudget: {
            amount: components["schemas"]["Money"];
            /** Format: date */
            month: string;
            spent: components["schemas"]["Money"];
            spent_percent: number;
            state: string;
        };
        OwnCosts: {
            basis: string;
            budget: components["schemas"]["OwnBudget"];
            calls: components["schemas"]["CallCost"][];
            days: components["schemas"]["OwnDay"][];
            /** Format: date-time */
            from: string;
            simulated: boolean;
            /** Format: date-time */
            to: string;
            total: components["schemas"]["Money"];
        };
        OwnDay: {
            /** Format: int64 */
            calls: number;
            cost: components["schemas"]["Money"];
            /** Format: date */
            day: string;
        };
        PageAlert: {
            items: components["schemas"]["Alert"][];
            next?: string | null;
        };
        PageAnomaly: {
            items: components["schemas"]["Anomaly"][];
            next?: string | null;
        };
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            next?: string | null;
        };
        PageBudgetView: {
            items: components["schemas"]["BudgetView"][];
            next?: string | null;
        };
        PageCapacityView: {
            items: components["schemas"]["CapacityView"][];
            next?: string | null;
        };
        PageExportView: {
            items: components["schemas"]["ExportView"][];
            next?: string | null;
        };
        PageHistoricPrice: {
            items: components["schemas"]["HistoricPrice"][];
            next?: string | null;
        };
        PageIncident: {
            items: components["schemas"]["Incident"][];
            next?: string | null;
        };
        PageInstance: {
            items: components["schemas"]["Instance"][];
            next?: string | null;
        };
        PageInventoryItem: {
            items: components["schemas"]["InventoryItem"][];
            next?: string | null;
        };
        PageNoticeView: {
            items: components["schemas"]["NoticeView"][];
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
        PageReportView: {
            items: components["schemas"]["ReportView"][];
            next?: string | null;
        };
        PageSilence: {
            items: components["schemas"]["Silence"][];
            next?: string | null;
        };
        PageTransfer: {
            items: components["schemas"]["Transfer"][];
            next?: string | null;
        };
        Part: {
            cost: components["schemas"]["Money"];
            key: string;
        };
        Placements: {
            /** Format: int32 */
            decisions: number;
            /** Format: int32 */
            instances: number;
            /** Format: int32 */
            launched: number;
            /** Format: int32 */
            workloads: number;
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
        Receipt: {
            /** Format: int32 */
            accepted: number;
            errors: components["schemas"]["RefusedSample"][];
            /** Format: int32 */
            refused: number;
        };
        Reconciled: {
            days: components["schemas"]["ReconciledDay"][];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        ReconciledDay: {
            basis: string;
            billed_compute?: components["schemas"]["Money"] | null;
            billed_other?: components["schemas"]["Money"] | null;
            counted: components["schemas"]["Money"];
            /** Format: date */
            day: string;
            difference?: components["schemas"]["Money"] | null;
            difference_percent?: number | null;
            estimated: boolean;
            metered: components["schemas"]["Money"];
            provider: string;
            simulated: boolean;
        };
        RefusedSample: {
            allowed: string;
            field: string;
            given?: string | null;
            /** Format: int32 */
            index: number;
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
        ReportContent: {
            basis: string;
            budgets: components["schemas"]["BudgetLine"][];
            by_provider: components["schemas"]["Part"][];
            by_purchase_option: components["schemas"]["Part"][];
            by_region: components["schemas"]["Part"][];
            by_team: components["schemas"]["Part"][];
            change_percent?: number | null;
            complete: boolean;
            days: components["schemas"]["Day"][];
            estimated: boolean;
            /** Format: date */
            from: string;
            /** Format: date-time */
            generated_at: string;
            incidents: components["schemas"]["Incidents"];
            month_end: components["schemas"]["MonthEnd"];
            period: string;
            placements: components["schemas"]["Placements"];
            previous: components["schemas"]["Money"];
            savings: components["schemas"]["Saved"];
            simulated: boolean;
            team?: string | null;
            /** Format: date */
            to: string;
            total: components["schemas"]["Money"];
            unusual: string[];
        };
        ReportRequest: {
            /** Format: date */
            day?: string | null;
            period?: string | null;
            team?: string | null;
        };
        ReportView: {
            /** Format: uuid */
            author?: string | null;
            basis: string;
            content?: components["schemas"]["ReportContent"] | null;
            /** Format: date-time */
            created_at: string;
            deliveries: components["schemas"]["Notification"][];
            /** Format: date */
            from: string;
            /** Format: uuid */
            id: string;
            period: string;
            scheduled: boolean;
            simulated: boolean;
            team?: string | null;
            /** Format: date */
            to: string;
            total: components["schemas"]["Money"];
        };
        Row: {
            environment?: string | null;
            forecast_series?: string | null;
            gaps: components["schemas"]["Gap"][];
            labels: {
                [key: string]: string;
            };
            latest?: components["schemas"]["Newest"] | null;
            name?: string | null;
            /** Format: int32 */
            series_count: number;
            simulated: boolean;
            stale: boolean;
            team?: string | null;
            unit: string;
            values: number[];
        };
        Sample: {
            environment?: string | null;
            labels?: {
                [key: string]: string;
            } | null;
            name: string;
            points?: unknown[][] | null;
            team?: string | null;
            /** Format: date-time */
            time?: string | null;
            unit?: string | null;
            /** Format: double */
            value?: number | null;
        };
        Samples: {
            samples: components["schemas"]["Sample"][];
        };
        Saved: {
            baseline: components["schemas"]["Money"];
            covered: components["schemas"]["Money"];
            percent?: number | null;
            saved: components["schemas"]["Money"];
        };
        ScheduledEvent: {
            code: string;
            description: string;
            event_id: string;
            /** Format: date-time */
            not_after?: string | null;
            /** Format: date-time */
            not_before?: string | null;
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
        Silence: {
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["SilenceCreator"];
            /** Format: date-time */
            ends_at: string;
            /** Format: uuid */
            id: string;
            matchers: components["schemas"]["SilenceMatcher"][];
            reason: string;
            /** Format: date-time */
            starts_at: string;
            state: string;
        };
        SilenceCreator: {
            /** Format: uuid */
            actor_id: string;
            name: string;
        };
        SilenceMatcher: {
            label: string;
            negate: boolean;
            value: string;
        };
        SpendAnomaly: {
            complete: boolean;
            /** Format: date */
            day: string;
            /** Format: date-time */
            detected_at: string;
            expected_high: components["schemas"]["Money"];
            expected_low: components["schemas"]["Money"];
            /** Format: uuid */
            id: string;
            observed: components["schemas"]["Money"];
            provider: string;
            reason: string;
            simulated: boolean;
            team?: string | null;
        };
        StreamingResponseBody: unknown;
        Summary: {
            basis: string;
            billed: components["schemas"]["Money"];
            by_provider: components["schemas"]["ProviderCost"][];
            by_purchase_option: components["schemas"]["PurchaseOptionCost"][];
            by_team: components["schemas"]["TeamCost"][];
            estimated: boolean;
            /** Format: date-time */
            from: string;
            hourly: components["schemas"]["Money"];
            month_end: components["schemas"]["MonthForecast"];
            month_to_date: components["schemas"]["Money"];
            /** Format: int32 */
            running_instances: number;
            savings: components["schemas"]["Saved"];
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
        TeamShare: {
            by_rule: {
                [key: string]: components["schemas"]["Money"];
            };
            direct: components["schemas"]["Money"];
            shared: components["schemas"]["Money"];
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
        Transfer: {
            /** Format: date */
            list_as_of: string;
            /** @enum {string} */
            origin: "listed" | "derived" | "observed" | "simulated";
            price_per_gb: components["schemas"]["Money"];
            source: string;
            to_region: string;
        };
        UnitCost: {
            cost: components["schemas"]["Money"];
            quantity: number;
            unit: string;
            unit_cost?: components["schemas"]["Money"] | null;
        };
        UnitCosts: {
            basis: string;
            /** Format: date-time */
            from: string;
            gpu_hour: components["schemas"]["UnitCost"];
            simulated: boolean;
            /** Format: date-time */
            to: string;
            vcpu_hour: components["schemas"]["UnitCost"];
            workload_hour: components["schemas"]["UnitCost"];
        };
        Utilisation: {
            /** Format: double */
            cpu_max: number;
            /** Format: double */
            cpu_mean: number;
            /** Format: date-time */
            from: string;
            /** Format: double */
            network_mean: number;
            /** Format: date-time */
            to: string;
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
    rules: {
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
                    "application/json": components["schemas"]["AlertRules"];
                };
            };
        };
    };
    receive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertmanagerPayload"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertmanagerAnswer"];
                };
            };
        };
    };
    alerts: {
        parameters: {
            query?: {
                state?: "pending" | "firing" | "resolved";
                severity?: "info" | "warning" | "critical";
                rule?: string;
                provider?: string;
                region?: string;
                workload?: string;
                team?: string;
                incident?: string;
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
                    "application/json": components["schemas"]["PageAlert"];
                };
            };
        };
    };
    alert: {
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
                    "application/json": components["schemas"]["Alert"];
                };
            };
        };
    };
    anomalies_1: {
        parameters: {
            query?: {
                series?: string;
                name?: string;
                /** @description name=value, up to 10 times; all have to match */
                label?: string[];
                team?: string;
                environment?: string;
                kind?: "spike" | "level_shift" | "flat_line" | "missing_data" | "seasonal";
                /** @description true for those that last, false for those that are over */
                open?: boolean;
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
                    "application/json": components["schemas"]["PageAnomaly"];
                };
            };
        };
    };
    anomaly: {
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
                    "application/json": components["schemas"]["Anomaly"];
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
    list_3: {
        parameters: {
            query?: {
                team?: string;
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
                    "application/json": components["schemas"]["PageBudgetView"];
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
                "application/json": components["schemas"]["BudgetRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
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
                    "application/json": components["schemas"]["BudgetView"];
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
                "application/json": components["schemas"]["BudgetRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetView"];
                };
            };
        };
    };
    delete: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    capacity_1: {
        parameters: {
            query?: {
                region?: string;
                quota?: number;
                horizon?: string;
                seed?: number;
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
                    "application/json": components["schemas"]["CapacityView"];
                };
            };
        };
    };
    series: {
        parameters: {
            query?: {
                group_by?: string;
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
                    "application/json": components["schemas"]["CostSeries"];
                };
            };
        };
    };
    allocation: {
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
                    "application/json": components["schemas"]["AllocatedCosts"];
                };
            };
        };
    };
    anomalies: {
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
                    "application/json": components["schemas"]["Anomalies"];
                };
            };
        };
    };
    own: {
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
                    "application/json": components["schemas"]["OwnCosts"];
                };
            };
        };
    };
    reconciliation: {
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
                    "application/json": components["schemas"]["Reconciled"];
                };
            };
        };
    };
    csv: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                workload_id?: string;
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
                    "application/json": components["schemas"]["CostRecordPage"];
                    "text/csv": components["schemas"]["StreamingResponseBody"];
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
    unit: {
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
                    "application/json": components["schemas"]["UnitCosts"];
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
                    "*/*": components["schemas"]["ErrorPage"];
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
                    "*/*": components["schemas"]["ErrorGroup"];
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
                    "*/*": components["schemas"]["ErrorGroup"];
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
                    "*/*": components["schemas"]["ErrorGroup"];
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
    list_2: {
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
                    "application/json": components["schemas"]["PageExportView"];
                };
            };
        };
    };
    start: {
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
                "application/json": components["schemas"]["ExportRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
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
                    "application/json": components["schemas"]["ExportView"];
                };
            };
        };
    };
    forecast: {
        parameters: {
            query: {
                series: string;
                horizon?: string;
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
                    "application/json": components["schemas"]["ForecastView"];
                };
            };
        };
    };
    errors: {
        parameters: {
            query: {
                series: string;
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
                    "application/json": components["schemas"]["AccuracyView"];
                };
            };
        };
    };
    list_4: {
        parameters: {
            query?: {
                state?: "open" | "acknowledged" | "resolved";
                severity?: "info" | "warning" | "critical";
                provider?: string;
                region?: string;
                assignee?: string;
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
                    "application/json": components["schemas"]["PageIncident"];
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
                    "application/json": components["schemas"]["Incident"];
                };
            };
        };
    };
    acknowledge: {
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
            /** @description acknowledged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
        };
    };
    handOver: {
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
                "application/json": components["schemas"]["IncidentHandover"];
            };
        };
        responses: {
            /** @description handed over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
        };
    };
    note: {
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
                "application/json": components["schemas"]["IncidentNote"];
            };
        };
        responses: {
            /** @description added */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: {
                format?: "json" | "markdown";
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
                    "application/json": components["schemas"]["IncidentReport"];
                    "text/markdown": string;
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
    notices: {
        parameters: {
            query?: {
                instance?: string;
                workload?: string;
                region?: string;
                kind?: "interruption" | "rebalance" | "scheduled_event";
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
                    "application/json": components["schemas"]["PageNoticeView"];
                };
            };
        };
    };
    inventory: {
        parameters: {
            query?: {
                provider?: "aws" | "alibaba";
                region?: string;
                instance_type?: string;
                state?: "pending" | "running" | "stopping" | "stopped" | "terminated";
                managed?: boolean;
                idle?: boolean;
                ended?: boolean;
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
                    "application/json": components["schemas"]["PageInventoryItem"];
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
    json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Samples"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
        };
    };
    query: {
        parameters: {
            query?: {
                name?: string;
                label?: string[];
                from?: string;
                to?: string;
                step?: string;
                max_points?: number;
                aggregation?: "avg" | "min" | "max" | "sum" | "count" | "last";
                across?: "avg" | "min" | "max" | "sum" | "count";
                group_by?: string[];
                top?: number;
                top_by?: "avg" | "min" | "max" | "sum" | "count" | "last";
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
                    "application/json": components["schemas"]["Answer"];
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
    capacity: {
        parameters: {
            query?: {
                region?: string;
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
                    "application/json": components["schemas"]["PageCapacityView"];
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
    price: {
        parameters: {
            query: {
                offer_id: string;
                horizon?: string;
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
                    "application/json": components["schemas"]["ForecastView"];
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
    transfer: {
        parameters: {
            query: {
                from_region: string;
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
                    "application/json": components["schemas"]["PageTransfer"];
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
                    "*/*": components["schemas"]["Profile"];
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
                    "*/*": components["schemas"]["Profile"];
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
                    "*/*": components["schemas"]["Profile"];
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
    remoteWrite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
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
                    "application/json": components["schemas"]["PageReportView"];
                };
            };
        };
    };
    make: {
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
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    html: {
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
                    "application/json": components["schemas"]["ReportView"];
                    "text/csv": string;
                    "text/html": string;
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
                    "*/*": components["schemas"]["ServiceDependencies"];
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
                    "*/*": components["schemas"]["SetAsideEventPage"];
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
                    "*/*": components["schemas"]["SetAsideEvent"];
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
                    "*/*": components["schemas"]["SetAsideEvent"];
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
                    "*/*": components["schemas"]["SetAsideEvent"];
                };
            };
        };
    };
    list: {
        parameters: {
            query?: {
                active?: boolean;
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
                    "application/json": components["schemas"]["PageSilence"];
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
                "application/json": components["schemas"]["NewSilence"];
            };
        };
        responses: {
            /** @description begun */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Silence"];
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
                    "application/json": components["schemas"]["Silence"];
                };
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
            /** @description ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    stream: {
        parameters: {
            query?: {
                /** @description separated by commas; all where absent */
                topics?: string[];
                /** @description names of metrics to follow; all where absent */
                metric?: string[];
            };
            header?: {
                "Last-Event-ID"?: string;
            };
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
                    "text/event-stream": string;
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
    otlp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": string;
                };
            };
        };
    };
}
