package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Acts as the services of the running platform do towards each other, with their own secrets. */
public final class ServiceAccounts {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Context context;
    private final PortPlan ports;
    private final Map<String, String> tokens = new HashMap<>();

    public ServiceAccounts(Context context) throws IOException {
        this.context = context;
        this.ports = context.runningPorts();
    }

    /** Their client ids. */
    public List<String> ids() {
        return Service.withDatabase().stream().map(Service::clientId).toList();
    }

    /** Where a service listens. */
    public String address(String service) {
        return PortPlan.url(ports.of(named(service)));
    }

    /** An access token of a service for calls of another; kept for as long as this object. */
    public String token(String clientId, String audience) throws IOException, InterruptedException {
        String key = clientId + " " + audience;
        String known = tokens.get(key);
        if (known == null) {
            known = ask(clientId, audience);
            tokens.put(key, known);
        }
        return known;
    }

    private String ask(String clientId, String audience) throws IOException, InterruptedException {
        Service service = named(clientId.substring("swen-".length()));
        String secret = Files.readString(context.home().secrets(service).resolve(Secrets.CLIENT_SECRET))
                .strip();
        String credentials =
                Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = Http.client()
                .send(
                        HttpRequest.newBuilder(URI.create(address("identity") + "/identity/oauth2/token"))
                                .timeout(LIMIT)
                                .header("Authorization", "Basic " + credentials)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&audience="
                                        + URLEncoder.encode("swen-" + audience, StandardCharsets.UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new CliException(
                    ExitCode.NOT_ALLOWED, clientId + " got no token for " + audience + ": " + response.body());
        }
        return Json.text(Json.parse(response.body()), "access_token", "");
    }

    private static Service named(String name) {
        return Service.named(name)
                .orElseThrow(() -> new CliException(ExitCode.NOT_FOUND, "There is no service " + name));
    }
}
