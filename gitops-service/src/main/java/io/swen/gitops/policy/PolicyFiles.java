package io.swen.gitops.policy;

import io.swen.gitops.repository.EnvironmentRepository;

/** Where policies stand in the repository, and how much of them there may be. */
final class PolicyFiles {

    static final int MOST_FILES = 100;
    static final long MOST_BYTES = 1 << 20;

    private PolicyFiles() {}

    /** The file of a policy. */
    static String path(String name) {
        return EnvironmentRepository.POLICIES + "/" + name + ".yaml";
    }
}
