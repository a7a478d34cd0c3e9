package io.swen.telemetry.report;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.budget.Budgets;
import io.swen.telemetry.cost.CostScope;
import io.swen.telemetry.cost.Costs;
import io.swen.telemetry.cost.SpendAnomaly;
import io.swen.telemetry.incident.IncidentCounts;
import io.swen.telemetry.notification.Letter;
import io.swen.telemetry.notification.Notifications;
import io.swen.telemetry.report.ReportContent.BudgetLine;
import io.swen.telemetry.report.ReportContent.Day;
import io.swen.telemetry.report.ReportContent.Part;
import io.swen.telemetry.report.ReportContent.Placements;
import io.swen.telemetry.report.ReportContent.Saved;
import io.swen.telemetry.report.ReportPeriod.Days;
import io.swen.telemetry.report.ReportProperties.Schedule;
import io.swen.telemetry.report.ReportStore.Report;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes reports and keeps them. */
@Service
class Reports {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final LocalDate EARLIEST = LocalDate.parse("2000-01-01");
    private static final int SHOWN_DECIMALS = 6;

    private final Costs costs;
    private final Budgets budgets;
    private final ReportStore store;
    private final IncidentCounts incidentCounts;
    private final Notifications notifications;
    private final AuditLog audit;
    private final Clock clock;

