package io.swen.cli.monitoring;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The HTTP interface of a Prometheus.
 *
 * @param address without a slash at its end
 */
record Prometheus(String address) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int UNPROCESSABLE = 422;

    /** What a query was answered with: series, or why it is no query. */
    sealed interface Answer {
        /** The series, each with {@code metric} and {@code values}. */
        record Series(JsonNode result) implements Answer {}

        record Refused(String why) implements Answer {}
    }

    Answer range(String query, Instant from, Instant to, Duration step) throws InterruptedException {
        HttpResponse<String> response = get("/query_range?query=" + Http.encoded(query) + "&start=" + from + "&end="
                + to + "&step=" + step.toSeconds());
        JsonNode body = Json.parse(response.body());
        if (response.statusCode() == 400 || response.statusCode() == UNPROCESSABLE) {
            return new Answer.Refused(Json.text(body, "error", "no reason given"));
        }
        return new Answer.Series(body.at("/data/result"));
    }

    /** Each target's health, by job: {@code up}, or why it is not. */
    Map<String, String> targets() throws InterruptedException {
        Map<String, String> targets = new TreeMap<>();
        for (JsonNode target : json("/targets?state=active").at("/data/activeTargets")) {
            String health = Json.text(target, "health", "");
            targets.put(
                    Json.text(target, "labels.job", ""),
                    health.equals("up") ? health : health + " " + Json.text(target, "lastError", ""));
        }
        return targets;
    }

    /** The names of all series that begin so. */
    Set<String> names(String prefix) throws InterruptedException {
        Set<String> names = new TreeSet<>();
        for (JsonNode name : json("/label/__name__/values").path("data")) {
            if (name.asString().startsWith(prefix)) {
                names.add(name.asString());
            }
        }
        return names;
    }

    /** Whether an alert fires. */
    boolean fires(String alert, String service) throws InterruptedException {
        for (JsonNode each : json("/alerts").at("/data/alerts")) {
            if (alert.equals(Json.text(each, "labels.alertname"))
                    && service.equals(Json.text(each, "labels.service"))
                    && "firing".equals(Json.text(each, "state"))) {
                return true;
            }
        }
        return false;
    }

    private JsonNode json(String path) throws InterruptedException {
        return Json.parse(get(path).body());
    }

    private HttpResponse<String> get(String path) throws InterruptedException {
        try {
            return Http.client()
                    .send(
                            HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                                    .timeout(LIMIT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new CliException(
                    ExitCode.UNREACHABLE, "Prometheus does not answer: " + broken.getMessage(), null, broken);
        }
    }
}
