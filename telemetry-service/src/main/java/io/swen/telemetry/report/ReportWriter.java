package io.swen.telemetry.report;

import io.swen.platform.money.Money;
import io.swen.telemetry.report.ReportContent.BudgetLine;
import io.swen.telemetry.report.ReportContent.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** Writes a report as an HTML page that mail programs show as well, and as CSV. Everything in it is escaped. */
final class ReportWriter {

    private static final String STYLE =
            "font-family:sans-serif;color:#1a1a1a;max-width:46rem;margin:1rem auto;line-height:1.4";
    private static final String CELL = "padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #ddd";
    private static final String NUMBER =
            "padding:.2rem 0 .2rem .8rem;text-align:right;border-bottom:1px solid #ddd;font-variant-numeric:tabular-nums";

    private ReportWriter() {}

    /** The subject of a message and the title of the page. */
    static String title(ReportContent report) {
        String about = report.team() == null ? "all teams" : "team " + report.team();
        String span =
                report.from().equals(report.to()) ? report.from().toString() : report.from() + " to " + report.to();
        return "SWEN " + report.period() + " report, " + about + ", " + span
                + (report.simulated() ? " (simulated)" : "");
    }

    static String html(ReportContent report) {
        StringBuilder page = new StringBuilder(8192);
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(title(report)))
                .append("</title></head><body style=\"")
                .append(STYLE)
                .append("\">\n<h1 style=\"font-size:1.3rem\">")
                .append(escaped(title(report)))
                .append("</h1>\n");
        paragraph(page, label(report));
        heading(page, "Spend");
        table(
                page,
                List.of("", "USD"),
                List.of(
                        List.of("In the period", usd(report.total())),
                        List.of("In the period before", usd(report.previous())),
                        List.of("Change", percent(report.changePercent())),
                        List.of(
                                "This month, expected (" + report.monthEnd().model() + ")",
                                usd(report.monthEnd().expected())),
                        List.of(
                                "… in four of five months between",
                                range(
                                        report.monthEnd().low80(),
                                        report.monthEnd().high80()))));
        parts(page, "By team", "Team", report.byTeam());
        parts(page, "By provider", "Provider", report.byProvider());
        parts(page, "By region", "Region", report.byRegion());
        parts(page, "By purchase option", "Purchase option", report.byPurchaseOption());
        heading(page, "Savings against the baseline");
        paragraph(
                page,
                "The baseline is the cheapest on-demand offer in each workload's home region when it was decided, held for its"
                        + " life; only what has one is compared.");
        table(
                page,
                List.of("", "USD"),
                List.of(
                        List.of("At the baseline", usd(report.savings().baseline())),
                        List.of("Spent for the same", usd(report.savings().covered())),
                        List.of("Saved", usd(report.savings().saved())),
                        List.of("Saved, per cent", percent(report.savings().percent()))));
        heading(page, "Decisions that took effect");
        table(
                page,
                List.of("", "Number"),
                List.of(
                        List.of(
                                "Placement decisions",
                                Integer.toString(report.placements().decisions())),
                        List.of(
                                "Workloads that ran",
                                Integer.toString(report.placements().workloads())),
                        List.of(
                                "Instances that ran",
                                Integer.toString(report.placements().instances())),
                        List.of(
                                "… of them started",
                                Integer.toString(report.placements().launched()))));
        heading(page, "Incidents");
        table(
                page,
                List.of("", "Number"),
                List.of(
                        List.of("Opened", Integer.toString(report.incidents().opened())),
                        List.of(
                                "… of them resolved",
                                Integer.toString(report.incidents().resolved())),
                        List.of(
                                "… of them critical",
                                Integer.toString(report.incidents().critical()))));
        report.incidents().titles().forEach(each -> paragraph(page, each));
        if (!report.budgets().isEmpty()) {
            heading(page, "Budgets of the month");
            List<List<String>> rows = new ArrayList<>();
            for (BudgetLine budget : report.budgets()) {
                rows.add(List.of(
                        budget.name(),
                        budget.state(),
                        usd(budget.amount()),
                        usd(budget.spent()),
                        percent(budget.spentPercent()),
                        usd(budget.forecast())));
            }
            table(page, List.of("Budget", "State", "USD", "Spent", "Per cent", "Expected"), rows);
        }
        heading(page, "Unusual days");
        if (report.unusual().isEmpty()) {
            paragraph(page, "None.");
        } else {
            page.append("<ul>");
            report.unusual()
                    .forEach(each -> page.append("<li>").append(escaped(each)).append("</li>"));
            page.append("</ul>\n");
        }
        heading(page, "Days");
        table(
                page,
                List.of("Day (UTC)", "USD"),
                report.days().stream()
                        .map(day -> List.of(day.day().toString(), usd(day.cost())))
                        .toList());
        return page.append("</body></html>\n").toString();
    }

    /** The figures that matter most, for those who see no page. */
    static String text(ReportContent report) {
        return "Spent " + usd(report.total()) + " USD, " + percent(report.changePercent())
                + " against the period before ("
                + usd(report.previous()) + " USD). Saved "
                + usd(report.savings().saved()) + " USD, "
                + percent(report.savings().percent()) + " of the baseline. This month is expected to come to "
                + usd(report.monthEnd().expected()) + " USD. Decisions that took effect: "
                + report.placements().decisions() + "; incidents: "
                + report.incidents().opened() + "; unusual days: "
                + report.unusual().size() + ".\n\n"
                + label(report);
    }

    /** One row a figure: section, key, value, unit, basis, simulated. */
    static String csv(ReportContent report) {
        StringBuilder text = new StringBuilder("section,key,value,unit,basis,simulated\r\n");
        row(text, report, "spend", "total", plain(report.total()), "USD");
        row(text, report, "spend", "previous", plain(report.previous()), "USD");
        row(text, report, "spend", "change", plain(report.changePercent()), "percent");
        row(text, report, "month_end", "expected", plain(report.monthEnd().expected()), "USD");
        row(text, report, "month_end", "low80", plain(report.monthEnd().low80()), "USD");
        row(text, report, "month_end", "high80", plain(report.monthEnd().high80()), "USD");
        report.days().forEach(day -> row(text, report, "day", day.day().toString(), plain(day.cost()), "USD"));
        rows(text, report, "team", report.byTeam());
        rows(text, report, "provider", report.byProvider());
        rows(text, report, "region", report.byRegion());
        rows(text, report, "purchase_option", report.byPurchaseOption());
        row(text, report, "savings", "baseline", plain(report.savings().baseline()), "USD");
        row(text, report, "savings", "covered", plain(report.savings().covered()), "USD");
        row(text, report, "savings", "saved", plain(report.savings().saved()), "USD");
        row(text, report, "savings", "percent", plain(report.savings().percent()), "percent");
        row(
                text,
                report,
                "placements",
                "decisions",
                Integer.toString(report.placements().decisions()),
                "count");
        row(
                text,
                report,
                "placements",
                "workloads",
                Integer.toString(report.placements().workloads()),
                "count");
        row(
                text,
                report,
                "placements",
                "instances",
                Integer.toString(report.placements().instances()),
                "count");
        row(
                text,
                report,
                "placements",
                "launched",
                Integer.toString(report.placements().launched()),
                "count");
        row(
                text,
                report,
                "incidents",
                "opened",
                Integer.toString(report.incidents().opened()),
                "count");
        row(
                text,
                report,
                "incidents",
                "resolved",
                Integer.toString(report.incidents().resolved()),
                "count");
        row(
                text,
                report,
                "incidents",
                "critical",
                Integer.toString(report.incidents().critical()),
                "count");
        for (BudgetLine budget : report.budgets()) {
            row(text, report, "budget_spent", budget.name(), plain(budget.spent()), "USD");
            row(text, report, "budget_amount", budget.name(), plain(budget.amount()), "USD");
        }
        report.unusual().forEach(each -> row(text, report, "unusual", each, "", ""));
        return text.toString();
    }

    private static String label(ReportContent report) {
        return "Money in USD, "
                + switch (report.basis()) {
                    case "billed" -> "as billed";
                    case "mixed" -> "as billed where the bill is known, else metered (price times time)";
                    default -> "metered (price times time), as no bill is known yet";
                }
                + (report.estimated() ? "; a bill may still change" : "")
                + (report.simulated() ? "; some of it ran in the simulator and cost nobody anything" : "")
                + (report.complete() ? "" : "; the period is not over")
                + ". Made " + report.generatedAt() + ".";
    }

    private static void parts(StringBuilder page, String title, String key, List<Part> parts) {
        heading(page, title);
        table(
                page,
                List.of(key, "USD"),
                parts.stream()
                        .map(part -> List.of(part.key(), usd(part.cost())))
                        .toList());
    }

    private static void heading(StringBuilder page, String text) {
        page.append("<h2 style=\"font-size:1.05rem\">").append(escaped(text)).append("</h2>\n");
    }

    private static void paragraph(StringBuilder page, String text) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private static void table(StringBuilder page, List<String> header, List<List<String>> rows) {
        page.append("<table style=\"border-collapse:collapse\"><thead><tr>");
        for (int i = 0; i < header.size(); i++) {
            cell(page, "th scope=\"col\"", "th", header.get(i), i);
        }
        page.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            page.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell(page, "td", "td", row.get(i), i);
            }
            page.append("</tr>");
        }
        page.append("</tbody></table>\n");
    }

    private static void cell(StringBuilder page, String open, String close, String text, int column) {
        page.append('<')
                .append(open)
                .append(" style=\"")
                .append(column == 0 ? CELL : NUMBER)
                .append("\">")
                .append(escaped(text))
                .append("</")
                .append(close)
                .append('>');
    }

    private static void rows(StringBuilder text, ReportContent report, String section, List<Part> parts) {
        parts.forEach(part -> row(text, report, section, part.key(), plain(part.cost()), "USD"));
    }

    private static void row(
            StringBuilder text, ReportContent report, String section, String key, String value, String unit) {
        text.append(section)
                .append(',')
                .append(quoted(key))
                .append(',')
                .append(value)
                .append(',')
                .append(unit)
                .append(',')
                .append(unit.equals("USD") ? report.basis() : "")
                .append(',')
                .append(report.simulated())
                .append("\r\n");
    }

    /** A text that a spreadsheet would take for a formula is set apart by a quotation mark. */
    private static String quoted(String value) {
        String text = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? text
                : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String usd(Money money) {
        return money.amount().setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String range(@Nullable Money low, @Nullable Money high) {
        return low == null || high == null ? "not known: too few days" : usd(low) + " and " + usd(high);
    }

    private static String percent(@Nullable BigDecimal percent) {
        return percent == null ? "not known" : percent.toPlainString() + " %";
    }

    private static String plain(@Nullable Money money) {
        return money == null ? "" : money.amount().toPlainString();
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "" : value.toPlainString();
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
