package io.swen.cli.monitoring;

import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The panels of the dashboards that ship. */
final class Dashboards {
    /** What Grafana makes of it where samples come every 15 seconds. */
    private static final String RATE_INTERVAL = "1m";

    /**
     * A query of a panel.
     *
     * @param expression as Prometheus gets it, with Grafana's variables filled in
     */
    record Query(String dashboard, String panel, String reference, String expression) {}

    private Dashboards() {}

    static List<Query> in(Path root) throws IOException {
        List<Query> queries = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("deploy/grafana/dashboards"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode dashboard = Json.parse(Files.readString(file));
                collect(dashboard, Json.text(dashboard, "title", ""), dashboard, queries);
            }
        }
        return queries;
    }

    /** Rows hold panels of their own. */
    private static void collect(JsonNode parent, String title, JsonNode dashboard, List<Query> queries) {
        for (JsonNode panel : parent.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        title,
                        Json.text(panel, "title", ""),
                        Json.text(target, "refId", ""),
                        filled(Json.text(target, "expr", ""), dashboard)));
            }
            collect(panel, title, dashboard, queries);
        }
    }

    /** Variables have the value that shows everything. */
    private static String filled(String expression, JsonNode dashboard) {
        String filled = expression.replace("$__rate_interval", RATE_INTERVAL);
        for (JsonNode variable : dashboard.at("/templating/list")) {
            String name = Json.text(variable, "name", "");
            String all = Json.text(variable, "allValue", ".*");
            filled = filled.replace("${" + name + "}", all).replace("$" + name, all);
        }
        return filled;
    }
}
