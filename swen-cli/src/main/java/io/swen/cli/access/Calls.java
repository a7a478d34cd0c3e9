package io.swen.cli.access;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes calls and takes every answer as it is, but waits where it is told that it calls too often. */
final class Calls {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_TRIES = 10;

    private final String url;

    Calls(String url) {
        this.url = url;
    }

    Answer make(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, token, body);
        return Answer.of(response.statusCode(), response.body());
    }

    /** The answer's document; anything but success is an error. */
    JsonNode need(String method, String path, String token, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, token, body == null ? null : Json.write(body));
        if (response.statusCode() / 100 != 2) {
            throw new CliException(
                    ExitCode.FAILED,
                    method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return Json.parse(response.body().isBlank() ? "{}" : response.body());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
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
        HttpResponse<String> response = Http.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (int tries = 1; response.statusCode() == 429 && tries < MOST_TRIES; tries++) {
            TimeUnit.SECONDS.sleep(
                    response.headers().firstValueAsLong("Retry-After").orElse(1));
            response = Http.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
        return response;
    }
}
