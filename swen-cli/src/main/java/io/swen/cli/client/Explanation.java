package io.swen.cli.client;

import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A placement decision as a person reads it. */
public final class Explanation {
    private Explanation() {}

    static String of(JsonNode decision) {
        StringBuilder text = new StringBuilder();
        text.append("Decision ").append(Json.text(decision, "id", "?"));
        text.append(" for ").append(Json.text(decision, "workload_id", "?"));
        text.append(", ").append(Json.text(decision, "decided_at", "?"));
        text.append(", price epoch ").append(Json.text(decision, "epoch", "?")).append("\n\n");
        String summary = Json.text(decision, "summary");
        if (summary != null) {
            text.append(summary).append("\n\n");
        }
        if (!Json.at(decision, "offer").isObject()) {
            text.append("Outcome      ")
                    .append(Json.text(decision, "outcome", "?"))
                    .append('\n');
        } else {
            chosen(text, decision);
        }
        text.append("Candidates   ")
                .append(Json.text(decision, "candidates", "?"))
                .append(" offers, ")
                .append(Json.text(decision, "eligible", "?"))
                .append(" eligible\n");
        contributions(text, decision);
        alternatives(text, decision);
        exclusions(text, decision);
        for (JsonNode exception : decision.path("exceptions")) {
            text.append("\nException    ")
                    .append(Json.text(exception, "kind", "?"))
                    .append(": ")
                    .append(Json.text(exception, "explanation", ""))
                    .append('\n');
        }
        if (!Json.at(decision, "model.used").asBoolean(false)) {
            String reason = Json.text(decision, "model.reason");
            if (reason != null) {
                text.append("\nModel        not used: ").append(reason).append('\n');
            }
        }
        return text.toString();
    }

    private static void chosen(StringBuilder text, JsonNode decision) {
        JsonNode offer = decision.path("offer");
        text.append("Offer        ").append(offer(offer)).append('\n');
        text.append("Machine      ")
                .append(Json.text(offer, "vcpu", "?"))
                .append(" vCPU, ")
                .append(Json.text(offer, "memory_gb", "?"))
                .append(" GiB, ")
                .append(Json.text(offer, "gpus", "0"))
                .append(" GPUs, ")
                .append(Json.text(offer, "architecture", "?"))
                .append('\n');
        text.append("Price        ").append(price(offer)).append('\n');
        text.append("Workload     ").append(money(decision.path("hourly_cost"))).append("/h");
        if (Json.at(decision, "expected_total_cost").isObject()) {
            text.append(", ")
                    .append(money(decision.path("expected_total_cost")))
                    .append(" in all");
        }
        text.append('\n');
        if (Json.at(decision, "baseline").isObject()) {
            text.append("Baseline     ")
                    .append(offer(Json.at(decision, "baseline.offer")))
                    .append(" at ")
                    .append(money(Json.at(decision, "baseline.hourly_cost")))
                    .append("/h; saving ")
                    .append(Json.text(decision, "saving_percent", "–"))
                    .append(" %\n");
        }
        text.append("Score        ")
                .append(Json.text(decision, "score", "?"))
                .append(", confidence ")
                .append(Json.text(decision, "confidence", "?"))
                .append('\n');
    }

    private static void contributions(StringBuilder text, JsonNode decision) {
        Table table = new Table("factor", "weight>", "value>", "contribution>", "because");
        for (JsonNode each : decision.path("contributions")) {
            table.row(
                    Json.text(each, "factor"),
                    number(each.path("weight")),
                    number(each.path("value")),
                    number(each.path("contribution")),
                    Json.text(each, "explanation"));
        }
        section(text, "Contributions (they sum to the score)", table);
    }

    private static void alternatives(StringBuilder text, JsonNode decision) {
        Table table = new Table("rank>", "offer", "USD/h>", "score>", "lost because");
        for (JsonNode each : decision.path("alternatives")) {
            table.row(
                    Json.text(each, "rank"),
                    offer(each.path("offer")),
                    Json.text(each, "hourly_cost.amount"),
                    number(each.path("score")),
                    Json.text(each, "lost_because"));
        }
        section(text, "Alternatives", table);
        JsonNode elsewhere = decision.path("cheapest_elsewhere");
        if (elsewhere.isObject()) {
            text.append("\nCheapest in the other cloud\n  ")
                    .append(offer(elsewhere.path("offer")))
                    .append(" at ")
                    .append(money(elsewhere.path("hourly_cost")))
                    .append("/h (")
                    .append(Json.text(elsewhere, "offer.price_origin", "?"))
                    .append("): ")
                    .append(Json.text(elsewhere, "lost_because", ""))
                    .append('\n');
        }
    }

    private static void exclusions(StringBuilder text, JsonNode decision) {
        Table table = new Table("constraint", "offers excluded>");
        for (JsonNode each : decision.path("exclusions")) {
            table.row(Json.text(each, "constraint"), Json.text(each, "offers"));
        }
        section(text, "Excluded", table);
    }

    private static void section(StringBuilder text, String title, Table table) {
        if (!table.isEmpty()) {
            text.append('\n').append(title).append('\n').append(table.render().indent(2));
        }
    }

    /** {@code aws:use1-az1 m7i.large spot}. */
    public static String offer(JsonNode offer) {
        return Json.text(offer, "zone", "?") + " " + Json.text(offer, "instance_type", "?") + " "
                + Json.text(offer, "purchase_option", "?").replace('_', '-');
    }

    /** {@code 0.0412 USD/h (listed, simulated cloud)}: the price and where it comes from. */
    public static String price(JsonNode offer) {
        StringBuilder text = new StringBuilder(money(offer.path("price")));
        text.append("/h (").append(Json.text(offer, "price_origin", "origin unknown"));
        if (Json.at(offer, "simulated").asBoolean(false)) {
            text.append(", simulated cloud");
        }
        if (Json.at(offer, "stale").asBoolean(false)) {
            text.append(", stale");
        }
        String asOf = Json.text(offer, "list_as_of");
        if (asOf != null) {
            text.append(", list of ").append(asOf);
        }
        return text.append(')').toString();
    }

    /** {@code 0.0412 USD}, or a dash where there is no amount. */
    public static String money(JsonNode money) {
        String amount = Json.text(money, "amount");
        return amount == null ? "–" : amount + " " + Json.text(money, "currency", "");
    }

    private static @Nullable String number(JsonNode node) {
        return node.isNumber() ? String.format(Locale.ROOT, "%.3f", node.asDouble()) : null;
    }
}
