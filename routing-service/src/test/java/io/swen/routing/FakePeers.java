package io.swen.routing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.swen.catalog.CatalogOffer;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.PriceCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plays telemetry-service (from the shipped price lists) and gitops-service over real HTTP, and notes what it was asked. */
public final class FakePeers {

    public static final String HEADER = "offer_id,provider,region,zone,instance_type,purchase_option,architecture,vcpu,"
            + "memory_gb,gpus,gpu_model,gpu_model_origin,price_usd,list_price,list_currency,price_origin,source,simulated,"
            + "list_as_of,observed_at,received_at,interruption_rate,interruption_origin,available\n";

    /** A change that was asked for. */
    public record Change(UUID id, String key, JsonNode request) {}

    private record Event(long seq, String json, String type) {}

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final PriceCatalog catalog;
    private final String snapshot;
    private final Map<Long, String> deltas = new ConcurrentHashMap<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final List<UUID> cancelled = new CopyOnWriteArrayList<>();
    private final List<Event> gitopsEvents = new CopyOnWriteArrayList<>();
    private final Map<String, String> budgets = new ConcurrentHashMap<>();
    private final Map<String, String> costRecords = new ConcurrentHashMap<>();
    private volatile long epoch = 1;
    private volatile int gitopsStatus = 202;
    private volatile boolean telemetryDown;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Map<String, Double> usage = new ConcurrentHashMap<>();
    private final Map<String, Double> foreseen = new ConcurrentHashMap<>();
    private volatile String inventory = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FakePeers() {
        catalog = PriceCatalog.load();
        snapshot = csv(catalog);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The whole shipped catalog as telemetry's CSV. */
    public static String csv(PriceCatalog catalog) {
        StringBuilder csv = new StringBuilder(30_000_000).append(HEADER);
        for (CatalogOffer offer : catalog.offers()) {
            csv.append(row(catalog, offer, catalog.usdPerHour(offer), true));
        }
        return csv.toString();
    }

    /** One row of it at a price. */
    public static String row(PriceCatalog catalog, CatalogOffer offer, BigDecimal usd, boolean available) {
        var type = offer.type();
        return String.join(
                        ",",
                        offer.offerId(),
                        offer.provider().id(),
                        offer.region(),
                        offer.zone(),
                        type.name(),
                        offer.purchaseOption().id(),
                        type.architecture(),
                        Integer.toString(type.vcpu()),
                        Double.toString(type.memoryGib()),
                        Integer.toString(type.gpus()),
                        type.gpuModel() == null ? "" : type.gpuModel(),
                        type.gpuModelOrigin() == null
                                ? ""
                                : type.gpuModelOrigin().id(),
                        usd.toPlainString(),
                        offer.price().toPlainString(),
                        offer.currency(),
                        offer.priceOrigin().id(),
                        "\"" + offer.source() + "\"",
                        "true",
                        offer.listAsOf().toString(),
                        "",
                        "2026-11-23T10:00:00Z",
                        Double.toString(offer.interruptionRate()),
                        offer.interruptionOrigin() == null
                                ? ""
                                : offer.interruptionOrigin().id(),
                        Boolean.toString(available))
                + "\n";
    }

    public String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public PriceCatalog catalog() {
        return catalog;
    }

    /** Has telemetry's ledger hold this charge of a workload's instance, which ran all day. */
    public void charge(String workloadId, String offerId, String hours, String usd) {
        String[] parts = offerId.split("/", -1);
        costRecords.put(
                workloadId,
                "{\"ChargeCategory\":\"Usage\",\"AvailabilityZone\":\"" + parts[0].substring(parts[0].indexOf(':') + 1)
                        + "\",\"SkuPriceDetails\":\"{\\\"InstanceType\\\" : \\\"" + parts[1] + "\\\"}\","
                        + "\"ChargePeriodStart\":\"2020-01-01T00:00:00Z\",\"ChargePeriodEnd\":\"2100-01-01T00:00:00Z\","
                        + "\"ConsumedQuantity\":\"" + hours + "\",\"EffectiveCost\":\"" + usd + "\"}");
    }

    /** Publishes an epoch that changes the price or availability of one offer. */
    public void publish(String offerId, BigDecimal usd, boolean available) {
        CatalogOffer offer = catalog.offers().stream()
                .filter(candidate -> candidate.offerId().equals(offerId))
                .findFirst()
                .orElseThrow();
        publishRow(row(catalog, offer, usd, available));
    }

    /** Publishes an epoch with this row. */
    public synchronized void publishRow(String row) {
        deltas.put(epoch + 1, row);
        epoch = epoch + 1;
    }

    public long epoch() {
        return epoch;
    }

    public void telemetryDown(boolean down) {
        telemetryDown = down;
    }

    /** Has telemetry have measured this per cent of a workload's processors in every hour, and foresee as much or more. */
    public void uses(String workloadId, double percent, double foreseenPercent) {
        usage.put(workloadId, percent);
        foreseen.put("metric/" + workloadId, foreseenPercent);
    }

    /** Has telemetry list these instances, as JSON objects. */
    public void inventory(String... items) {
        inventory = String.join(",", items);
    }

    public void gitopsAnswers(int status) {
        gitopsStatus = status;
    }

    /** Has gitops take changes without answering, until {@link #letGitopsAnswer}. */
    public void holdGitops() {
        held.clear();
        gate = new CountDownLatch(1);
    }

    public void letGitopsAnswer() {
        gate.countDown();
    }

    /** Whether gitops holds back its answer to a change of the workload. */
    public boolean holds(String workloadId) {
        return held.contains(workloadId);
    }

    public List<Change> changesOf(String workloadId) {
        synchronized (changes) {
            return changes.values().stream()
                    .filter(change -> change.request()
                            .path("items")
                            .valueStream()
                            .anyMatch(
                                    item -> item.path("workload_id").asString().equals(workloadId)))
                    .toList();
        }
    }

    public List<Change> allChanges() {
        synchronized (changes) {
            return List.copyOf(changes.values());
        }
    }

    public List<UUID> cancelled() {
        return cancelled;
    }

    /** Has gitops tell of a change. */
    public void changeIs(Change change, String state, String stage, @Nullable String failure) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : change.request().path("items")) {
            String decision = item.path("decision").isObject()
                    ? item.path("decision").path("id").toString()
                    : "null";
            items.add("{\"workload_id\":" + item.path("workload_id") + ",\"action\":" + item.path("action")
                    + ",\"decision_id\":" + decision + "}");
        }
        event(
                "ChangeStageChanged",
                "{\"change_id\":\"" + change.id() + "\",\"state\":\"" + state + "\",\"stage\":\"" + stage
                        + "\",\"stage_state\":\"running\",\"items\":[" + String.join(",", items) + "],\"failure\":"
                        + (failure == null
                                ? "null"
                                : "{\"stage\":\"" + stage + "\",\"code\":\"x\",\"detail\":\"" + failure + "\"}")
                        + "}");
    }

    /** Has gitops tell of a deployment of a change. */
    public void deploymentIs(Change change, String state, @Nullable String reason) {
        deploymentIs(change, 0, state, reason);
    }

    /** Has gitops tell of a deployment of one of a change's items. */
    public void deploymentIs(Change change, int index, String state, @Nullable String reason) {
        JsonNode item = change.request().path("items").get(index);
        event(
                "DeploymentObserved",
                "{\"deployment_id\":\""
                        + UUID.nameUUIDFromBytes((change.key() + index).getBytes(StandardCharsets.UTF_8))
                        + "\",\"change_id\":\"" + change.id() + "\",\"workload_id\":" + item.path("workload_id")
                        + ",\"decision_id\":" + item.path("decision").path("id") + ",\"state\":\"" + state
                        + "\",\"provider\":\"aws\",\"region\":\"aws:us-east-1\",\"instance_ids\":[\"i-1\"],"
                        + "\"observed_at\":\"2026-11-23T10:00:00Z\",\"reason\":"
                        + (reason == null ? "null" : "\"" + reason + "\"") + "}");
    }

    /** Appends an event of any data to gitops' log. */
    public synchronized void event(String type, String data) {
        long seq = gitopsEvents.size() + 1L;
        gitopsEvents.add(new Event(
                seq,
                "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\",\"source\":\"/swen/gitops-service\","
                        + "\"type\":\"io.swen." + type + "\",\"subject\":\"x\",\"time\":\"" + Instant.EPOCH
                        + "\",\"datacontenttype\":\"application/json\",\"dataschema\":\"urn:swen:event:" + type
                        + "\",\"data\":" + data + "}",
                "io.swen." + type));
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath();
        String query = String.valueOf(uri.getQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .startsWith("Bearer ")) {
            send(exchange, 401, "application/json", "{}");
        } else if (telemetryDown && (path.startsWith("/api/v1/offers") || path.equals("/api/v1/regions"))) {
            send(exchange, 503, "application/problem+json", "{\"code\":\"unavailable\",\"detail\":\"down\"}");
        } else if (path.equals("/api/v1/offers/snapshot")) {
            StringBuilder all = new StringBuilder(snapshot);
            exchange.getResponseHeaders().set("X-Price-Epoch", "1");
            send(exchange, 200, "text/csv", all.toString());
        } else if (path.equals("/api/v1/offers/changes")) {
            changes(exchange, Long.parseLong(query.substring(query.indexOf('=') + 1)));
        } else if (path.equals("/api/v1/regions")) {
            send(exchange, 200, "application/json", regions());
        } else if (path.equals("/api/v1/budgets")) {
            send(exchange, telemetryDown ? 503 : 200, "application/json", budgets());
        } else if (path.equals("/api/v1/metrics/query")) {
            send(exchange, 200, "application/json", measured(parameters(query)));
        } else if (path.equals("/api/v1/forecasts")) {
            double high = foreseen.getOrDefault(parameters(query).getOrDefault("series", ""), 0.0);
            send(
                    exchange,
                    200,
                    "application/json",
                    "{\"points\":[{\"time\":\"2026-11-28T12:00:00Z\",\"value\":1,\"interval95\":{\"low\":0,\"high\":"
                            + high + "}}],\"lacking\":null}");
        } else if (path.equals("/api/v1/inventory")) {
            send(exchange, 200, "application/json", "{\"items\":[" + inventory + "],\"next\":null}");
        } else if (path.equals("/api/v1/events")) {
            events(exchange, query);
        } else if (path.equals("/api/v1/costs/records")) {
            String records = costRecords.getOrDefault(query.replaceAll(".*workload_id=([^&]*).*", "$1"), "");
            send(exchange, 200, "application/json", "{\"items\":[" + records + "],\"next\":null}");
        } else if (path.equals("/api/v1/changes")) {
            change(exchange, body);
        } else if (path.startsWith("/api/v1/changes/") && path.endsWith("/cancel")) {
            cancelled.add(UUID.fromString(path.split("/")[4]));
            send(exchange, 200, "application/json", "{}");
        } else {
            send(exchange, 404, "application/problem+json", "{\"code\":\"not-found\"}");
        }
    }

    private void changes(HttpExchange exchange, long after) throws IOException {
        Map<String, String> latest = new LinkedHashMap<>();
        long now = epoch;
        for (long e = after + 1; e <= now; e++) {
            String row = deltas.getOrDefault(e, "");
            latest.put(row.substring(0, row.indexOf(',')), row);
        }
        exchange.getResponseHeaders().set("X-Price-Epoch", Long.toString(now));
        send(exchange, 200, "text/csv", HEADER + String.join("", latest.values()));
    }

    /** Puts a budget, of all teams, environments or providers where those are null, with what is spent of it this month. */
    public void budget(
            String name,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String provider,
            String amount,
            String spent) {
        budgets.put(
                name,
                "{\"id\":\"" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + "\",\"name\":\"" + name
                        + "\",\"team\":" + quoted(team) + ",\"environment\":" + quoted(environment) + ",\"provider\":"
                        + quoted(provider) + ",\"amount\":{\"amount\":\"" + amount
                        + "\",\"currency\":\"USD\"},\"month\":\""
                        + LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1)
                        + "\",\"spent\":{\"amount\":\"" + spent + "\",\"currency\":\"USD\"}}");
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private String budgets() {
        return "{\"items\":[" + String.join(",", budgets.values()) + "],\"next\":null}";
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, Math.max(0, equals)), parameter.substring(equals + 1));
        }
        return parameters;
    }

    private String measured(Map<String, String> asked) {
        String workload = asked.getOrDefault("label", "").replaceFirst("^workload=", "");
        Double percent = usage.get(workload);
        if (percent == null || !"cpu_utilization".equals(asked.get("name"))) {
            return "{\"series\":[]}";
        }
        long hours = java.time.Duration.between(
                        Instant.parse(asked.getOrDefault("from", "")), Instant.parse(asked.getOrDefault("to", "")))
                .toHours();
        return "{\"series\":[{\"name\":\"cpu_utilization\",\"stale\":false,\"forecast_series\":"
                + (asked.containsKey("across") ? "null" : "\"metric/" + workload + "\"") + ",\"values\":["
                + String.join(",", java.util.Collections.nCopies((int) hours, percent.toString())) + "]}]}";
    }

    private String regions() {
        List<String> items = new ArrayList<>();
        for (CatalogRegion region : catalog.regions()) {
            items.add("{\"id\":\"" + region.id() + "\",\"provider\":\""
                    + region.provider().id() + "\",\"city\":\""
                    + region.city() + "\",\"country\":\"" + region.country() + "\",\"latitude\":" + region.latitude()
                    + ",\"longitude\":" + region.longitude() + ",\"grid_gco2_per_kwh\":null}");
        }
        return "{\"items\":[" + String.join(",", items) + "]}";
    }

    private void events(HttpExchange exchange, String query) throws IOException {
        long after = 0;
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("after=")) {
                after = Long.parseLong(parameter.substring(6));
            }
        }
        Set<String> types = Set.of(parameters(query).getOrDefault("types", "").split(","));
        List<Event> next = List.of();
        for (int i = 0; i < 20 && next.isEmpty(); i++) {
            long from = after;
            next = gitopsEvents.stream()
                    .filter(event -> event.seq() > from && types.contains(event.type()))
                    .toList();
            if (next.isEmpty()) {
                try {
                    Thread.sleep(25);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        long cursor = next.isEmpty() ? after : next.getLast().seq();
        send(
                exchange,
                200,
                "application/json",
                "{\"items\":[" + String.join(",", next.stream().map(Event::json).toList()) + "],\"next\":\"" + cursor
                        + "\"}");
    }

    private void change(HttpExchange exchange, byte[] body) throws IOException {
        if (gate.getCount() > 0) {
            held.add(JSON.readTree(body).at("/items/0/workload_id").asString());
            try {
                gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        int status = gitopsStatus;
        if (status != 202) {
            send(
                    exchange,
                    status,
                    "application/problem+json",
                    "{\"code\":\"refused\",\"detail\":\"as the test wants\"}");
            return;
        }
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        Change change;
        synchronized (changes) {
            change = changes.computeIfAbsent(key, k -> new Change(UUID.randomUUID(), k, JSON.readTree(body)));
        }
        send(exchange, 202, "application/json", "{\"id\":\"" + change.id() + "\",\"state\":\"running\"}");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
