package io.swen.gitops.change;

import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileEdit;
import io.swen.gitops.secret.SecretPatterns;
import io.swen.platform.problem.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What files a change of Terraform code may touch, whichever way it came. */
final class TerraformFiles {

    private static final Pattern PATH = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9._][A-Za-z0-9._-]*");
    private static final String MODULES = "modules/";
    private static final int MOST_FILES = 100;
    private static final int LARGEST_FILE = 256 * 1024;
    private static final int LONGEST_PATH = 300;

    private TerraformFiles() {}

    /** A file as somebody gave it, where nothing is certain yet. */
    record Given(@Nullable String path, @Nullable String content) {}

    /** The edits, with all that is wrong with them added to the problems. */
    static List<FileEdit> check(List<Given> files, String environment, List<FieldProblem> problems) {
        if (files.isEmpty() || files.size() > MOST_FILES) {
            problems.add(new FieldProblem("files", files.size() + " files", "1 to " + MOST_FILES + " files"));
        }
        List<FileEdit> edits = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(files.size(), MOST_FILES); i++) {
            String at = "files[" + i + "]";
            String path = files.get(i).path();
            String content = files.get(i).content();
            if (path == null || !isAllowed(path, environment)) {
                problems.add(new FieldProblem(
                        at + ".path",
                        path,
                        "a path below " + EnvironmentRepository.terraformFolder(environment) + "/ or " + MODULES
                                + ", of letters, digits, and . _ -, at most " + LONGEST_PATH + " characters"));
            } else if (!seen.add(path)) {
                problems.add(new FieldProblem(at + ".path", path, "in one file of the change only"));
            } else {
                edits.add(new FileEdit(path, content));
            }
            if (content != null) {
                content(at + ".content", content, LARGEST_FILE, problems);
            }
        }
        return edits;
    }

    /** What is wrong with the content of a file, of whatever kind. */
    static void content(String field, String content, int largest, List<FieldProblem> problems) {
        if (content.getBytes(StandardCharsets.UTF_8).length > largest) {
            problems.add(new FieldProblem(field, content.length() + " characters", "at most " + largest + " bytes"));
            return;
        }
        List<String> secrets = SecretPatterns.inText(content);
        if (!secrets.isEmpty()) {
            // It is told of without being repeated, and is stored nowhere.
            problems.add(new FieldProblem(
                    field, "a text that contains " + String.join(", ", secrets), "a text without secrets"));
        }
    }

    private static boolean isAllowed(String path, String environment) {
        return path.length() <= LONGEST_PATH
                && PATH.matcher(path).matches()
                && !path.contains("..")
                && (path.startsWith(EnvironmentRepository.terraformFolder(environment) + "/")
                        || path.startsWith(MODULES));
    }
}
