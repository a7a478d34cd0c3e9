package io.swen.telemetry.catalog;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.support.TimeSpan;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The newest price epoch, the regions, the prices between them, and the history of a price. */
@RestController
class CatalogController {

    private static final Duration DEFAULT_HISTORY = Duration.ofDays(7);

    private final Catalog catalog;
    private final TransferPrices transfers;
    private final Clock clock;

    CatalogController(Catalog catalog, TransferPrices transfers, Clock clock) {
        this.catalog = catalog;
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * A region, its place, and how dirty its electricity is.
     *
     * @param id provider-qualified
     * @param city null where only the provider's name of it is known
     * @param gridGco2PerKwh grams of CO2 equivalent; null where no source is known
     * @param zones provider-qualified; empty where nothing is offered
     */
    record Region(
            String id,
            Provider provider,
            @Nullable String city,
            @Nullable String country,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Double gridGco2PerKwh,
            @Nullable String gridSource,
            List<String> zones) {

        Region {
            zones = List.copyOf(zones);
        }
    }

    /** A price that an offer had from {@code publishedAt} on. */
    record HistoricPrice(
            long epoch,
            Instant publishedAt,
            Money price,
            Money listPrice,
            ValueOrigin priceOrigin,
            String source,
            boolean simulated,
            Instant observedAt,
            Instant receivedAt) {}

    @Operation(summary = "The newest price epoch")
    @GetMapping(path = "/api/v1/price-epochs/current", produces = "application/json")
    ResponseEntity<Catalog.Epoch> current() {
        Catalog.Epoch epoch = catalog.epoch();
        return ResponseEntity.ok().eTag(ETags.of(epoch.epoch())).body(epoch);
    }

    @Operation(summary = "All regions of both providers")
    @GetMapping(path = "/api/v1/regions", produces = "application/json")
    Page<Region> regions() {
        catalog.requireReady();
        Dictionary names = catalog.dictionary();
        return new Page<>(
                names.regions().stream()
                        .map(r -> new Region(
                                r.name(),
                                r.provider(),
                                r.city(),
                                r.country(),
                                r.latitude(),
                                r.longitude(),
                                r.gridGco2PerKwh(),
                                r.gridSource(),
                                names.zonesOf(r).stream()
                                        .map(Dictionary.ZoneRow::name)
                                        .toList()))
                        .toList(),
                null);
    }

    @Operation(
            summary = "What an offer cost over time, oldest first; the first price held at the beginning of the span")
    @GetMapping(path = "/api/v1/prices/history", produces = "application/json")
    Page<HistoricPrice> history(
            @RequestParam(name = "offer_id") String offerId,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        TimeSpan span = TimeSpan.of(from, to, clock.instant(), DEFAULT_HISTORY);
        Instant until = span.to();
        Instant since = span.from();
        List<String> after = Cursors.decode(cursor, 1);
        if (after != null) {
            since = instant(after.getFirst());
        }
        int size = Cursors.limit(limit);
        // The first row is the price in force at the start; on a later page that is the last row of the page before.
        int skipped = after == null ? 0 : 1;
        List<OfferStore.PriceRow> rows = catalog.history(key(offerId), since, until, size + 1 + skipped);
        List<OfferStore.PriceRow> fresh = rows.subList(Math.min(skipped, rows.size()), rows.size());
        Dictionary names = catalog.dictionary();
        return Page.of(fresh, size, last -> Cursors.encode(last.publishedAt()))
                .map(row -> new HistoricPrice(
                        row.epoch(),
                        row.publishedAt(),
                        Catalog.usd(row.priceUsd()),
                        new Money(Catalog.shown(row.listPrice()), row.listCurrency()),
                        row.priceOrigin(),
                        names.source(row.source()).name(),
                        catalog.simulated(row.simulated()),
                        row.observedAt(),
                        row.receivedAt()));
    }

    @Operation(summary = "What moving one GB from a region to every other costs, the cheapest first")
    @GetMapping(path = "/api/v1/prices/transfer", produces = "application/json")
    Page<TransferPrices.Transfer> transfer(@RequestParam(name = "from_region") String fromRegion) {
        List<TransferPrices.Transfer> prices = transfers.from(fromRegion);
        if (prices.isEmpty()) {
            throw ProblemException.invalidField(
                    "from_region",
                    fromRegion,
                    "a provider-qualified region that /api/v1/regions lists, such as aws:us-east-1");
        }
        return new Page<>(prices, null);
    }

    private static OfferKey key(String offerId) {
        try {
            return OfferKey.parse(offerId);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField(
                    "offer_id", offerId, "zone/instance_type/purchase_option, such as aws:use1-az1/m7i.large/spot");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
