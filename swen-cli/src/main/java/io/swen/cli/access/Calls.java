package io.swen.cli.access;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes calls and takes every answer as it is, but waits where it is told that it calls too often. Of a stream of events, which has
 * no end, it takes the beginning.
 */
final class Calls {
    private record Received(int status, HttpHeaders headers, String body) {}

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_TRIES = 10;

    private final String url;

    Calls(String url) {
        this.url = url;
    }

    Answer make(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        Received response = send(method, path, token, body);
        return Answer.of(response.status(), response.body());
    }

    /** The answer's document; anything but success is an error. */
    JsonNode need(String method, String path, String token, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        Received response = send(method, path, token, body == null ? null : Json.write(body));
        if (response.status() / 100 != 2) {
            throw new CliException(
                    ExitCode.FAILED,
                    method + " " + path + " was answered " + response.status() + ": " + response.body());
        }
        return Json.parse(response.body().isBlank() ? "{}" : response.body());
    }

    private Received send(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Accept", "*/*")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        Received response = receive(request.build());
        for (int tries = 1; response.status() == 429 && tries < MOST_TRIES; tries++) {
            TimeUnit.SECONDS.sleep(
                    response.headers().firstValueAsLong("Retry-After").orElse(1));
            response = receive(request.build());
        }
        return response;
    }

    private static Received receive(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = Http.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        boolean endless = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        try (InputStream body = response.body()) {
            return new Received(
                    response.statusCode(),
                    response.headers(),
                    endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
