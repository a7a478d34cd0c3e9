package io.swen.telemetry.report;

import io.swen.platform.problem.ProblemException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The length of time that a report is about; days are UTC, weeks begin on Monday. */
enum ReportPeriod {
    DAILY,
    WEEKLY,
    MONTHLY;

    /** From the first day to the last. */
    record Days(LocalDate first, LocalDate last) {

        LocalDate end() {
            return last.plusDays(1);
        }
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReportPeriod of(String id) {
        for (ReportPeriod period : values()) {
            if (period.id().equals(id)) {
                return period;
            }
        }
        throw ProblemException.invalidField("period", id, "daily, weekly or monthly");
    }

    /** The period that a day lies in. */
    Days around(LocalDate day) {
        return switch (this) {
            case DAILY -> new Days(day, day);
            case WEEKLY -> {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield new Days(monday, monday.plusDays(6));
            }
            case MONTHLY -> new Days(day.withDayOfMonth(1), day.with(TemporalAdjusters.lastDayOfMonth()));
        };
    }

    /** The last one that ended before a day. */
    Days before(LocalDate today) {
        return around(around(today).first().minusDays(1));
    }
}
