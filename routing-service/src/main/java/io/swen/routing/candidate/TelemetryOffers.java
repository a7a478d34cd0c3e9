package io.swen.routing.candidate;

import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Asks telemetry-service for offers and regions. */
@Component
class TelemetryOffers {

    private static final String EPOCH_HEADER = "X-Price-Epoch";
    private static final String SNAPSHOT_NEEDED = "snapshot-needed";
    private static final int LONGEST_PROBLEM = 2_000;

    /** What telemetry answered to the question for changes. */
    sealed interface Changes {

        /** Nothing changed. */
        record None() implements Changes {}

        /** The changes are no longer kept that far back. */
        record SnapshotNeeded() implements Changes {}

        /** The index with the changes in it. */
        record Advanced(OfferIndex index) implements Changes {}
    }

    private final ObjectProvider<ServiceClients> clients;
    private final OfferProperties properties;
    private volatile @Nullable RestClient client;

    TelemetryOffers(ObjectProvider<ServiceClients> clients, OfferProperties properties) {
        this.clients = clients;
        this.properties = properties;
    }

    /** All offers of the current epoch. */
    OfferIndex snapshot() {
        List<Region> regions = regions();
        return client().get()
                .uri("/api/v1/offers/snapshot")
                .accept(MediaType.valueOf("text/csv"), MediaType.APPLICATION_PROBLEM_JSON)
                .exchangeForRequiredValue((request, response) -> {
                    if (response.getStatusCode().value() != 200) {
                        throw new IOException("the snapshot was answered with " + problem(response));
                    }
                    long epoch = epoch(response);
                    OfferIndexBuilder builder = new OfferIndexBuilder();
                    try (InputStream body = response.getBody()) {
                        OfferCsv.read(body, builder);
                    }
                    if (builder.count() == 0) {
                        throw new OfferCsv.MalformedException("the snapshot of epoch " + epoch + " is empty", null);
                    }
                    return builder.build(epoch, regions);
                });
    }

    /** What changed since the epoch of an index. */
    Changes changes(OfferIndex since) {
        return client().get()
                .uri("/api/v1/offers/changes?after_epoch={epoch}", since.epoch())
                .accept(MediaType.valueOf("text/csv"), MediaType.APPLICATION_PROBLEM_JSON)
                .exchangeForRequiredValue((request, response) -> answer(response, since));
    }

    private static Changes answer(ClientHttpResponse response, OfferIndex since) throws IOException {
        int status = response.getStatusCode().value();
        if (status == 410) {
            return new Changes.SnapshotNeeded();
        }
        if (status != 200) {
            String problem = problem(response);
            if (problem.contains(SNAPSHOT_NEEDED)) {
                return new Changes.SnapshotNeeded();
            }
            throw new IOException("changes were answered with " + problem);
        }
        long epoch = epoch(response);
        if (epoch < since.epoch()) {
            // Its epochs began anew, such as after a database was restored.
            return new Changes.SnapshotNeeded();
        }
        OfferIndexBuilder builder = new OfferIndexBuilder(since);
        try (InputStream body = response.getBody()) {
            OfferCsv.read(body, builder);
        }
        if (builder.count() == 0 && epoch == since.epoch()) {
            return new Changes.None();
        }
        return new Changes.Advanced(builder.build(epoch, since.knownRegions()));
    }

    private List<Region> regions() {
        JsonNode answer = client().get().uri("/api/v1/regions").retrieve().body(JsonNode.class);
        if (answer == null || !answer.path("items").isArray()) {
            throw new OfferCsv.MalformedException("the regions have no items", null);
        }
        List<Region> regions = new ArrayList<>();
        for (JsonNode item : answer.path("items")) {
            regions.add(new Region(
                    item.path("id").asString(),
                    item.path("provider").asString(),
                    item.path("city").asString(""),
                    item.path("country").asString(""),
                    item.path("latitude").asDouble(Double.NaN),
                    item.path("longitude").asDouble(Double.NaN)));
        }
        return regions;
    }

    private static long epoch(ClientHttpResponse response) throws IOException {
        HttpHeaders headers = response.getHeaders();
        String epoch = headers.getFirst(EPOCH_HEADER);
        try {
            return Long.parseLong(String.valueOf(epoch));
        } catch (NumberFormatException e) {
            throw new IOException("the header " + EPOCH_HEADER + " is " + epoch, e);
        }
    }

    private static String problem(ClientHttpResponse response) throws IOException {
        return response.getStatusCode().value() + " "
                + new String(response.getBody().readNBytes(LONGEST_PROBLEM), StandardCharsets.UTF_8);
    }

    private RestClient client() {
        RestClient known = client;
        if (known == null) {
            known = clients.getObject().to(SwenService.TELEMETRY, properties.readTimeout());
            client = known;
        }
        return known;
    }
}
