package io.swen.cli.balance;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes HTTP requests on to instances in turn. It asks each twice a second whether it is ready, sends nothing to one that is not
 * or that is being drained, and repeats a request elsewhere if its instance went without an answer and a repetition does no harm.
 */
public final class Balancer implements AutoCloseable {
    private static final int LARGEST_BODY = 16 << 20;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(40);
    /** How long a request waits for an instance where there is none. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "content-length",
            "expect");

    /** The JDK's client takes a host of the caller's choice only if the program was started so. */
    private static final boolean HOST_ALLOWED =
            System.getProperty("jdk.httpclient.allowRestrictedHeaders", "").contains("host");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final List<Upstream> upstreams = new ArrayList<>();
    private final String readinessPath;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong repeated = new AtomicLong();
    private final Thread watch;
    private volatile boolean running = true;

    /** Listens on a port of this machine from now on. */
    public Balancer(int port, List<Integer> instances, String readinessPath) throws IOException {
        // Without it each chunk of an answer waits for the receipt of the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.readinessPath = readinessPath;
        instances.forEach(each -> upstreams.add(new Upstream(URI.create("http://127.0.0.1:" + each))));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        watch = Thread.ofVirtual().name("balancer-" + port).start(this::watch);
    }

    private void watch() {
        try {
            while (running) {
                for (Upstream upstream : upstreams) {
                    upstream.healthy(Http.answersOk(upstream.address().resolve(readinessPath)));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether an instance is ready, by its place in the list. */
    public boolean ready(int instance) {
        return upstreams.get(instance).healthy();
    }

    /** Sends an instance nothing any more, and returns once it has answered what it was sent. */
    public void drain(int instance) throws InterruptedException {
        Upstream upstream = upstreams.get(instance);
        upstream.draining(true);
        long deadline = System.nanoTime() + DRAINED_WITHIN.toNanos();
        while (upstream.inFlight() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Sends an instance requests again once it is ready. */
    public void undrain(int instance) {
        upstreams.get(instance).healthy(false);
        upstreams.get(instance).draining(false);
    }

    /** How many requests were sent to another instance because the first went away. */
    public long repeated() {
        return repeated.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                refuse(exchange, 413, "the body has more than " + LARGEST_BODY + " bytes");
                return;
            }
            pass(exchange, body);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Upstream failed = null;
        while (true) {
            Upstream upstream = next(failed);
            if (upstream == null) {
                if (System.nanoTime() > deadline) {
                    refuse(exchange, 503, "no instance answers");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(50);
                failed = null;
                continue;
            }
            HttpResponse<InputStream> answer;
            upstream.began();
            try {
                try {
                    answer = client.send(request(exchange, body, upstream), HttpResponse.BodyHandlers.ofInputStream());
                } catch (IOException away) {
                    upstream.healthy(false);
                    if (!mayRepeat(exchange, away)) {
                        refuse(exchange, 502, "the instance went away while it worked on the request");
                        return;
                    }
                    if (System.nanoTime() > deadline) {
                        refuse(exchange, 503, "no instance answers");
                        return;
                    }
                    repeated.incrementAndGet();
                    failed = upstream;
                    TimeUnit.MILLISECONDS.sleep(10);
                    continue;
                }
                answer(exchange, answer);
                return;
            } finally {
                upstream.ended();
            }
        }
    }

    /** A request that never arrived may be repeated, as one may that does nothing a second time. */
    private static boolean mayRepeat(HttpExchange exchange, IOException away) {
        return away instanceof ConnectException
                || REPEATABLE.contains(exchange.getRequestMethod())
                || exchange.getRequestHeaders().containsKey("Idempotency-Key");
    }

    private @Nullable Upstream next(@Nullable Upstream failed) {
        List<Upstream> serving = upstreams.stream()
                .filter(Upstream::serves)
                .filter(each -> each != failed)
                .toList();
        if (serving.isEmpty()) {
            // All say that they are not ready, because of what they all need: what they answer tells more than silence.
            serving = upstreams.stream()
                    .filter(each -> !each.draining())
                    .filter(each -> each != failed)
                    .toList();
        }
        return serving.isEmpty() ? null : serving.get(Math.floorMod(turn.getAndIncrement(), serving.size()));
    }

    private static HttpRequest request(HttpExchange exchange, byte[] body, Upstream upstream) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(upstream.address() + exchange.getRequestURI().toString()))
                .timeout(ANSWER_WITHIN)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            boolean host = name.equalsIgnoreCase("host");
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && (!host || HOST_ALLOWED)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        try (InputStream content = answer.body()) {
            boolean none = exchange.getRequestMethod().equals("HEAD")
                    || answer.statusCode() == 204
                    || answer.statusCode() == 304;
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
            boolean known = answer.headers().firstValue("Content-Length").isPresent();
            exchange.sendResponseHeaders(answer.statusCode(), none || (known && length == 0) ? -1 : length);
            if (!none) {
                try (OutputStream target = exchange.getResponseBody()) {
                    content.transferTo(target);
                }
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        byte[] problem = ("{\"type\":\"about:blank\",\"status\":" + status + ",\"code\":\"unavailable\",\"detail\":\""
                        + why + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(status, problem.length);
        try (OutputStream target = exchange.getResponseBody()) {
            target.write(problem);
        }
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        watch.interrupt();
        watch.join(Duration.ofSeconds(5));
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
