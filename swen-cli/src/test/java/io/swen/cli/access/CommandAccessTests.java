package io.swen.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.Swen;
import io.swen.cli.project.Project;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The table of commands and permissions against the commands there are, and against what the platform demands. */
class CommandAccessTests {

    /** The address of a call, up to its first parameter or query. */
    private static final Pattern ADDRESS =
            Pattern.compile("\"((?:/api/v1/|/workload|/pending|/telemetry|/health|/session)[^\"?]*)");

    /** What everybody may ask. */
    private static final Set<String> OPEN = Set.of("/health", "/session");

    private final Path root = Project.find().root();

    @Test
    void listsEveryCommandOnce() {
        List<String> listed = new ArrayList<>(CommandAccess.CALLS.keySet());
        listed.addAll(CommandAccess.NO_CALLS);
        listed.addAll(CommandAccess.EVERY_CALL);

        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(commands());
    }

    @Test
    void namesThePermissionThatThePlatformDemandsOfEachCall() throws IOException {
        List<Endpoint> endpoints = Endpoint.in(root.resolve("docs/api"));

        CommandAccess.CALLS.forEach((command, calls) -> assertThat(calls)
                .as(command)
                .isNotEmpty()
                .allSatisfy(call -> {
                    List<Endpoint> of = endpoints.stream()
                            .filter(endpoint -> endpoint.method().equals(call.method())
                                    && endpoint.path().equals(call.path()))
                            .toList();
                    assertThat(of)
                            .as("%s %s in docs/api", call.method(), call.path())
                            .isNotEmpty();
                    assertThat(of)
                            .allSatisfy(endpoint -> assertThat(Objects.requireNonNull(endpoint.permission())
                                            .name())
                                    .isEqualTo(call.permission()));
                }));
    }

    @Test
    void knowsEveryAddressThatStandsInACommand() throws IOException {
        Set<String> known = new HashSet<>(OPEN);
        CommandAccess.CALLS.values().forEach(calls -> calls.forEach(call -> known.add(call.path())));
        List<String> unknown = new ArrayList<>();
        int seen = 0;
        Path sources = root.resolve("swen-cli/src/main/java/io/swen/cli");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(
                            each -> each.toString().endsWith(".java") && !each.startsWith(sources.resolve("access")))
                    .sorted()
                    .toList()) {
                for (MatchResult literal :
                        ADDRESS.matcher(Files.readString(file)).results().toList()) {
                    seen++;
                    String address = literal.group(1);
                    if (known.stream().noneMatch(path -> isOf(address, path))) {
                        unknown.add(file.getFileName() + ": " + address);
                    }
                }
            }
        }

        assertThat(unknown).as("called, but in no row of the table").isEmpty();
        assertThat(seen).isGreaterThan(15);
    }

    /** Whether a literal, or one that another is added to, is a path, or its beginning up to a parameter. */
    private static boolean isOf(String literal, String path) {
        return literal.equals(path) || (literal.endsWith("/") && path.startsWith(literal + "{"));
    }

    @Test
    void tellsThePermissionsOfACommandInItsHelp() {
        assertThat(help("submit")).contains("Permissions it makes use of: workload_read, workload_write.");
        assertThat(help("verify", "audit")).contains("Permissions it makes use of: audit_read.");
        assertThat(help("logs")).doesNotContain("Permissions");
    }

    private static String help(String... words) {
        CommandLine command = Swen.commandLine(Context.system());
        for (String word : words) {
            command = Objects.requireNonNull(command.getSubcommands().get(word), word);
        }
        return command.getUsageMessage();
    }

    private static List<String> commands() {
        List<String> names = new ArrayList<>();
        collect(Swen.commandLine(Context.system()), "", names);
        return names;
    }

    private static void collect(CommandLine command, String before, List<String> names) {
        command.getSubcommands().forEach((name, sub) -> {
            names.add(before + name);
            collect(sub, before + name + " ", names);
        });
    }
}
