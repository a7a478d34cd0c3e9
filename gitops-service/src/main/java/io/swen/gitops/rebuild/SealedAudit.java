package io.swen.gitops.rebuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sealed copy of this service's audit log outside the database, held against what the records in Git say. */
@Component
class SealedAudit {

    private static final String CONTRADICTION = "audit: ";

    private final Path folder;
    private final JsonMapper json;

    SealedAudit(
            @Value("${swen.audit.directory}") Path directory,
            @Value("${swen.service}") String service,
            JsonMapper json) {
        this.folder = directory.resolve(service);
        this.json = json;
    }

    /** How a change ended, or what somebody said of it. */
    private record Entry(String action, String change, JsonNode after) {}

    /**
     * Compares each end and each verdict that was sealed with the records, and adds what contradicts them to the findings.
     *
     * @param records by the id of their change
     * @param moving changes that are left out
     * @return how many entries were compared
     */
    int hold(Map<String, JsonNode> records, List<String> moving, List<String> findings) {
        Set<String> leftOut = new HashSet<>(moving);
        Map<String, Integer> verdicts = new HashMap<>();
        int[] compared = {0};
        read(entry -> {
            if (leftOut.contains(entry.change())) {
                return;
            }
            JsonNode record = records.get(entry.change());
            if (record == null) {
                findings.add(CONTRADICTION + entry.action() + " of change " + entry.change() + " has no record in Git");
                return;
            }
            compared[0]++;
            if (entry.action().equals("change.end")) {
                same(findings, entry, "state", entry.after().path("state"), record.at("/change/0/state"));
            } else {
                verdicts.merge(entry.change(), 1, Integer::sum);
                verdict(findings, entry, record);
            }
        });
        verdicts.forEach((change, count) -> {
            JsonNode record = records.get(change);
            int recorded = record == null ? 0 : record.path("verdict").size();
            if (recorded != count) {
                findings.add(CONTRADICTION + "change " + change + " has " + recorded + " verdicts in Git and " + count
                        + " in the sealed log");
            }
        });
        return compared[0];
    }

    /** How many of the findings came from here. */
    long contradictions(List<String> findings) {
        return findings.stream()
                .filter(finding -> finding.startsWith(CONTRADICTION))
                .count();
    }

    private static void verdict(List<String> findings, Entry entry, JsonNode record) {
        for (JsonNode recorded : record.path("verdict")) {
            if (recorded.path("actor_id")
                    .asString("")
                    .equals(entry.after().path("actor_id").asString(""))) {
                same(findings, entry, "verdict", entry.after().path("verdict"), recorded.path("verdict"));
                same(findings, entry, "plan_hash", entry.after().path("plan_hash"), recorded.path("plan_hash"));
                return;
            }
        }
        findings.add(CONTRADICTION + "a verdict on change " + entry.change() + " is not in Git");
    }

    private static void same(List<String> findings, Entry entry, String what, JsonNode sealed, JsonNode recorded) {
        String one = sealed.asString("").toUpperCase(Locale.ROOT);
        String other = recorded.asString("").toUpperCase(Locale.ROOT);
        if (!one.equals(other)) {
            findings.add(CONTRADICTION + entry.action() + " of change " + entry.change() + ": " + what + " is " + one
                    + " in the sealed log and " + other + " in Git");
        }
    }

    private void read(java.util.function.Consumer<Entry> each) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
                    lines.filter(line -> line.contains("\"change.end\"") || line.contains("\"change.verdict\""))
                            .forEach(line -> entry(line, each));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sealed audit log in " + folder + " cannot be read", e);
        }
    }

    private void entry(String line, java.util.function.Consumer<Entry> each) {
        JsonNode row;
        try {
            row = json.readTree(line).path("row");
        } catch (JacksonException cutOff) {
            // The last line of a batch that was being written; its rows come again in the next one.
            return;
        }
        String action = row.path("action").asString("");
        boolean counts = (action.equals("change.end") || action.equals("change.verdict"))
                && row.path("outcome").asString("").equals("succeeded");
        if (counts) {
            each.accept(new Entry(
                    action,
                    row.path("resource_id").asString(""),
                    json.readTree(row.path("after").asString("{}"))));
        }
    }
}
