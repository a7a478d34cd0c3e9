package io.swen.gitops.repository;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the environment repository is.
 *
 * @param directory folder of the bare repositories
 * @param staleLockAge a ref lock file this old was left by a process that died
 * @param packEvery wall time between two looks whether loose objects are to be packed; zero for none
 * @param packFrom so many loose objects are packed
 */
@Validated
@ConfigurationProperties("swen.gitops.repository")
record RepositoryProperties(
        Path directory,
        @DefaultValue("10s") Duration staleLockAge,
        @DefaultValue("1h") Duration packEvery,
        @DefaultValue("5000") long packFrom) {

    RepositoryProperties {
        if (packFrom < 1 || packEvery.isNegative()) {
            throw new IllegalArgumentException(
                    "swen.gitops.repository.pack-from is 1 and more, .pack-every not negative; given " + packFrom
                            + " and " + packEvery);
        }
    }

    /** In a folder, as a program has it that is not this service. */
    static RepositoryProperties in(Path directory, Duration staleLockAge) {
        return new RepositoryProperties(directory, staleLockAge, Duration.ZERO, Long.MAX_VALUE);
    }
}
