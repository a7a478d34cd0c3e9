package io.swen.telemetry.export;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.export.ExportController.ExportRequest;
import io.swen.telemetry.export.ExportStore.Export;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes orders for exports and tells how far they are. */
@Service
class Exports {

    private static final int MOST_OPEN = 20;
    private static final int LONGEST_DAYS = 400;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final ExportStore store;
    private final Exporter exporter;
    private final AuditLog audit;
    private final Clock clock;

    Exports(ExportStore store, Exporter exporter, AuditLog audit, Clock clock) {
        this.store = store;
        this.exporter = exporter;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public Export start(ExportRequest request, Actor actor) {
        requireAll(actor);
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate to = request.to() == null ? today : request.to();
        LocalDate from = request.from() == null ? to : request.from();
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= LONGEST_DAYS) {
            throw ProblemException.invalidField(
                    "from", from, "a day not after to, " + to + ", and less than " + LONGEST_DAYS + " days before it");
        }
        if (to.isAfter(today)) {
            throw ProblemException.invalidField("to", to, "a day not after today, " + today);
        }
        List<String> kinds = request.kinds() == null
                ? List.copyOf(exporter.kinds())
                : request.kinds().stream().distinct().toList();
        for (String kind : kinds) {
            if (!exporter.kinds().contains(kind)) {
                throw ProblemException.invalidField("kinds", kind, "some of " + exporter.kinds());
            }
        }
        if (kinds.isEmpty()) {
            throw ProblemException.invalidField("kinds", "[]", "absent, or some of " + exporter.kinds());
        }
        if (store.open() >= MOST_OPEN) {
            throw ProblemException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS, MOST_OPEN + " exports are waiting already", RETRY_AFTER);
        }
        Export export = export(kinds, from, to, actor.id(), null);
        store.add(export);
        audit.record(
                AuditEntry.of("export.start", "export", export.id().toString()).change(null, export));
        return export;
    }

    /** Orders what the day that ended, and those before it, still need; true where that was not ordered yet. */
    @Transactional
    public boolean schedule() {
        LocalDate ended = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1);
        LocalDate last = store.lastScheduled();
        if (last != null && !last.isBefore(ended)) {
            return false;
        }
        int settling = exporter.kinds().stream()
                .mapToInt(kind -> exporter.kind(kind).settlesAfterDays())
                .max()
                .orElse(1);
        LocalDate from = last == null || last.isAfter(ended.minusDays(settling)) ? ended.minusDays(settling) : last;
        if (ChronoUnit.DAYS.between(from, ended) >= LONGEST_DAYS) {
            from = ended.minusDays(LONGEST_DAYS - 1);
        }
        return store.add(export(List.copyOf(exporter.kinds()), from, ended, null, ended));
    }

    Export get(UUID id, Actor actor) {
        return (seesAll(actor) ? store.find(id) : Optional.<Export>empty())
                .orElseThrow(() -> ProblemException.notFound("export", id));
    }

    Page<Export> page(@Nullable UUID before, int limit, Actor actor) {
        List<Export> visible = seesAll(actor) ? store.list(before, limit + 1) : List.of();
        return Page.of(visible, limit, export -> Cursors.encode(export.id()));
    }

    private Export export(
            List<String> kinds, LocalDate from, LocalDate to, @Nullable UUID author, @Nullable LocalDate scheduled) {
        int days = Math.toIntExact(ChronoUnit.DAYS.between(from, to)) + 1;
        return new Export(
                Uuids.next(),
                "queued",
                kinds,
                from,
                to,
                exporter.address(),
                author,
                scheduled,
                days * kinds.size(),
                0,
                null,
                0,
                0,
                null,
                clock.instant(),
                null,
                null);
    }

    private static void requireAll(Actor actor) {
        if (!seesAll(actor)) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN,
                    "an export holds every team and environment, and the caller does not see them all");
        }
    }

    /** The files hold the rows of every team. */
    private static boolean seesAll(Actor actor) {
        return actor.teamFilter() == null && actor.environmentFilter() == null;
    }
}