    Reports(
            Costs costs,
            Budgets budgets,
            ReportStore store,
            IncidentCounts incidentCounts,
            Notifications notifications,
            ReportProperties properties,
            AuditLog audit,
            Clock clock) {
        List<String> unknown = properties.schedules().stream()
                .flatMap(schedule -> schedule.receivers().stream())
                .filter(receiver -> !notifications.receivers().contains(receiver))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "swen.telemetry.report names receivers that swen.telemetry.notifications has not: "
                            + String.join(", ", unknown));
        }
        this.incidentCounts = incidentCounts;
        this.notifications = notifications;
        this.costs = costs;
        this.budgets = budgets;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a report that somebody asked for; of the period that a day lies in, or of the last that ended. */
    @Transactional
    public Report make(ReportPeriod period, @Nullable LocalDate day, @Nullable String team, Actor actor) {
        if (team != null && !LABEL.matcher(team).matches()) {
            throw ProblemException.invalidField(
                    "team", team, "a DNS label: lower-case letters, digits and hyphens, at most 63");
        }
        LocalDate today = today();
        if (day != null && (day.isAfter(today) || day.isBefore(EARLIEST))) {
            throw ProblemException.invalidField("day", day, "between " + EARLIEST + " and today, " + today);
        }
        if (!sees(actor, team)) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN, "the report tells of teams or environments that the caller does not see");
        }
        Days days = day == null ? period.before(today) : period.around(day);
        Report report = report(period, days, team, false, actor.id());
        store.add(report);
        audit.record(AuditEntry.of("report.make", "report", report.id().toString())
                .in(team, null)
                .change(null, new Made(period.id(), days.first(), days.last())));
        return report;
    }

    /** What the audit log keeps of a report. */
    record Made(String period, LocalDate from, LocalDate to) {}

    /** Makes the report of the last period of a schedule that ended, unless it was made. */
    @Transactional
    public void scheduled(Schedule schedule) {
        Days days = schedule.period().before(today());
        if (store.hasScheduled(schedule.period(), days.first(), schedule.team())) {
            return;
        }
        CostScope scope = CostScope.of(schedule.team(), null, null);
        // A report of a time before there was anything tells nothing.
        if (costs.firstDay(scope).filter(first -> !first.isAfter(days.last())).isEmpty()) {
            return;
        }
        Report report = report(schedule.period(), days, schedule.team(), true, null);
        if (store.add(report) && !schedule.receivers().isEmpty()) {
            notifications.send(schedule.receivers(), letter(report));
        }
    }

    private static Letter letter(Report report) {
        ReportContent content = report.content();
        return new Letter(
                report.id(),
                "report." + report.period().id(),
                ReportWriter.title(content),
                ReportWriter.text(content),
                ReportWriter.html(content),
                "swen-" + report.period().id() + "-" + report.from() + ".csv",
                ReportWriter.csv(content),
                content);
    }

    /** Whether a report reached its receivers. */
    List<Notifications.View> deliveries(UUID report) {
        return notifications.about(report);
    }

    Report get(UUID id, Actor actor) {
        return store.find(id)
                .filter(report -> sees(actor, report.team()))
                .orElseThrow(() -> ProblemException.notFound("report", id));
    }

    Page<Report> page(Actor actor, @Nullable UUID before, int limit) {
        if (actor.environmentFilter() != null) {
            return new Page<>(List.of(), null);
        }
        return Page.of(store.list(actor.teamFilter(), before, limit + 1), limit, report -> Cursors.encode(report.id()));
    }

    private Report report(
            ReportPeriod period, Days days, @Nullable String team, boolean scheduled, @Nullable UUID author) {
        return new Report(
                Uuids.next(),
                period,
                days.first(),
                days.last(),
                team,
                scheduled,
                author,
                clock.instant(),
                content(period, days, team));
    }

    private ReportContent content(ReportPeriod period, Days days, @Nullable String team) {
        CostScope scope = CostScope.of(team, null, null);
        Instant from = start(days.first());
        Instant to = start(days.end());
        Costs.Spend spend = costs.spend(scope, from, to);
        Days before = period.before(days.first());
        BigDecimal previous =
                costs.spend(scope, start(before.first()), start(before.end())).usd();
        Costs.Savings savings = costs.savings(scope, from, to);
        io.swen.telemetry.cost.MonthEnd end = costs.monthEnd(scope);
        Costs.Placements placements = costs.placements(scope, from, to);
        IncidentCounts.Count incidents = incidentCounts.in(team, from, to);
        Instant now = clock.instant();
        return new ReportContent(
                period.id(),
                days.first(),
                days.last(),
                !now.isBefore(to),
                team,
                now,
                spend.basis(),
                spend.estimated(),
                spend.simulated(),
                usd(spend.usd()),
                usd(previous),
                previous.signum() == 0
                        ? null
                        : spend.usd().subtract(previous).movePointRight(2).divide(previous, 1, RoundingMode.HALF_EVEN),
                costs.days(scope, days.first(), days.end()).stream()
                        .map(day -> new Day(day.day(), usd(day.usd())))
                        .toList(),
                parts(scope, "team", from, to),
                parts(scope, "provider", from, to),
                parts(scope, "region", from, to),
                parts(scope, "purchase_option", from, to),
                new Saved(
                        usd(savings.coveredUsd()),
                        usd(savings.baselineUsd()),
                        usd(savings.savedUsd()),
                        savings.percent()),
                new ReportContent.MonthEnd(
                        usd(end.usd()),
                        end.low80() == null ? null : usd(end.low80()),
                        end.high80() == null ? null : usd(end.high80()),
                        end.model()),
                budgets.statuses(team).stream()
                        .map(budget -> new BudgetLine(
                                budget.name(),
                                budget.amount(),
                                budget.spent(),
                                budget.spentPercent(),
                                budget.forecast(),
                                budget.state()))
                        .toList(),
                costs.unusual(scope, days.first(), days.end()).stream()
                        .map(Reports::told)
                        .toList(),
                new ReportContent.Incidents(
                        incidents.opened(), incidents.resolved(), incidents.critical(), incidents.titles()),
                new Placements(
                        placements.decisions(), placements.workloads(), placements.instances(), placements.launched()));
    }

    private List<Part> parts(CostScope scope, String column, Instant from, Instant to) {
        return costs.parts(scope, column, from, to).stream()
                .map(part -> new Part(part.key(), usd(part.usd())))
                .toList();
    }

    private static String told(SpendAnomaly anomaly) {
        return (anomaly.team() == null ? "no team" : "team " + anomaly.team()) + " at " + anomaly.provider() + ": "
                + anomaly.reason();
    }

    private static Money usd(BigDecimal amount) {
        return Money.usd(amount.setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Reports are of all environments. */
    private static boolean sees(Actor actor, @Nullable String team) {
        Set<String> teams = actor.teamFilter();
        return actor.environmentFilter() == null && (teams == null || (team != null && teams.contains(team)));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
