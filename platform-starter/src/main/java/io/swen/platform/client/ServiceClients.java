package io.swen.platform.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes clients of the other services: base address, this service's own token, time-outs, tracing, and problems as exceptions. */
public final class ServiceClients {

    /** How long a call may take where nothing else is said. */
    public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int LONGEST_DETAIL = 500;

    private final RestClient.Builder template;
    private final Map<SwenService, URI> addresses;
    private final ServiceTokens tokens;
    private final JsonMapper json;
    private final HttpClient http;
    private final Map<Target, RestClient> made = new ConcurrentHashMap<>();

    private record Target(SwenService service, Duration readTimeout) {}

    public ServiceClients(
            RestClient.Builder template,
            Map<SwenService, URI> addresses,
            ServiceTokens tokens,
            JsonMapper json,
            InternalTls tls) {
        this.template = template;
        this.addresses = Map.copyOf(addresses);
        this.tokens = tokens;
        this.json = json;
        this.http = tls.clients(CONNECT_TIMEOUT).build();
    }

    /** A client that acts as this service; failures are {@link RemoteException}s. */
    public RestClient to(SwenService service) {
        return to(service, DEFAULT_READ_TIMEOUT);
    }

    /** The same with a time-out of its own; made once, because to find the message converters costs more than a call. */
    public RestClient to(SwenService service, Duration readTimeout) {
        return made.computeIfAbsent(new Target(service, readTimeout), this::make);
    }

    private RestClient make(Target target) {
        SwenService service = target.service();
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(http);
        factory.setReadTimeout(target.readTimeout());
        return template.clone()
                .baseUrl(address(service))
                .requestFactory(factory)
                .requestInterceptor((request, body, execution) -> {
                    if (!request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
                        request.getHeaders().setBearerAuth(tokens.to(service));
                    }
                    return execution.execute(request, body);
                })
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                    throw failure(service, response);
                })
                .build();
    }

    /** Where the service is. */
    public URI address(SwenService service) {
        URI address = addresses.get(service);
        if (address == null) {
            throw new IllegalStateException("no address is configured for " + service.id());
        }
        return address;
    }

    private RemoteException failure(SwenService service, ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        String body = new String(response.getBody().readNBytes(16_384), StandardCharsets.UTF_8);
        String code = null;
        String detail = body;
        try {
            JsonNode problem = json.readTree(body);
            code = text(problem, "code");
            String told = text(problem, "detail");
            detail = told == null ? body : told;
        } catch (JacksonException notJson) {
            detail = body;
        }
        return new RemoteException(
                service, status, code, detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail);
    }

    private static @Nullable String text(JsonNode problem, String field) {
        JsonNode value = problem.get(field);
        return value == null || !value.isString() ? null : value.asString();
    }
}
