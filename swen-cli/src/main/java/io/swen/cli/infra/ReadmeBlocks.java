package io.swen.cli.infra;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.infra.Estimate.Line;
import io.swen.cli.infra.Estimate.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The parts of a README that follow from the code; each stands between {@code <!-- name -->} and {@code <!-- /name -->}. */
final class ReadmeBlocks {

    private ReadmeBlocks() {}

    /** The inputs and outputs of a root module, as its plan tells them. */
    static Map<String, String> interfaceOf(JsonNode plan) {
        JsonNode module = plan.at("/configuration/root_module");
        List<String> inputs = new ArrayList<>(List.of("| input | default | what it is |", "|---|---|---|"));
        sorted(module.path("variables"))
                .forEach((name, variable) -> inputs.add("| `" + name + "` | "
                        + (variable.has("default") ? "`" + Json.write(variable.path("default")) + "`" : "*to be given*")
                        + " | "
                        + variable.path("description").asString("").replace("|", "\\|") + " |"));
        List<String> outputs = new ArrayList<>(List.of("| output | what it is |", "|---|---|"));
        sorted(module.path("outputs"))
                .forEach((name, output) -> outputs.add("| `" + name + "` | "
                        + output.path("description").asString("").replace("|", "\\|") + " |"));
        return Map.of("inputs", String.join("\n", inputs), "outputs", String.join("\n", outputs));
    }

    /** What the nodes of each environment cost. */
    static String costs(Map<String, Estimate> estimates) {
        List<String> rows = new ArrayList<>(List.of(
                "| environment | nodes | USD/h | USD/month | price | billed, and not in the catalog |",
                "|---|---|---:|---:|---|---|"));
        estimates.forEach((environment, estimate) -> {
            for (Line line : estimate.lines()) {
                Price price = line.price();
                rows.add("| " + environment + " | " + line.count() + " × `"
                        + line.what().type() + "` "
                        + line.what().purchaseOption() + ", " + line.what().region() + " | "
                        + (price == null ? "–" : Estimate.hourly(line.usdPerHour())) + " | "
                        + (price == null
                                ? "–"
                                : Estimate.monthly(line.usdPerHour()).toPlainString())
                        + " | " + (price == null ? "none" : price.origin() + ", " + price.listAsOf()) + " | |");
            }
            rows.add("| **" + environment + "** | | **" + Estimate.hourly(estimate.usdPerHour()) + "** | **"
                    + estimate.usdPerMonth().toPlainString() + "** | | "
                    + new TreeMap<>(estimate.unpriced())
                            .entrySet().stream()
                                    .map(entry -> "`" + entry.getKey() + "` × " + entry.getValue())
                                    .collect(Collectors.joining(", "))
                    + " |");
        });
        return String.join("\n", rows);
    }

    /** The text with what belongs between a block's marks. */
    static String with(String text, String name, String content) {
        String begin = "<!-- " + name + " -->";
        String end = "<!-- /" + name + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new CliException(ExitCode.FAILED, "the README has no block " + begin + " … " + end);
        }
        return text.substring(0, from + begin.length()) + "\n" + content + "\n" + text.substring(to);
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }
}
