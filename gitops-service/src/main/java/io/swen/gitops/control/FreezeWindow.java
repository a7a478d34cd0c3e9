package io.swen.gitops.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A time in which nothing is applied: once, or again and again.
 *
 * @param environments empty for all
 * @param zone what the times of {@code schedule} mean
 * @param schedule when it begins or lasts
 */
record FreezeWindow(
        UUID id,
        List<String> environments,
        String reason,
        ZoneId zone,
        Schedule schedule,
        Person createdBy,
        Instant createdAt,
        long version) {

    /** When it holds. */
    sealed interface Schedule {

        /** From one moment to another. */
        record Once(Instant from, Instant until) implements Schedule {}

        /**
         * Begins at each match of a cron expression of five fields and lasts.
         *
         * @param cron minute, hour, day of the month, month, day of the week
         */
        record Recurring(String cron, Duration lasts) implements Schedule {

            CronExpression expression() {
                return CronExpression.parse("0 " + cron);
            }
        }
    }

    /** A stretch of time; {@code until} no longer belongs to it. */
    record Span(Instant from, Instant until) {}

    /** How many beginnings that follow one another are put together; a longer chain is told of as far as this. */
    private static final int LONGEST_CHAIN = 500;

    FreezeWindow {
        environments = List.copyOf(environments);
    }

    boolean covers(String environment) {
        return environments.isEmpty() || environments.contains(environment);
    }

    /** The stretch that a moment lies in, if it lies in one. */
    Optional<Span> at(Instant moment) {
        return switch (schedule) {
            case Schedule.Once(Instant from, Instant until) ->
                moment.isBefore(from) || !moment.isBefore(until)
                        ? Optional.empty()
                        : Optional.of(new Span(from, until));
            case Schedule.Recurring recurring -> {
                CronExpression cron = recurring.expression();
                ZonedDateTime begins = cron.next(moment.minus(recurring.lasts()).atZone(zone));
                if (begins == null || begins.toInstant().isAfter(moment)) {
                    yield Optional.empty();
                }
                yield Optional.of(chained(cron, begins, recurring.lasts()));
            }
        };
    }

    /** The first stretch that begins after a moment. */
    Optional<Span> after(Instant moment) {
        return switch (schedule) {
            case Schedule.Once(Instant from, Instant until) ->
                from.isAfter(moment) ? Optional.of(new Span(from, until)) : Optional.empty();
            case Schedule.Recurring recurring -> {
                CronExpression cron = recurring.expression();
                ZonedDateTime begins = cron.next(moment.atZone(zone));
                yield begins == null ? Optional.empty() : Optional.of(chained(cron, begins, recurring.lasts()));
            }
        };
    }

    private static Span chained(CronExpression cron, ZonedDateTime begins, Duration lasts) {
        Instant until = begins.toInstant().plus(lasts);
        @Nullable ZonedDateTime next = cron.next(begins);
        for (int i = 0; i < LONGEST_CHAIN && next != null && !next.toInstant().isAfter(until); i++) {
            until = next.toInstant().plus(lasts);
            next = cron.next(next);
        }
        return new Span(begins.toInstant(), until);
    }
}
