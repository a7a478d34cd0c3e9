package io.swen.cli.infra;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.infra.Estimate.Line;
import io.swen.cli.infra.Estimate.Price;
import io.swen.cli.infra.Estimate.Query;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code swen estimate}: what the nodes of a Terraform plan cost. */
@Command(
        name = "estimate",
        description = "Say what the nodes of a Terraform plan of infra/terraform cost, by the shipped price lists.",
        footer = {
            "",
            "  terraform plan -out=plan … && terraform show -json plan | swen estimate -",
            "The catalog has prices of instances only. What else costs something is counted and named, not guessed.",
            "The last line is 'estimate usd_per_hour=… usd_per_month=… unpriced=…'."
        })
public final class EstimateCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PLAN",
            description = "A file with the output of 'terraform show -json'; - for standard input.")
    String plan = "";

    private final Context context;

    public EstimateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode read = read();
        if (NodeGroup.in(read).isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "the plan has no nodes",
                    "Give the output of 'terraform show -json' of a plan of infra/terraform.");
        }
        Map<Query, Price> prices = CatalogPrices.of(context, Estimate.queries(read));
        Estimate estimate = Estimate.of(read, prices::get);
        show(context.terminal(), estimate);
        int unpriced = estimate.unpriced().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        context.terminal()
                .print("estimate usd_per_hour=" + Estimate.hourly(estimate.usdPerHour()) + " usd_per_month="
                        + estimate.usdPerMonth().toPlainString() + " unpriced=" + unpriced);
        return ExitCode.OK.number();
    }

    private JsonNode read() throws IOException {
        try {
            return Json.parse(
                    plan.equals("-")
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            : Files.readString(Path.of(plan)));
        } catch (JacksonException notJson) {
            throw new CliException(
                    ExitCode.USAGE, plan + " is not JSON", "Give the output of 'terraform show -json'.", notJson);
        }
    }

    static void show(Terminal terminal, Estimate estimate) {
        Table table = new Table("region", "type", "how", "nodes>", "USD/h>", "USD/month>", "price");
        for (Line line : estimate.lines()) {
            Price price = line.price();
            table.row(
                    line.what().region(),
                    line.what().type(),
                    line.what().purchaseOption(),
                    Integer.toString(line.count()),
                    price == null ? null : Estimate.hourly(line.usdPerHour()),
                    price == null ? null : Estimate.monthly(line.usdPerHour()).toPlainString(),
                    price == null ? "not in the catalog" : price.origin() + ", list of " + price.listAsOf());
        }
        terminal.print(table);
        terminal.print("Not in the catalog: "
                + new TreeMap<>(estimate.unpriced())
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " × " + entry.getValue())
                                .collect(Collectors.joining(", ")));
    }
}
