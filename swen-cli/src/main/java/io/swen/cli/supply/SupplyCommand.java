package io.swen.cli.supply;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen verify supply}: are the parts known, free of known weaknesses, and is a build repeatable? */
@Command(
        name = "supply",
        description =
                "Check every library the jars carry against advisories, and that building twice gives the same bytes.",
        footer = {
            "",
            "Reads the bills of materials of the built checkout. Advisories come from --advisories or SWEN_ADVISORIES (a "
                    + "folder or zip of OSV documents), else from the small set in deploy/advisories.",
            "The last line is 'supply components=… advisories=… found=… reproducible=…'."
        })
public final class SupplyCommand implements Callable<Integer> {
    private static final Path CHECKED_IN = Path.of("deploy", "advisories");

    @Option(
            names = "--advisories",
            paramLabel = "PATH",
            defaultValue = "${env:SWEN_ADVISORIES}",
            description = "A folder or zip of OSV documents.")
    @Nullable
    Path advisories;

    @Option(names = "--quick", description = "Leave out the two builds, which take some minutes.")
    boolean quick;

    @Option(
            names = "--modules",
            split = ",",
            paramLabel = "MODULE",
            description = "Build only these twice, and what they need; the last line then says 'partly'.")
    List<String> modules = List.of();

    private final Context context;
    private final Terminal terminal;

    public SupplyCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = context.project().root();
        BillOfMaterials bill = BillOfMaterials.of(root, Artifacts.modules(root));
        Set<String> carried = bill.carriedBy().keySet().stream()
                .map(component -> component.ecosystem() + " " + component.name())
                .collect(Collectors.toSet());
        Path place = advisories == null || advisories.toString().isEmpty() ? root.resolve(CHECKED_IN) : advisories;
        AdvisorySource source = AdvisorySource.read(
                place,
                advisory -> advisory.affected().stream()
                        .anyMatch(affected -> carried.contains(affected.ecosystem() + " " + affected.name())));
        tellItsAge(source, context.clock().instant());
        List<AdvisorySource.Finding> findings = source.against(bill);
        show(findings);
        List<String> differences = quick ? List.of() : new Rebuild(root, terminal, modules).differences();
        differences.forEach(difference -> terminal.print("not the same bytes: " + difference));
        String reproducible =
                quick ? "not_checked" : !differences.isEmpty() ? "no" : modules.isEmpty() ? "yes" : "partly";
        terminal.print("supply components=" + bill.carriedBy().size() + " advisories=" + source.read() + " found="
                + findings.size() + " reproducible=" + reproducible);
        return findings.isEmpty() && differences.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private void tellItsAge(AdvisorySource source, Instant now) {
        terminal.say(source.read() + " advisories in " + source.place() + ", the newest of " + source.newest() + " ("
                + source.age(now).toDays() + " days old); " + source.relevant().size()
                + " of them name a library that is carried here.");
        if (source.isStale(now)) {
            terminal.say("WARNING: this source knows nothing that was published in the last "
                    + source.age(now).toDays()
                    + " days. Give SWEN_ADVISORIES a fresh copy of OSV's Maven and npm data.");
        }
    }

    private void show(List<AdvisorySource.Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        Table table = new Table("library", "version", "advisory", "what", "carried by");
        for (AdvisorySource.Finding finding : findings) {
            table.row(
                    finding.component().name(),
                    finding.component().version(),
                    String.join(" ", finding.advisory().names()),
                    finding.advisory().summary(),
                    String.join(" ", finding.modules()));
        }
        terminal.print(table);
    }
}
