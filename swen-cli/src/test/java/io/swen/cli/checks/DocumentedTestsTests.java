package io.swen.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents on security claim to be tested is tested: they cannot name a test that is not there. */
class DocumentedTestsTests {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern JAVA_TEST = Pattern.compile("([A-Z]\\w*Tests?)#(\\w+)");
    private static final Pattern SCRIPT_TEST = Pattern.compile("([\\w-]+\\.(?:test|spec)\\.tsx?)#(.+)");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]+\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern ROW = Pattern.compile(
            "^\\| (V(\\d+)\\.\\d+\\.\\d+) \\| ([123]) \\| (.+?) \\| (met|not applicable|open) \\| (.*?) ?\\|$");
    private static final Pattern SUM =
            Pattern.compile("^\\| V(\\d+) [^|]+ \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$");
    private static final Set<String> NOT_OURS = Set.of("node_modules", "target", "dist", ".git");

    private final Path root = Project.find().root();

    @ParameterizedTest
    @ValueSource(strings = {"docs/security.md", "docs/asvs.md", "SECURITY.md"})
    void namesOnlyTestsAndFilesThatExist(String document) throws IOException {
        Map<String, List<Path>> sources = testSources();
        List<String> missing = new ArrayList<>();
        String text = Files.readString(root.resolve(document));
        for (MatchResult code : CODE.matcher(text).results().toList()) {
            String span = code.group(1);
            var java = JAVA_TEST.matcher(span);
            var script = SCRIPT_TEST.matcher(span);
            if (java.matches()
                    && !anyContains(sources.get(java.group(1) + ".java"), "\\b" + java.group(2) + "\\s*\\(")) {
                missing.add(span);
            } else if (script.matches() && !anyContains(sources.get(script.group(1)), Pattern.quote(script.group(2)))) {
                missing.add(span);
            }
        }
        Path file = root.resolve(document);
        for (MatchResult link : LINK.matcher(text).results().toList()) {
            String target = link.group(1);
            if (!target.contains(":") && !Files.exists(file.resolveSibling(target))) {
                missing.add(target);
            }
        }
        assertThat(missing).as("named in " + document + " but not in the tree").isEmpty();
    }

    @Test
    void provesOrReasonsEachRequirementOfTheStandardOnceAndCountsThemRight() throws IOException {
        Map<Integer, int[]> counted = new TreeMap<>();
        Map<Integer, int[]> told = new TreeMap<>();
        List<String> ids = new ArrayList<>();
        List<String> unproven = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("docs/asvs.md"))) {
            var row = ROW.matcher(line);
            var sum = SUM.matcher(line);
            if (row.matches()) {
                ids.add(row.group(1));
                int[] numbers = counted.computeIfAbsent(Integer.valueOf(row.group(2)), chapter -> new int[4]);
                numbers[List.of("met", "not applicable", "open").indexOf(row.group(5))]++;
                numbers[3]++;
                boolean proven = JAVA_TEST.matcher(row.group(6)).find()
                        || SCRIPT_TEST.matcher(row.group(6)).find()
                        || LINK.matcher(row.group(6)).find();
                if (row.group(6).isBlank() || (row.group(5).equals("met") && !proven)) {
                    unproven.add(row.group(1));
                }
            } else if (sum.matches()) {
                told.put(Integer.valueOf(sum.group(1)), new int[] {
                    Integer.parseInt(sum.group(2)),
                    Integer.parseInt(sum.group(3)),
                    Integer.parseInt(sum.group(4)),
                    Integer.parseInt(sum.group(5))
                });
            } else {
                assertThat(line).as("a row of another form").doesNotMatch("^\\| V\\d+\\.\\d.*");
            }
        }
        assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
        assertThat(unproven)
                .as("met without a test or a document, or without a reason")
                .isEmpty();
        assertThat(counted.keySet()).isEqualTo(told.keySet());
        counted.forEach((chapter, numbers) ->
                assertThat(told.get(chapter)).as("V" + chapter).isEqualTo(numbers));
    }

    private static boolean anyContains(@Nullable List<Path> files, String pattern) throws IOException {
        if (files == null) {
            return false;
        }
        for (Path file : files) {
            if (Pattern.compile(pattern).matcher(Files.readString(file)).find()) {
                return true;
            }
        }
        return false;
    }

    private Map<String, List<Path>> testSources() throws IOException {
        Map<String, List<Path>> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                collect(module, sources);
            }
        }
        return sources;
    }

    private static void collect(Path folder, Map<String, List<Path>> sources) throws IOException {
        if (NOT_OURS.contains(folder.getFileName().toString())) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    collect(entry, sources);
                } else if (name.endsWith("Tests.java")
                        || name.endsWith("Test.java")
                        || name.matches(".+\\.(test|spec)\\.tsx?")) {
                    sources.computeIfAbsent(name, added -> new ArrayList<>()).add(entry);
                }
            }
        }
    }
}
