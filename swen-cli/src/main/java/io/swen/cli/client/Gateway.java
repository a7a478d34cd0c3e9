package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls the platform's public interface in somebody's name; every refusal becomes a {@link CliException}. */
public final class Gateway {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(2);

    private final Tokens tokens;
    private final String url;
    private final String user;
    private final @Nullable String traceparent;

    public Gateway(Context context, String user) throws IOException {
        this(new Tokens(context), context.publicUrl(), user, null);
    }

    private Gateway(Tokens tokens, String url, String user, @Nullable String traceparent) {
        this.tokens = tokens;
        this.url = url;
        this.user = user;
        this.traceparent = traceparent;
    }

    /** The same, whose calls belong to a trace of the caller's own (a W3C traceparent). */
    public Gateway inTrace(String of) {
        return new Gateway(tokens, url, user, of);
    }

    public JsonNode get(String path) throws InterruptedException {
        return call("GET", path, null, null);
    }

    /** @param key repeating a call with the same key does nothing twice */
    public JsonNode post(String path, JsonNode body, UUID key) throws InterruptedException {
        return call("POST", path, body, key);
    }

    /** @param version the one that was read; what was done to a later one is not overridden */
    public JsonNode post(String path, JsonNode body, UUID key, long version) throws InterruptedException {
        return call("POST", path, body, key, version);
    }

    /** Writes what stands at a path into a file that only its owner may read, and answers its size in bytes. */
    public long download(String path, Path into) throws InterruptedException {
        Path part = into.resolveSibling(into.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(DOWNLOAD_LIMIT)
                    .header("Accept", "application/octet-stream, application/problem+json")
                    .header("Authorization", "Bearer " + tokens.of(user))
                    .build();
            HttpResponse<Path> response = Http.client().send(request, HttpResponse.BodyHandlers.ofFile(part));
            if (response.statusCode() / 100 != 2) {
                String problem = Files.readString(part);
                Files.deleteIfExists(part);
                throw Problem.of(response.statusCode(), problem, path);
            }
            Files.move(part, into, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(into);
        } catch (IOException broken) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "The call to " + url + path + " broke: " + broken.getMessage(),
                    "./swen status",
                    broken);
        }
    }

    /** Replaces what stands at a path. */
    public JsonNode put(String path, JsonNode body) throws InterruptedException {
        return call("PUT", path, body, null);
    }

    public void delete(String path) throws InterruptedException {
        call("DELETE", path, null, null);
    }

    /** @param version the one that was read; a later one is not removed */
    public void delete(String path, long version) throws InterruptedException {
        call("DELETE", path, null, null, version);
    }

    /** @param version the one that was read; a later one is not replaced */
    public JsonNode put(String path, JsonNode body, long version) throws InterruptedException {
        return call("PUT", path, body, null, version);
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body, @Nullable UUID key)
            throws InterruptedException {
        return call(method, path, body, key, null);
    }

    private JsonNode call(
            String method, String path, @Nullable JsonNode body, @Nullable UUID key, @Nullable Long version)
            throws InterruptedException {
        try {
            HttpResponse<String> response = send(method, path, body, key, version);
            if (response.statusCode() == 401) {
                // A kept token may be of a platform begun anew since, or its second factor too old for this call
                // (step-up-required): signing in anew answers both.
                tokens.forget(user);
                response = send(method, path, body, key, version);
            }
            if (response.statusCode() / 100 != 2) {
                throw Problem.of(response.statusCode(), response.body(), path);
            }
            return Json.parse(response.body().isBlank() ? "{}" : response.body());
        } catch (HttpTimeoutException late) {
            throw new CliException(
                    ExitCode.TIMED_OUT,
                    path + " did not answer within " + LIMIT.toSeconds() + " s",
                    "./swen status",
                    late);
        } catch (ConnectException nobody) {
            throw new CliException(
                    ExitCode.UNREACHABLE, "Nothing answers at " + url, "./swen up starts the platform.", nobody);
        } catch (IOException broken) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "The call to " + url + path + " broke: " + broken.getMessage(),
                    "./swen status",
                    broken);
        } catch (JacksonException notJson) {
            throw new CliException(
                    ExitCode.FAILED,
                    url + path + " did not answer JSON",
                    "Is SWEN_URL the platform's address?",
                    notJson);
        }
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable JsonNode body, @Nullable UUID key, @Nullable Long version)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + tokens.of(user));
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)));
        }
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        if (method.equals("PUT")) {
            // Whoever works at a terminal replaces what there is, whatever that is by now.
            request.header("If-Match", "*");
        }
        if (key != null) {
            request.header("Idempotency-Key", key.toString());
        }
        if (version != null) {
            request.header("If-Match", "\"" + version + "\"");
        }
        return Http.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
