package io.swen.cli.demo;

import io.swen.cli.client.Explanation;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the demonstration prints: a paragraph a workload, a table, and the closing line. */
final class DemoReport {
    private DemoReport() {}

    static String paragraph(Progress progress) {
        StringBuilder text = new StringBuilder();
        text.append(progress.id())
                .append(": ")
                .append(progress.workload().shows())
                .append('\n');
        line(text, "state", progress.state());
        JsonNode decision = progress.decision();
        if (progress.isUnplaceable()) {
            line(text, "why", progress.unplaceableReason());
        }
        if (decision != null && Json.at(decision, "offer").isObject()) {
            JsonNode offer = decision.path("offer");
            line(text, "offer", Explanation.offer(offer));
            line(text, "price", Explanation.price(offer));
            line(text, "other cloud", elsewhere(decision));
            line(text, "why", Json.text(decision, "summary"));
        }
        JsonNode change = progress.change();
        if (change != null) {
            line(
                    text,
                    "commit",
                    commit(change) + " (change " + Json.text(change, "id", "?") + ", "
                            + Json.text(change, "approval.level", "approval level unknown")
                                    .replace('_', ' ') + ")");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        text.append("  ")
                .append(name)
                .append(" ".repeat(13 - name.length()))
                .append(value == null ? "–" : value)
                .append('\n');
    }

    private static String elsewhere(JsonNode decision) {
        JsonNode elsewhere = decision.path("cheapest_elsewhere");
        if (!elsewhere.isObject()) {
            return "no offer of the other cloud fits";
        }
        return Explanation.offer(elsewhere.path("offer")) + " at " + Explanation.price(elsewhere.path("offer")) + ": "
                + Json.text(elsewhere, "lost_because", "");
    }

    /** The commit on main once it is merged, else the one on the change's branch. */
    static String commit(JsonNode change) {
        String merged = Json.text(change, "merged_commit");
        return merged != null ? merged : Json.text(change.path("commits").path(0), "id", "none yet");
    }

    static Table table(List<Progress> all) {
        Table table = new Table("workload", "state", "offer", "USD/h>", "origin", "approval", "commit", "torn down");
        for (Progress each : all) {
            JsonNode decision = each.decision();
            JsonNode change = each.change();
            boolean offered = decision != null && Json.at(decision, "offer").isObject();
            table.row(
                    each.id(),
                    each.state(),
                    offered && decision != null ? Explanation.offer(decision.path("offer")) : null,
                    offered && decision != null ? Json.text(decision, "hourly_cost.amount") : null,
                    offered && decision != null ? Json.text(decision, "offer.price_origin") : null,
                    change == null
                            ? null
                            : Json.text(change, "approval.level", "–").replace('_', ' '),
                    change == null ? null : abbreviated(commit(change)),
                    each.isTornDown() ? "yes" : each.isPlaced() ? "no" : null);
        }
        return table;
    }

    private static String abbreviated(String commit) {
        return commit.length() == 40 ? commit.substring(0, 10) : commit;
    }

    static String closingLine(List<Progress> all, int submitted) {
        return "demo submitted=" + submitted
                + " placed=" + count(all, Progress::isPlaced)
                + " unplaceable=" + count(all, Progress::isUnplaceable)
                + " approved=" + count(all, Progress::isApproved)
                + " automatic=" + count(all, each -> each.isPlaced() && each.isAutomatic())
                + " torn_down=" + count(all, Progress::isTornDown)
                + " duplicates=" + count(all, Progress::isDuplicated);
    }

    private static long count(List<Progress> all, Predicate<Progress> which) {
        return all.stream().filter(which).count();
    }
}
