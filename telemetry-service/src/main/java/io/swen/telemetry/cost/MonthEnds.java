package io.swen.telemetry.cost;

import io.swen.telemetry.cost.MonthEndForecast.Known;
import io.swen.telemetry.forecast.Forecast;
import io.swen.telemetry.forecast.ForecastOutcome;
import io.swen.telemetry.forecast.ForecastService;
import io.swen.telemetry.forecast.TooLittleHistory;
import io.swen.telemetry.metrics.Point;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Foresees the month's end with the forecasts' own models where there are enough days, and simply where there are not. A forecast
 * takes a while and changes only when a day ends, so that it is kept until then.
 */
@Component
class MonthEnds {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int KEPT = 500;

    private record Key(List<BigDecimal> days, LocalDate lastDay, int horizon) {}

    private final ForecastService forecasts;
    private final Map<Key, ForecastOutcome> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ForecastOutcome> eldest) {
            return size() > KEPT;
        }
    };

    MonthEnds(ForecastService forecasts) {
        this.forecasts = forecasts;
    }

    MonthEnd of(Known known) {
        int horizon = Math.toIntExact(ChronoUnit.DAYS.between(known.lastDay(), known.monthEnd()) - 1);
        if (horizon < 1 || known.days().size() < MonthEndForecast.FEWEST_DAYS) {
            return MonthEndForecast.of(known);
        }
        return switch (outcome(new Key(known.days(), known.lastDay(), horizon))) {
            case Forecast forecast -> MonthEndForecast.of(known, forecast);
            case TooLittleHistory tooLittle -> MonthEndForecast.of(known);
        };
    }

    private ForecastOutcome outcome(Key key) {
        synchronized (kept) {
            ForecastOutcome before = kept.get(key);
            if (before != null) {
                return before;
            }
        }
        List<Point> history = new ArrayList<>();
        LocalDate day = key.lastDay().minusDays(key.days().size() - 1L);
        for (BigDecimal usd : key.days()) {
            history.add(new Point(Costs.start(day), usd.doubleValue()));
            day = day.plusDays(1);
        }
        ForecastOutcome outcome = forecasts.forecast(history, DAY, key.horizon());
        synchronized (kept) {
            kept.put(key, outcome);
        }
        return outcome;
    }
}
