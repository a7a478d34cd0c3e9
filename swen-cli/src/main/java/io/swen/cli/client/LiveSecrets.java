package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets that the running platform gives out now: cookies of a session, an API key and recovery codes. Each is used, so that it goes
 * where such secrets go, and ends when this is closed; only the recovery codes stay, which are void with the next new ones.
 */
public final class LiveSecrets implements AutoCloseable {

    /** The account that they are given to. */
    public static final String USER = "operator";

    private static final String KEYS = "/api/v1/api-keys";
    private static final String READ = "/workloads";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final SignIn browser;
    private final Gateway gateway;
    private final String keyId;
    private final Map<String, String> values;

    private LiveSecrets(SignIn browser, Gateway gateway, String keyId, Map<String, String> values) {
        this.browser = browser;
        this.gateway = gateway;
        this.keyId = keyId;
        this.values = values;
    }

    /** Signs the account in, asks for everything and uses it. */
    public static LiveSecrets begin(Context context) throws IOException, InterruptedException {
        Map<String, String> values = new LinkedHashMap<>();
        SignIn browser = new Tokens(context).browser(USER);
        browser.openSession();
        List<String> codes = browser.newRecoveryCodes();
        for (int number = 1; number <= codes.size(); number++) {
            values.put("recovery code " + number + " of " + USER, codes.get(number - 1));
        }
        worked(browser.call(READ), "the session");
        browser.cookies().forEach((name, value) -> values.put("cookie " + name + " of " + USER, value));

        Gateway gateway = new Gateway(context, USER);
        ObjectNode request = Json.object().put("name", "canary");
        request.set("roles", Json.array().add(USER));
        request.set("teams", Json.array().add("*"));
        request.set("environments", Json.array().add("*"));
        JsonNode made = gateway.post(KEYS, request, UUID.randomUUID());
        String key = Json.text(made, "secret", "");
        values.put("API key of " + USER, key);
        HttpResponse<Void> answer = Http.client()
                .send(
                        HttpRequest.newBuilder(URI.create(context.publicUrl() + READ))
                                .timeout(LIMIT)
                                .header("X-API-Key", key)
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        worked(answer.statusCode(), "the API key");
        return new LiveSecrets(browser, gateway, Json.text(made, "key.id", ""), values);
    }

    /** What each is called, and its value. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        gateway.delete(KEYS + "/" + keyId);
        browser.signOut();
    }

    private static void worked(int status, String what) {
        if (status != 200) {
            throw new CliException(
                    ExitCode.FAILED, "A call with " + what + " of " + USER + " was answered " + status + ", not 200");
        }
    }
}
