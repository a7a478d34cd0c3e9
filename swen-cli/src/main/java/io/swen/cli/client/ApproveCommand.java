package io.swen.cli.client;

import io.swen.cli.stack.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen approve}. */
@Command(name = "approve", description = "Approve a change that waits, with its plan as it stands now.")
public final class ApproveCommand extends VerdictCommand {

    /** What is allowed beforehand for replacements of the change's workloads. */
    static final class Envelope {
        @Option(
                names = "--envelope-max-cost",
                required = true,
                paramLabel = "USD",
                description = "Allow replacements beforehand: what one may cost an hour.")
        String maxHourlyCost = "";

        @Option(names = "--envelope-region", required = true, paramLabel = "REGION", description = "Where they may go.")
        List<String> regions = new ArrayList<>();

        @Option(names = "--envelope-count", required = true, paramLabel = "N", description = "How many.")
        int count;

        @Option(
                names = "--envelope-valid-for",
                required = true,
                paramLabel = "ISO",
                description = "For how long, such as P7D.")
        String validFor = "";
    }

    @Option(names = "--reason", defaultValue = "approved with the swen command", description = "Kept with the verdict.")
    String reason = "";

    @ArgGroup(exclusive = false)
    @Nullable
    Envelope envelope;

    public ApproveCommand(Context context) {
        super(context, "approve");
    }

    @Override
    String reason() {
        return reason;
    }

    @Override
    void add(ObjectNode asked) {
        if (envelope == null) {
            return;
        }
        ObjectNode terms = asked.putObject("envelope");
        terms.putObject("max_hourly_cost").put("amount", envelope.maxHourlyCost).put("currency", "USD");
        ArrayNode regions = terms.putArray("regions");
        envelope.regions.forEach(regions::add);
        terms.put("count", envelope.count).put("valid_for", envelope.validFor);
    }
}
