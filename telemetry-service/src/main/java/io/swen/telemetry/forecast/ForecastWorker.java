package io.swen.telemetry.forecast;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.thread.BackgroundThreads;
import io.swen.telemetry.metrics.Point;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes forecasts one after another on a thread of its own, so that requests do not take all processors; what waits is bounded.
 */
@Component
class ForecastWorker implements DisposableBean {

    private static final int WAITING = 16;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ForecastService service;
    private final ForecastProperties properties;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> BackgroundThreads.of("forecast", work));

    ForecastWorker(ForecastService service, ForecastProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    /** A forecast, or a problem that asks to come back when too many others wait. */
    ForecastOutcome forecast(List<Point> history, Duration step, int horizon) {
        Future<ForecastOutcome> made;
        try {
            made = thread.submit(() -> service.forecast(history, step, horizon));
        } catch (RejectedExecutionException full) {
            throw ProblemException.retryLater(
                    ErrorCode.UNAVAILABLE, WAITING + " forecasts are waiting already", RETRY_AFTER);
        }
        try {
            return made.get(properties.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            made.cancel(false);
            throw ProblemException.retryLater(
                    ErrorCode.UNAVAILABLE,
                    "the forecast was not there within " + properties.callTimeout(),
                    RETRY_AFTER);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, "the service is stopping", RETRY_AFTER);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a forecast failed", failed.getCause());
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
