package io.swen.gitops.change;

import io.swen.gitops.contract.ForeignYaml;
import io.swen.gitops.contract.Labels;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileChange;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** What files a pushed change of policies may touch; whether they are good policies is found out by its first stage. */
final class PushedPolicies {

    /** What stands for the environment of a change that counts in all of them. */
    static final String ENVIRONMENT = "policies";

    private static final String FOLDER = EnvironmentRepository.POLICIES + "/";
    private static final String ENDING = ".yaml";
    private static final int MOST_FILES = 100;

    private PushedPolicies() {}

    static boolean contains(String path) {
        return path.startsWith(FOLDER);
    }

    /** The edits, with all that is wrong with them added to the problems. */
    static List<FileEdit> check(List<FileChange> files, List<FieldProblem> problems) {
        if (files.size() > MOST_FILES) {
            problems.add(new FieldProblem("files", files.size() + " files", "1 to " + MOST_FILES + " files"));
            return List.of();
        }
        List<FileEdit> edits = new ArrayList<>();
        for (FileChange file : files) {
            String path = file.path();
            if (!path.startsWith(FOLDER)
                    || !path.endsWith(ENDING)
                    || !Labels.isLabel(path.substring(FOLDER.length(), path.length() - ENDING.length()))) {
                problems.add(new FieldProblem(
                        "path", path, FOLDER + "<name>" + ENDING + ", its name a DNS label (a-z, 0-9, -, at most 63)"));
            } else if (EnvironmentRepository.DESCRIPTIONS.contains(path)) {
                problems.add(new FieldProblem("path", path, "another file: this one describes what is built in"));
            }
            if (file.after() != null) {
                TerraformFiles.content(path, file.after(), ForeignYaml.LARGEST, problems);
            }
            edits.add(new FileEdit(path, file.after()));
        }
        return edits;
    }
}
