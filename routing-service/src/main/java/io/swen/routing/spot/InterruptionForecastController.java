package io.swen.routing.spot;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.placement.InterruptionForecast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How likely spot capacity is to be taken back, over HTTP. */
@RestController
@Tag(name = "spot")
class InterruptionForecastController {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final List<Integer> HOURS = List.of(1, 6, 24);

    /** The chance that a replica is lost at least once within so many hours. */
    @Schema(name = "InterruptionChance")
    record Chance(int hours, double probability) {}

    /**
     * A forecast.
     *
     * @param forecastId hash of all that it is made from; decisions name it
     */
    @Schema(name = "InterruptionForecast")
    record ForecastView(String offerId, List<Chance> chances, String explanation, String forecastId) {}

    record ForecastPage(List<ForecastView> items, @Nullable String next) {}

    private final SpotForecasts forecasts;
    private final OfferIndexes indexes;

    InterruptionForecastController(SpotForecasts forecasts, OfferIndexes indexes) {
        this.forecasts = forecasts;
        this.indexes = indexes;
    }

    @GetMapping("/api/v1/interruption-forecasts")
    @Operation(
            summary = "How likely spot capacity is to be taken back within 1, 6 and 24 hours, by offer",
            description = "Give zone, instance_type or both.")
    ForecastPage list(
            @RequestParam(name = "zone", required = false) @Nullable String zone,
            @RequestParam(name = "instance_type", required = false) @Nullable String instanceType,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        if (zone == null && instanceType == null) {
            throw ProblemException.invalidField("zone", null, "a zone such as aws:use1-az1, or instance_type, or both");
        }
        List<String> after = Cursors.decode(cursor, 1);
        int size = Cursors.limit(limit);
        OfferIndex index = switch (indexes.state()) {
            case OfferIndexes.State.Unusable unusable ->
                throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, unusable.reason(), RETRY_AFTER);
            case OfferIndexes.State.Usable usable -> usable.index();
        };
        List<Integer> found = new ArrayList<>();
        for (int offer = 0; offer < index.size(); offer++) {
            if (index.isSpot(offer)
                    && index.isAvailable(offer)
                    && (instanceType == null
                            || index.shape(index.shapeOf(offer)).instanceType().equals(instanceType))
                    && (zone == null || index.offerId(offer).startsWith(zone + "/"))) {
                found.add(offer);
            }
        }
        InterruptionForecast forecast = forecasts.newest();
        List<ForecastView> rows = found.stream()
                .map(offer -> view(index, offer, forecast))
                .sorted(Comparator.comparing(ForecastView::offerId))
                .filter(view -> after == null || view.offerId().compareTo(after.getFirst()) > 0)
                .limit(size + 1L)
                .toList();
        Page<ForecastView> page = Page.of(rows, size, last -> Cursors.encode(last.offerId()));
        return new ForecastPage(page.items(), page.next());
    }

    private static ForecastView view(OfferIndex index, int offer, InterruptionForecast forecast) {
        return new ForecastView(
                index.offerId(offer),
                HOURS.stream()
                        .map(hours -> new Chance(hours, forecast.probability(index, offer, hours)))
                        .toList(),
                forecast.explain(index, offer),
                forecast.id());
    }
}
