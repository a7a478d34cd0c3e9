package io.swen.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.swen.catalog.CatalogOffer;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.PriceCatalog;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Answers what routing-service asks telemetry-service for: the offers of some regions of the shipped price lists, and changes. */
final class RoutingWithPrices implements AutoCloseable {

    private static final String HEADER =
            "offer_id,provider,region,zone,instance_type,purchase_option,architecture,vcpu,"
                    + "memory_gb,gpus,gpu_model,gpu_model_origin,price_usd,list_price,list_currency,price_origin,source,simulated,"
                    + "list_as_of,observed_at,received_at,interruption_rate,interruption_origin,available\n";

    private final HttpServer server;
    private final PriceCatalog catalog;
    private final List<CatalogOffer> offers;
    private final List<CatalogRegion> regions;
    private final Map<Long, String> deltas = new ConcurrentHashMap<>();
    private final Random random;
    private volatile long epoch = 1;

    RoutingWithPrices(Set<String> regionIds, long seed) throws IOException {
        random = new Random(seed);
        catalog = PriceCatalog.load();
        offers = catalog.offers().stream()
                .filter(offer -> regionIds.isEmpty() || regionIds.contains(offer.region()))
                .toList();
        regions = catalog.regions();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int offers() {
        return offers.size();
    }

    long epoch() {
        return epoch;
    }

    /** A new epoch: the prices of some spot offers move by up to a fifth. */
    void movePrices() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (CatalogOffer offer : offers) {
            if (offer.purchaseOption().id().equals("spot") && random.nextInt(20) == 0) {
                BigDecimal price = catalog.usdPerHour(offer)
                        .multiply(BigDecimal.valueOf(0.8 + 0.4 * random.nextDouble()))
                        .setScale(6, RoundingMode.HALF_UP)
                        .max(new BigDecimal("0.000001"));
                csv.append(row(offer, price));
            }
        }
        deltas.put(epoch, csv.toString());
        epoch++;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/api/v1/offers/snapshot" -> {
                StringBuilder csv = new StringBuilder(HEADER);
                offers.forEach(offer -> csv.append(row(offer, catalog.usdPerHour(offer))));
                send(exchange, 200, "text/csv", csv.toString());
            }
            case "/api/v1/offers/changes" -> {
                String query = exchange.getRequestURI().getQuery();
                long after = Long.parseLong(query.substring(query.indexOf('=') + 1));
                send(exchange, 200, "text/csv", deltas.getOrDefault(after, HEADER), Math.min(epoch, after + 1));
            }
            case "/api/v1/regions" ->
                send(
                        exchange,
                        200,
                        "application/json",
                        regions.stream()
                                .map(region -> "{\"id\":\"" + region.id() + "\",\"provider\":\""
                                        + region.provider().id() + "\",\"city\":\"" + region.city()
                                        + "\",\"country\":\""
                                        + region.country() + "\",\"latitude\":" + region.latitude()
                                        + ",\"longitude\":" + region.longitude() + "}")
                                .collect(Collectors.joining(",", "{\"items\":[", "],\"next\":null}")));
            case "/api/v1/events" -> {
                pause();
                send(exchange, 200, "application/json", "{\"items\":[],\"next\":null}");
            }
            case "/api/v1/budgets" -> send(exchange, 200, "application/json", "{\"items\":[],\"next\":null}");
            default -> send(exchange, 503, "application/problem+json", "{\"code\":\"unavailable\",\"status\":503}");
        }
    }

    /** As a service with nothing to tell holds the request up for a while. */
    private static void pause() throws IOException {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    private void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        send(exchange, status, type, body, 1);
    }

    private void send(HttpExchange exchange, int status, String type, String body, long ofEpoch) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Price-Epoch", Long.toString(ofEpoch));
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String row(CatalogOffer offer, BigDecimal usd) {
        var type = offer.type();
        var modelOrigin = type.gpuModelOrigin();
        var interruptionOrigin = offer.interruptionOrigin();
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
                        modelOrigin == null ? "" : modelOrigin.id(),
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
                        interruptionOrigin == null ? "" : interruptionOrigin.id(),
                        "true")
                + "\n";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
