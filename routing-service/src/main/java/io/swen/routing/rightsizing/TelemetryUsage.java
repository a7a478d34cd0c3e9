package io.swen.routing.rightsizing;

import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Asks telemetry-service what workloads use, what they are foreseen to use, and what there is in the accounts. */
@Component
class TelemetryUsage {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PAGE = 200;
    /** Replicas whose demand is foreseen one by one; the busiest. */
    private static final int FORESEEN = 3;

    private record Hours(double[] values, List<String> forecastSeries) {}

    private final ObjectProvider<ServiceClients> clients;
    private final RightSizingProperties properties;
    private volatile @Nullable RestClient client;

    TelemetryUsage(ObjectProvider<ServiceClients> clients, RightSizingProperties properties) {
        this.clients = clients;
        this.properties = properties;
    }

    /** What a workload has used since a moment, at most over the span that counts. */
    Usage of(String workloadId, Instant since, Instant now) {
        Instant to = now.truncatedTo(ChronoUnit.HOURS);
        Instant earliest = to.minus(properties.span());
        Instant from = (since.isAfter(earliest) ? since : earliest).truncatedTo(ChronoUnit.HOURS);
        if (!from.isBefore(to)) {
            return new Usage(
                    new double[0], new double[0], new double[0], Double.NaN, "it has run for less than an hour");
        }
        Hours each = hours("cpu_utilization", workloadId, from, to, "max", null);
        if (each.values().length < properties.leastHours()) {
            return new Usage(each.values(), each.values(), new double[0], Double.NaN, "too little is measured");
        }
        double[] means =
                hours("cpu_utilization", workloadId, from, to, "avg", "avg").values();
        double[] memory =
                hours("memory_utilization", workloadId, from, to, "max", "max").values();
        double foreseen = Double.NaN;
        String lacking = "";
        for (String series : each.forecastSeries()) {
            JsonNode forecast = forecast(series);
            JsonNode reason = forecast.at("/lacking/reason");
            if (reason.isString()) {
                lacking = reason.asString();
            }
            for (JsonNode point : forecast.path("points")) {
                double high = point.at("/interval95/high").asDouble(Double.NaN);
                foreseen = Double.isNaN(foreseen) ? high : Math.max(foreseen, high);
            }
        }
        return new Usage(each.values(), means, memory, foreseen, Double.isNaN(foreseen) ? lacking : "");
    }

    /** A page of what runs in the accounts; {@code next} in the answer is the cursor of the one after it. */
    JsonNode inventory(@Nullable String cursor) {
        return required(client().get()
                .uri(builder -> {
                    builder.path("/api/v1/inventory")
                            .queryParam("state", "running")
                            .queryParam("limit", PAGE);
                    return cursor == null
                            ? builder.build()
                            : builder.queryParam("cursor", "{cursor}").build(cursor);
                })
                .retrieve()
                .body(JsonNode.class));
    }

    /** Hour by hour; without {@code across} the greatest of the replicas. Hours without a value are left out. */
    private Hours hours(
            String name, String workloadId, Instant from, Instant to, String aggregation, @Nullable String across) {
        JsonNode answer = required(client().get()
                .uri(builder -> {
                    builder.path("/api/v1/metrics/query")
                            .queryParam("name", "{name}")
                            .queryParam("label", "{label}")
                            .queryParam("from", "{from}")
                            .queryParam("to", "{to}")
                            .queryParam("step", HOUR)
                            .queryParam("max_points", 1000)
                            .queryParam("aggregation", aggregation);
                    if (across != null) {
                        builder.queryParam("across", across);
                    }
                    return builder.build(name, "workload=" + workloadId, from, to);
                })
                .retrieve()
                .body(JsonNode.class));
        List<String> forecasts = new ArrayList<>();
        int steps = 0;
        for (JsonNode series : answer.path("series")) {
            steps = Math.max(steps, series.path("values").size());
            if (series.path("forecast_series").isString()
                    && !series.path("stale").asBoolean(true)
                    && forecasts.size() < FORESEEN) {
                forecasts.add(series.path("forecast_series").asString());
            }
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            double greatest = Double.NaN;
            for (JsonNode series : answer.path("series")) {
                JsonNode value = series.path("values").path(i);
                if (value.isNumber()) {
                    greatest = Double.isNaN(greatest) ? value.asDouble() : Math.max(greatest, value.asDouble());
                }
            }
            if (!Double.isNaN(greatest)) {
                values.add(greatest);
            }
        }
        return new Hours(values.stream().mapToDouble(Double::doubleValue).toArray(), forecasts);
    }

    private JsonNode forecast(String series) {
        return required(client().get()
                .uri(builder -> builder.path("/api/v1/forecasts")
                        .queryParam("series", "{series}")
                        .queryParam("horizon", properties.forecastHorizon())
                        .build(series))
                .retrieve()
                .body(JsonNode.class));
    }

    private static JsonNode required(@Nullable JsonNode answer) {
        if (answer == null) {
            throw new RestClientException("telemetry-service answered nothing");
        }
        return answer;
    }

    private RestClient client() {
        RestClient known = client;
        if (known == null) {
            known = clients.getObject().to(SwenService.TELEMETRY, properties.timeout());
            client = known;
        }
        return known;
    }
}
